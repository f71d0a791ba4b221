"""Who can sign for organisations: many at once, because a joint statement may have forty signatories."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import EDITORS, MemberRole
from scheduler.accounts.models import Organisation as OrganisationRow
from scheduler.accounts.queries.people import Profile, profiles_with_editors
from scheduler.accounts.reading import organisations_among
from scheduler.accounts.services.actor_roles import is_away
from scheduler.agenda.domain.visibility import GuardRules, Viewer, sees_text
from scheduler.content.domain.signoff import Organisation


@dataclass(frozen=True, slots=True)
class SignatoryEditors:
    """An organisation as the rules of sign-off read it, its name and zone, and for which lead each deputy stands in."""

    organisation: Organisation
    name: str
    zone: str
    stands_in_for: Mapping[int, int] = field(default_factory=dict)

    @property
    def signers(self) -> frozenset[int]:
        """Return who may sign now."""
        return self.organisation.leads | self.organisation.deputies


def able_to_sign(
    places: SignatoryEditors, guard: GuardRules, *, stand_ins: Iterable[Viewer] = (), last_editor: int | None = None
) -> frozenset[int]:
    """Return who can sign for an organisation: those who may, or stand in for them, and may read the text.

    `last_editor` wrote it last and so cannot check it; None for an organisation that only co-signs.
    """
    own = frozenset({places.organisation.organisation_id})
    viewers = [Viewer(person, is_member=True, organisations=own, editor_of=own) for person in places.signers]
    reading = (viewer.person_id for viewer in (*viewers, *stand_ins) if sees_text(viewer, guard))
    return frozenset(person for person in reading if person is not None and person != last_editor)


def editors_of_signatories(
    session: Session, organisation_ids: Collection[int], now: datetime
) -> dict[int, SignatoryEditors]:
    """Return organisations with their leads and, for those away now, the deputies among their editors, by id.

    Two queries, however many there are. A closed one has nobody.
    """
    people = profiles_with_editors(session, (), organisation_ids)
    return editors_among(people.values(), organisations_among(session, organisation_ids), organisation_ids, now)


def editors_among(
    people: Iterable[Profile],
    organisations: Mapping[int, OrganisationRow],
    organisation_ids: Collection[int],
    now: datetime,
) -> dict[int, SignatoryEditors]:
    """Return what `editors_of_signatories` does, of people among whom all leads and editors are."""
    by_organisation: dict[int, list[tuple[Profile, MemberRole]]] = {ident: [] for ident in organisation_ids}
    for person in sorted(people, key=lambda one: one.person_id):
        for place in person.places if person.is_open else ():
            if place.role in EDITORS and place.organisation_id in by_organisation:
                by_organisation[place.organisation_id].append((person, place.role))
    return {
        ident: _editors_of(organisations[ident], places, now)
        for ident, places in by_organisation.items()
        if ident in organisations
    }


def _editors_of(row: OrganisationRow, people: Sequence[tuple[Profile, MemberRole]], now: datetime) -> SignatoryEditors:
    leads = [person for person, role in people if role is MemberRole.LEAD]
    ids, lead_ids = {person.person_id for person, _role in people}, frozenset(person.person_id for person in leads)
    deputies: dict[int, int] = {}
    for lead in leads:
        if lead.deputy_id is not None and lead.deputy_id in ids - lead_ids and is_away(lead, now):
            deputies.setdefault(lead.deputy_id, lead.person_id)
    organisation = Organisation(row.id, lead_ids, frozenset(deputies), is_closed=row.closed_at is not None)
    return SignatoryEditors(organisation, row.name, row.zone, deputies)
