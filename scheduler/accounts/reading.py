"""Reads organisations, who belongs to them, and the coalition's own row."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler.accounts.models import Coalition, Membership, Organisation, Person


def coalition(session: Session) -> Coalition | None:
    """Return the coalition's settings; None until the first run of an empty database has named it."""
    return session.scalar(select(Coalition).order_by(Coalition.id).limit(1))


def has_people(session: Session) -> bool:
    """Whether anybody has an account, or had one."""
    return session.scalar(select(Person.id).limit(1)) is not None


def open_organisations(session: Session) -> tuple[Organisation, ...]:
    """Return the organisations that have not been closed, by name."""
    query = select(Organisation).where(Organisation.closed_at.is_(None))
    return tuple(session.scalars(query.order_by(Organisation.name, Organisation.id)))


def closed_organisations(session: Session) -> tuple[Organisation, ...]:
    """Return the organisations that have been closed, by name."""
    query = select(Organisation).where(Organisation.closed_at.is_not(None))
    return tuple(session.scalars(query.order_by(Organisation.name, Organisation.id)))


@dataclass(frozen=True, slots=True)
class Roster:
    """An organisation and the memberships that have not ended, by the person's name."""

    organisation: Organisation
    memberships: tuple[Membership, ...]


def rosters(session: Session) -> tuple[Roster, ...]:
    """Return every open organisation, by name, with its people; the number of queries does not grow with them."""
    query = select(Membership).join(Person, Membership.person_id == Person.id).where(Membership.ended_at.is_(None))
    query = query.options(joinedload(Membership.person)).order_by(Person.name, Person.id)
    by_organisation: dict[int, list[Membership]] = {}
    for membership in session.scalars(query):
        by_organisation.setdefault(membership.organisation_id, []).append(membership)
    return tuple(Roster(row, tuple(by_organisation.get(row.id, ()))) for row in open_organisations(session))


def organisation_names(session: Session, organisation_ids: Collection[int]) -> dict[int, str]:
    """Return names by id, of closed organisations too; unknown ids are left out."""
    if not organisation_ids:
        return {}
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisation_ids))
    return {row.id: row.name for row in session.execute(query)}


def names_of_own_organisations(session: Session, person_id: int) -> tuple[str, ...]:
    """Return the names and short names of the organisations that a person acts for."""
    query = select(Organisation.name, Organisation.short_name).join(Membership)
    query = query.where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return tuple(name for names in session.execute(query) for name in names)
