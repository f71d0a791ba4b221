"""Reads organisations, who belongs to them, and the coalition's own row."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Select, exists, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload

from scheduler.accounts.models import Coalition, Invitation, Membership, Organisation, Person
from scheduler.request_cache import asked_once
from scheduler.web.pagination import Page, first_row

ROSTERS_PER_PAGE = 25
HEADCOUNTS_PER_PAGE = 100


@asked_once
def coalition(session: Session) -> Coalition | None:
    """Return the coalition's settings; None until the first run of an empty database has named it."""
    return session.scalar(_first_coalition())


def has_people(session: Session) -> bool:
    """Whether anybody has an account, or had one."""
    return session.scalar(select(Person.id).limit(1)) is not None


def is_alone() -> ColumnElement[bool]:
    """Return SQL that is true while nobody but one person has an account, or had one, and nobody else is invited."""
    first = select(Person.email).order_by(Person.id).limit(1).scalar_subquery()
    invited = exists().where(Invitation.email != first, Invitation.revoked_at.is_(None))
    return not_(or_(exists().where(Person.email != first), invited))


@asked_once
def organisations_by_id(session: Session) -> dict[int, Organisation]:
    """Return every organisation, closed ones too, by id and in order of name: they are few, and pages name many."""
    return {row.id: row for row in session.scalars(_by_name())}


def organisations_among(session: Session, organisation_ids: Collection[int]) -> dict[int, Organisation]:
    """Return what `organisations_by_id` does, with those of some ids that were added since the request asked it."""
    known = organisations_by_id(session)
    late = set(organisation_ids) - known.keys()
    query = select(Organisation).where(Organisation.id.in_(late))
    return known | {row.id: row for row in session.scalars(query)} if late else known


def open_organisations(session: Session) -> tuple[Organisation, ...]:
    """Return the organisations that have not been closed, by name."""
    return tuple(row for row in organisations_by_id(session).values() if row.closed_at is None)


# Asked by almost every page: these queries take longer to build than to answer.
@cache
def _first_coalition() -> Select[Coalition]:
    return select(Coalition).order_by(Coalition.id).limit(1)


@cache
def _by_name() -> Select[Organisation]:
    return select(Organisation).order_by(Organisation.name, Organisation.id)


def closed_organisations(session: Session) -> tuple[Organisation, ...]:
    """Return the organisations that have been closed, by name."""
    query = select(Organisation).where(Organisation.closed_at.is_not(None))
    return tuple(session.scalars(query.order_by(Organisation.name, Organisation.id)))


@dataclass(frozen=True, slots=True)
class Roster:
    """An organisation and the memberships that have not ended, by the person's name."""

    organisation: Organisation
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Headcount:
    """An organisation and how many people act for it."""

    organisation: Organisation
    people: int


def rosters(session: Session, page: int) -> Page[Roster]:
    """Return one page of the open organisations, by name, with their people; the number of queries does not grow."""
    organisations = _page_of_organisations(session, page, ROSTERS_PER_PAGE)
    query = select(Membership).join(Person, Membership.person_id == Person.id).where(Membership.ended_at.is_(None))
    query = query.where(Membership.organisation_id.in_([row.id for row in organisations.items]))
    # Neither the roles, which come with each person otherwise, nor the organisation once more.
    query = query.options(joinedload(Membership.person).lazyload(Person.roles), lazyload(Membership.organisation))
    people: dict[int, list[Membership]] = {}
    for membership in session.scalars(query.order_by(Person.name, Person.id)):
        people.setdefault(membership.organisation_id, []).append(membership)
    rows = [Roster(row, tuple(people.get(row.id, ()))) for row in organisations.items]
    return Page(rows, organisations.number, organisations.per_page, organisations.total)


def headcounts(session: Session, page: int) -> Page[Headcount]:
    """Return one page of the open organisations, by name, with how many people act for each."""
    organisations = _page_of_organisations(session, page, HEADCOUNTS_PER_PAGE)
    query = select(Membership.organisation_id, func.count()).where(
        Membership.ended_at.is_(None), Membership.organisation_id.in_([row.id for row in organisations.items])
    )
    people = {row[0]: row[1] for row in session.execute(query.group_by(Membership.organisation_id))}
    rows = [Headcount(row, people.get(row.id, 0)) for row in organisations.items]
    return Page(rows, organisations.number, organisations.per_page, organisations.total)


def _page_of_organisations(session: Session, page: int, per_page: int) -> Page[Organisation]:
    is_open = Organisation.closed_at.is_(None)
    query = select(Organisation).where(is_open).order_by(Organisation.name, Organisation.id)
    rows = session.scalars(query.offset(first_row(page, per_page)).limit(per_page)).all()
    total = session.scalar(select(func.count()).select_from(Organisation).where(is_open)) or 0
    return Page(rows, page, per_page, total)


def organisation_names(session: Session, organisation_ids: Collection[int]) -> dict[int, str]:
    """Return names by id, of closed organisations too; unknown ids are left out."""
    known = organisations_by_id(session) if organisation_ids else {}
    return {ident: known[ident].name for ident in organisation_ids if ident in known}


def short_names(session: Session, organisation_ids: Collection[int]) -> dict[int, str]:
    """Return short names by id, of closed organisations too; unknown ids are left out."""
    known = organisations_by_id(session) if organisation_ids else {}
    return {ident: known[ident].short_name for ident in organisation_ids if ident in known}


def people_with_address(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """Return people by id, without their memberships and roles, which come with a person otherwise."""
    query = select(Person).where(Person.id.in_(person_ids)).options(lazyload("*"))
    return {person.id: person for person in session.scalars(query)}


def languages_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return the language that each of these people reads."""
    query = select(Person.id, Person.language).where(Person.id.in_(person_ids))
    return {row.id: row.language for row in session.execute(query)}


def names_of_own_organisations(session: Session, person_id: int) -> tuple[str, ...]:
    """Return the names and short names of the organisations that a person acts for."""
    query = select(Organisation.name, Organisation.short_name).join(Membership)
    query = query.where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return tuple(name for names in session.execute(query) for name in names)
