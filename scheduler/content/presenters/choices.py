"""What a person may choose from while planning an item: organisations, campaigns, bills, people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.domain.roles import EDITORS
from scheduler.accounts.models import Organisation
from scheduler.accounts.queries.people import Profile, everyone, profiles_with_editors
from scheduler.accounts.reading import open_organisations, organisation_names
from scheduler.accounts.services.namesakes import details_among
from scheduler.agenda.domain.visibility import Viewer
from scheduler.campaigns.queries.campaigns import campaigns_of, open_campaign_titles
from scheduler.content.services.item_plan import ItemPlan
from scheduler.legislation.reading import bills_page

NOBODY = 0
"""The value of "nobody" or "none" in a list; no row has that id."""

NO_CAMPAIGN, KEPT_CAMPAIGN = str(NOBODY), "kept"
"""What forms call no campaign, and the one that an item has and that is not shared; no address is like them."""

MAX_BILLS = 300


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs of id and name: where the person may plan, all open organisations, campaigns, bills, and people.

    A campaign is called by its random address: its number would tell how many there are that are not shared. `people`
    names everybody with their organisations; `staff` says who can see to which organisation's items.
    """

    own: Sequence[tuple[int, str]]
    organisations: Sequence[tuple[int, str]]
    campaigns: Sequence[tuple[str, str]]
    campaign_ids: Mapping[str, int]
    bills: Sequence[tuple[int, str]]
    people: Sequence[tuple[int, str]]
    staff: Mapping[int, frozenset[int]]

    def campaign_called(self, campaign_id: int | None) -> str:
        """Return what forms call a campaign of the list."""
        return next((name for name, ident in self.campaign_ids.items() if ident == campaign_id), NO_CAMPAIGN)

    def staff_of_own(self) -> list[tuple[int, str]]:
        """Return the people who act for one of the organisations where the person may plan."""
        ids = frozenset().union(*(self.staff.get(ident, frozenset()) for ident, _name in self.own))
        return [pair for pair in self.people if pair[0] in ids]


def choices_for(
    session: Session, viewer: Viewer, actor_roles: ActorRoles, today: date, saved: ItemPlan | None = None
) -> Choices:
    """Return what the person may choose from; what is saved stays to be chosen, whatever has become of it.

    Bills are left out: see `with_bills`.
    """
    return _choices(session, viewer, actor_roles, today, people=everyone(session).values(), saved=saved)


def choices_of_staff(session: Session, viewer: Viewer, actor_roles: ActorRoles, today: date) -> Choices:
    """Return the same for a list of items, which are given to nobody but the staff of where the person may plan."""
    staff = profiles_with_editors(session, (), actor_roles.where(Act.PLAN_ITEM)).values()
    by_name = sorted(staff, key=lambda one: (one.name, one.person_id))
    return _choices(session, viewer, actor_roles, today, people=by_name)


def _choices(
    session: Session,
    viewer: Viewer,
    actor_roles: ActorRoles,
    today: date,
    *,
    people: Iterable[Profile],
    saved: ItemPlan | None = None,
) -> Choices:
    organisations = open_organisations(session)
    everybody = [one for one in people if one.places]
    plans_for = actor_roles.where(Act.PLAN_ITEM)
    own = [(row.id, row.name) for row in organisations if row.id in plans_for]
    campaigns = _campaigns(session, viewer, today, saved)
    details = {ident: detail.text() for ident, detail in details_among(session, everybody).items()}
    return Choices(
        own=_with(own, _names(session, {saved.organisation_id})) if saved else own,
        organisations=_with(
            [(row.id, row.name) for row in organisations],
            _names(session, saved.signatories) if saved else {},
        ),
        campaigns=[(name, title) for name, (_ident, title) in campaigns.items()],
        campaign_ids={name: ident for name, (ident, _title) in campaigns.items()},
        bills=(),
        people=_people(organisations, everybody, details),
        staff=_staff(everybody, saved),
    )


def with_bills(session: Session, choices: Choices) -> Choices:
    """Return the choices with the bills that an item may cite, for a form that asks for them."""
    bills = bills_page(session, "", 1, per_page=MAX_BILLS).items
    return replace(choices, bills=[(bill.id, f"{bill.jurisdiction} {bill.number} – {bill.title}") for bill in bills])


def _campaigns(session: Session, viewer: Viewer, today: date, saved: ItemPlan | None) -> dict[str, tuple[int, str]]:
    found = {row.public_id: (row.id, row.title) for row in open_campaign_titles(session, viewer, today)}
    if saved is None or saved.campaign_id is None:
        return found
    campaign = campaigns_of(session, viewer, [saved.campaign_id]).get(saved.campaign_id)
    if campaign is None:
        return found | {KEPT_CAMPAIGN: (saved.campaign_id, _("A campaign not shared with you"))}
    return found | {campaign.public_id: (campaign.id, campaign.title)}


def _names(session: Session, ids: frozenset[int] | set[int]) -> Mapping[int, str]:
    return organisation_names(session, ids)


def _with(pairs: list[tuple[int, str]], more: Mapping[int, str]) -> list[tuple[int, str]]:
    known = {ident for ident, _name in pairs}
    return [*pairs, *((ident, name) for ident, name in sorted(more.items()) if ident not in known)]


def _staff(everybody: Sequence[Profile], saved: ItemPlan | None) -> dict[int, frozenset[int]]:
    """Return by organisation who can see to its items: its leads and editors, and whoever does so already."""
    kept = (saved.organisation_id, saved.owner_id) if saved is not None else None
    found: dict[int, set[int]] = {}
    for one in everybody:
        for place in one.places:
            if place.role in EDITORS or (place.organisation_id, one.person_id) == kept:
                found.setdefault(place.organisation_id, set()).add(one.person_id)
    return {ident: frozenset(people) for ident, people in found.items()}


def _people(
    organisations: Sequence[Organisation], everybody: Sequence[Profile], details: Mapping[int, str]
) -> list[tuple[int, str]]:
    """Return id and name of everybody, with their organisations in the order of those, namesakes told apart."""
    order = {row.id: place for place, row in enumerate(organisations)}
    pairs = []
    for one in everybody:
        # An organisation that was added after they were read is offered next time.
        offered = [place for place in one.places if place.organisation_id in order]
        if not offered:
            continue
        places = sorted(offered, key=lambda place: order[place.organisation_id])
        known = [place.short_name for place in places]
        known += [details[one.person_id]] if one.person_id in details else []
        pairs.append((one.person_id, f"{one.name} ({', '.join(known)})"))
    return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))
