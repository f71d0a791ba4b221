"""Who can sign for organisations: many at once, because a joint statement may have forty signatories."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import EDITORS, MemberRole
from scheduler.accounts.models import Membership, Person
from scheduler.accounts.models import Organisation as OrganisationRow
from scheduler.accounts.services.actor_roles import is_away
from scheduler.content.domain.signoff import Organisation
from scheduler.request_cache import asked_once


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


@asked_once
def editors_of_signatories(
    session: Session, organisation_ids: Collection[int], now: datetime
) -> dict[int, SignatoryEditors]:
    """Return organisations with their leads and, for those away now, the deputies from the same desk, by id.

    The same as `signers_of` says of each; two queries, however many there are. A closed one has nobody.
    """
    rows = session.scalars(select(OrganisationRow).where(OrganisationRow.id.in_(organisation_ids))).all()
    people = _desks(session, [row.id for row in rows if row.closed_at is None])
    return {row.id: _desk(row, people.get(row.id, {}), now) for row in rows}


def _desks(session: Session, organisation_ids: Collection[int]) -> dict[int, dict[Person, MemberRole]]:
    query = select(Membership.organisation_id, Membership.role, Person)
    query = query.join(Person, Person.id == Membership.person_id).where(
        Membership.organisation_id.in_(organisation_ids),
        Membership.role.in_(EDITORS),
        Membership.ended_at.is_(None),
        Person.active.is_(True),
        Person.anonymised_at.is_(None),
    )
    found: dict[int, dict[Person, MemberRole]] = {}
    for organisation_id, role, person in session.execute(query.order_by(Person.id)):
        found.setdefault(organisation_id, {})[person] = MemberRole(role)
    return found


def _desk(row: OrganisationRow, people: Mapping[Person, MemberRole], now: datetime) -> SignatoryEditors:
    leads = [person for person, role in people.items() if role is MemberRole.LEAD]
    desk, lead_ids = {person.id for person in people}, frozenset(person.id for person in leads)
    deputies: dict[int, int] = {}
    for lead in leads:
        if lead.deputy_id is not None and lead.deputy_id in desk - lead_ids and is_away(lead, now):
            deputies.setdefault(lead.deputy_id, lead.id)
    facts = Organisation(row.id, lead_ids, frozenset(deputies), is_closed=row.closed_at is not None)
    return SignatoryEditors(facts, row.name, row.zone, deputies)
