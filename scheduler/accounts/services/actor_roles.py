"""Answers who somebody is in the coalition, and who acts for an organisation."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TypeVarTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.roles import COORDINATOR, EDITORS, MemberRole
from scheduler.accounts.models import Membership, Organisation, Person, Role
from scheduler.accounts.queries.people import Profile, is_in_use, nobody, profiles, roles_of
from scheduler.dates.timezones import day_of
from scheduler.request_cache import asked_once

Columns = TypeVarTuple("Columns")


def actor_roles(session: Session, person_id: int) -> ActorRoles:
    """Return what the person is now; nothing at all when the account is closed, anonymised or unknown."""
    found = profiles(session, [person_id])
    return found[person_id].roles if person_id in found else nobody(person_id)


def standings(session: Session, person_ids: Collection[int]) -> dict[int, ActorRoles]:
    """Return what many people are, in one query; everybody asked for is in it."""
    found = roles_of(session, person_ids)
    return {ident: found.get(ident) or nobody(ident) for ident in person_ids}


def leads_of(session: Session, organisation_id: int) -> tuple[int, ...]:
    """Return the ids of an organisation's leads, ascending; none when it is closed."""
    return _holders(session, organisation_id, {MemberRole.LEAD})


def leads_by_organisation(session: Session, organisation_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return the ids of the leads of many organisations, ascending; everyone asked for is in it."""
    return _holders_by_organisation(session, organisation_ids, {MemberRole.LEAD})


def editors_by_organisation(session: Session, organisation_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return the ids of the leads and editors of many organisations, ascending; everyone asked for is in it."""
    return _holders_by_organisation(session, organisation_ids, EDITORS)


def editors_of(session: Session, organisation_id: int) -> tuple[int, ...]:
    """Return the ids of an organisation's leads and editors, ascending; none when it is closed."""
    return _holders(session, organisation_id, EDITORS)


@asked_once
def coordinators(session: Session) -> tuple[int, ...]:
    """Return the ids of the coordinators, ascending."""
    query = select(Person.id).where(Person.roles.any(Role.name == COORDINATOR), is_in_use())
    return tuple(session.scalars(query.order_by(Person.id)))


def names(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return names by id, of people who have left too; unknown ids are left out."""
    return {ident: one.name for ident, one in profiles(session, person_ids).items()}


def deputies_for(session: Session, person_ids: Collection[int], at: datetime | date) -> dict[int, int]:
    """Return who stands in for each person who is away, if that deputy is lead or editor of an organisation they share.

    Args:
        session: the database session.
        person_ids: who may be away.
        at: an aware moment, taken in each person's own zone, or a day; the last day away counts as away.
    """
    away = {ident: one for ident, one in profiles(session, person_ids).items() if is_away(one, at)}
    return deputies_among(
        away, profiles(session, {one.deputy_id for one in away.values() if one.deputy_id is not None})
    )


def deputies_among(away: Mapping[int, Profile], people: Mapping[int, Profile]) -> dict[int, int]:
    """Return what `deputies_for` does of people who are away, by the profiles of those who may stand in."""
    found: dict[int, int] = {}
    for ident, one in away.items():
        deputy = people.get(one.deputy_id) if one.deputy_id is not None else None
        if deputy is not None and not one.roles.organisations.isdisjoint(deputy.roles.editor_of):
            found[ident] = deputy.person_id
    return found


def is_away(person: Person | Profile, at: datetime | date) -> bool:
    """Is the person away at a moment, or on a day of their own zone? The last day away counts."""
    return _is_away(person.zone, person.away_until, at)


def _is_away(zone: str, away_until: date | None, at: datetime | date) -> bool:
    day = day_of(at, zone) if isinstance(at, datetime) else at
    return away_until is not None and day <= away_until


def deputies_open_to(session: Session, person_id: int) -> tuple[Person, ...]:
    """Return who may stand in for a person: the other leads and editors of their organisations, by name."""
    own = _counting(select(Membership.organisation_id)).where(Membership.person_id == person_id)
    editors = _counting(select(Membership.person_id)).where(
        Membership.organisation_id.in_(own), Membership.role.in_(EDITORS), Membership.person_id != person_id
    )
    return tuple(session.scalars(select(Person).where(Person.id.in_(editors)).order_by(Person.name, Person.id)))


def _counting(query: Select[*Columns]) -> Select[*Columns]:
    """Narrow memberships to those that count: not ended, of an open organisation, by a person with an open account."""
    query = query.join(Organisation, Membership.organisation_id == Organisation.id)
    query = query.join(Person, Membership.person_id == Person.id)
    return query.where(Membership.ended_at.is_(None), Organisation.closed_at.is_(None), is_in_use())


def _holders(session: Session, organisation_id: int, roles: Collection[MemberRole]) -> tuple[int, ...]:
    return _holders_by_organisation(session, [organisation_id], roles)[organisation_id]


def _holders_by_organisation(
    session: Session, organisation_ids: Collection[int], roles: Collection[MemberRole]
) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {ident: [] for ident in organisation_ids}
    if not found:
        return {}
    query = _counting(select(Membership.organisation_id, Membership.person_id)).where(
        Membership.organisation_id.in_(found), Membership.role.in_(roles)
    )
    for organisation_id, person_id in session.execute(query.order_by(Membership.person_id)):
        found[organisation_id].append(person_id)
    return {ident: tuple(people) for ident, people in found.items()}
