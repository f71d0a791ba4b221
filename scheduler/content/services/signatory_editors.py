"""Who can sign for organisations: many at once, because a joint statement may have forty signatories."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, select
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

    The same as `signers_of` says of each; one query, however many there are. A closed one has nobody.
    """
    counts = and_(
        Membership.organisation_id == OrganisationRow.id,
        Membership.role.in_(EDITORS),
        Membership.ended_at.is_(None),
        OrganisationRow.closed_at.is_(None),
    )
    usable = and_(Person.id == Membership.person_id, Person.active.is_(True), Person.anonymised_at.is_(None))
    query = select(OrganisationRow, Membership.role, Person).outerjoin(Membership, counts).outerjoin(Person, usable)
    people: dict[OrganisationRow, dict[Person, MemberRole]] = {}
    for row, role, person in session.execute(query.where(OrganisationRow.id.in_(organisation_ids)).order_by(Person.id)):
        desk = people.setdefault(row, {})
        if person is not None:
            desk[person] = MemberRole(role)
    return {row.id: _desk(row, desk, now) for row, desk in people.items()}


def _desk(row: OrganisationRow, people: Mapping[Person, MemberRole], now: datetime) -> SignatoryEditors:
    leads = [person for person, role in people.items() if role is MemberRole.LEAD]
    desk, lead_ids = {person.id for person in people}, frozenset(person.id for person in leads)
    deputies: dict[int, int] = {}
    for lead in leads:
        if lead.deputy_id is not None and lead.deputy_id in desk - lead_ids and is_away(lead, now):
            deputies.setdefault(lead.deputy_id, lead.id)
    facts = Organisation(row.id, lead_ids, frozenset(deputies), is_closed=row.closed_at is not None)
    return SignatoryEditors(facts, row.name, row.zone, deputies)
