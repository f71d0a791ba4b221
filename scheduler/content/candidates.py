"""What a person may choose from while planning an item: organisations, campaigns, bills, people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.domain.standing import Standing
from scheduler.accounts.models import Organisation
from scheduler.accounts.reading import StaffRow, open_organisations, organisation_names, staff
from scheduler.agenda.domain.sight import Viewer
from scheduler.campaigns.reading import campaigns_of, open_campaign_titles
from scheduler.content.services.facts import Facts
from scheduler.legislation.reading import bills_page

NOBODY = 0
"""The value of "nobody" or "none" in a list; no row has that id."""

MAX_BILLS = 300


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs of id and name: where the person may plan, all open organisations, campaigns, bills, and people.

    `people` names everybody with their organisations; `staff` says who acts for which organisation.
    """

    own: Sequence[tuple[int, str]]
    organisations: Sequence[tuple[int, str]]
    campaigns: Sequence[tuple[int, str]]
    bills: Sequence[tuple[int, str]]
    people: Sequence[tuple[int, str]]
    staff: Mapping[int, frozenset[int]]

    def staff_of_own(self) -> list[tuple[int, str]]:
        """Return the people who act for one of the organisations where the person may plan."""
        ids = frozenset().union(*(self.staff.get(ident, frozenset()) for ident, _name in self.own))
        return [pair for pair in self.people if pair[0] in ids]


def choices_for(
    session: Session, viewer: Viewer, standing: Standing, today: date, saved: Facts | None = None
) -> Choices:
    """Return what the person may choose from; what is saved stays to be chosen, whatever has become of it."""
    organisations, everybody = open_organisations(session), staff(session)
    own = [(row.id, row.name) for row in organisations if row.id in standing.roles]
    return Choices(
        own=_with(own, _names(session, {saved.organisation_id})) if saved else own,
        organisations=_with(
            [(row.id, row.name) for row in organisations],
            _names(session, saved.signatories) if saved else {},
        ),
        campaigns=_campaigns(session, viewer, today, saved),
        bills=[
            (bill.id, f"{bill.jurisdiction} {bill.number} – {bill.title}")
            for bill in bills_page(session, "", 1, per_page=MAX_BILLS).items
        ],
        people=_people(organisations, everybody),
        staff=_by_organisation(everybody),
    )


def _campaigns(session: Session, viewer: Viewer, today: date, saved: Facts | None) -> list[tuple[int, str]]:
    found = open_campaign_titles(session, viewer, today)
    if saved is None or saved.campaign_id is None:
        return found
    known = campaigns_of(session, viewer, [saved.campaign_id])
    campaign = known.get(saved.campaign_id)
    return _with(found, {saved.campaign_id: campaign.title if campaign else _("A campaign not shared with you")})


def _names(session: Session, ids: frozenset[int] | set[int]) -> Mapping[int, str]:
    return organisation_names(session, ids)


def _with(pairs: list[tuple[int, str]], more: Mapping[int, str]) -> list[tuple[int, str]]:
    known = {ident for ident, _name in pairs}
    return [*pairs, *((ident, name) for ident, name in sorted(more.items()) if ident not in known)]


def _by_organisation(everybody: Sequence[StaffRow]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for row in everybody:
        found.setdefault(row.organisation_id, set()).add(row.person_id)
    return {ident: frozenset(people) for ident, people in found.items()}


def _people(organisations: Sequence[Organisation], everybody: Sequence[StaffRow]) -> list[tuple[int, str]]:
    """Return id and name of everybody, with their organisations in the order of those."""
    places = {row.id: (place, row.short_name) for place, row in enumerate(organisations)}
    acts_for: dict[int, list[tuple[int, str]]] = {}
    for row in everybody:
        acts_for.setdefault(row.person_id, []).append(places[row.organisation_id])
    names = {row.person_id: row.name for row in everybody}
    pairs = (
        (ident, f"{name} ({', '.join(short for _, short in sorted(acts_for[ident]))})") for ident, name in names.items()
    )
    return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))
