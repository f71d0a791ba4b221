"""People with what pages, mail and rules ask about them, many in one statement: names, roles, for whom they act."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session, aliased

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.roles import COORDINATOR, EDITORS, MemberRole
from scheduler.accounts.models import Membership, Organisation, Person, Role, roles_people
from scheduler.request_cache import asked_once, asked_once_each, note_answers


# Pages name hundreds, and a frozen dataclass takes three times as long to make.
class Place(NamedTuple):
    """An open organisation that somebody acts for; `shares_name` says that somebody else there has the same name."""

    organisation_id: int
    short_name: str
    role: MemberRole
    shares_name: bool


class Profile(NamedTuple):
    """A person as pages name them. `is_open` says that the account is in use, `away_until` is inclusive.

    `folded_name` is the name as the database compares names; `places` are in order of the organisations' ids.
    """

    person_id: int
    name: str
    folded_name: str
    zone: str
    away_until: date | None
    deputy_id: int | None
    is_open: bool
    coordinates: bool
    places: tuple[Place, ...] = ()

    @property
    def roles(self) -> ActorRoles:
        """What the person is now; nothing at all when the account is closed or anonymised."""
        if not self.is_open:
            return nobody(self.person_id)
        roles = {place.organisation_id: place.role for place in self.places}
        return ActorRoles(self.person_id, bool(roles) or self.coordinates, self.coordinates, roles)


_OF_PLACE = 8
"""Where the columns of a place begin, behind those of the person."""


def nobody(person_id: int) -> ActorRoles:
    """Return what somebody is who has no account."""
    return ActorRoles(person_id, is_member=False, is_coordinator=False)


@asked_once_each
def profiles(session: Session, person_ids: Collection[int]) -> dict[int, Profile]:
    """Return people by id, those who have left too, with the places that they have now; unknown ids are left out."""
    if not person_ids:
        return {}
    return read_profiles(session.execute(_by_id(), {"person_ids": sorted(person_ids)}))


@asked_once_each
def roles_of(session: Session, person_ids: Collection[int]) -> dict[int, ActorRoles]:
    """Return by id what people are; of many, sooner than with their names, which are compared with all colleagues'."""
    if not person_ids:
        return {}
    found = read_profiles(session.execute(_nameless_by_id(), {"person_ids": sorted(person_ids)}))
    return {ident: one.roles for ident, one in found.items()}


@asked_once
def everyone(session: Session) -> dict[int, Profile]:
    """Return everyone who acts for an open organisation, or coordinates, by id and in order of name.

    Accounts that are not in use are among them.
    """
    query = _profiles(false().label("shares_name")).where(or_(Organisation.id.is_not(None), _coordinates()))
    query = query.order_by(None).order_by(Person.name, Person.id, Membership.organisation_id)
    rows = session.execute(query).all()
    found = _read(rows, _bearers(rows))
    note_answers(session, profiles, found)
    return found


def addresses_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return by id the mail addresses of people."""
    query = select(Person.id, Person.email).where(Person.id.in_(person_ids))
    return {row.id: row.email for row in session.execute(query)} if person_ids else {}


def profiles_with_editors(
    session: Session, person_ids: Collection[int], organisation_ids: Collection[int]
) -> dict[int, Profile]:
    """Return the people asked for, the leads and editors of some organisations, and coordinators: in one statement."""
    return _profiles_with(session, person_ids, organisation_ids, EDITORS)


def profiles_with_members(
    session: Session, person_ids: Collection[int], organisation_ids: Collection[int]
) -> dict[int, Profile]:
    """Return the same with everybody who acts for the organisations."""
    return _profiles_with(session, person_ids, organisation_ids, MemberRole)


def _profiles_with(
    session: Session, person_ids: Collection[int], organisation_ids: Collection[int], roles: Iterable[MemberRole]
) -> dict[int, Profile]:
    ids = {"person_ids": sorted(person_ids), "organisation_ids": sorted(organisation_ids)}
    found = read_profiles(session.execute(_with_those_who_act(), {**ids, "acting_as": sorted(roles)}))
    note_answers(session, profiles, found)
    return found


@cache
def _with_those_who_act() -> Select[*tuple[Any, ...]]:
    acting = select(Membership.person_id).where(
        Membership.organisation_id.in_(bindparam("organisation_ids", expanding=True)),
        Membership.role.in_(bindparam("acting_as", expanding=True)),
        Membership.ended_at.is_(None),
    )
    named = select(Person.id).where(Person.id.in_(bindparam("person_ids", expanding=True)))
    coordinating = select(roles_people.c.person_id).join(Role, Role.id == roles_people.c.role_id)
    wanted = union(acting, named, coordinating.where(Role.name == COORDINATOR))
    return select_profiles().where(Person.id.in_(wanted))


def all_names(session: Session) -> Mapping[int, str]:
    """Return the names of all people by id, of those who have left too; an anonymised person has none."""
    return names_in(names_in_one(session))


@asked_once
def names_in_one(session: Session) -> str:
    """Return what `names_in` reads: while nobody comes, goes or is renamed it is the same text."""
    return session.scalar(_names_in_one()) or ""


@cache
def _names_in_one() -> Select[str]:
    # One text in place of thousands of rows, which take ten times as long to load.
    line = cast(Person.id, String).concat(" ").concat(func.replace(Person.name, "\n", " "))
    return select(func.aggregate_strings(line, "\n")).where(Person.anonymised_at.is_(None))


@lru_cache(maxsize=2)
def names_in(text: str) -> Mapping[int, str]:
    """Return names by id, in the order of the text."""
    found = (line.partition(" ") for line in text.split("\n") if line)
    return MappingProxyType({int(ident): name for ident, _blank, name in found})


# Asked by every request: these queries take longer to build than to answer.
@cache
def _by_id() -> Select[*tuple[Any, ...]]:
    return select_profiles().where(Person.id.in_(bindparam("person_ids", expanding=True)))


@cache
def _nameless_by_id() -> Select[*tuple[Any, ...]]:
    return _profiles(false().label("shares_name")).where(Person.id.in_(bindparam("person_ids", expanding=True)))


@cache
def select_profiles() -> Select[*tuple[Any, ...]]:
    """Select what `read_profiles` reads, of everybody: to be narrowed, or joined with what leads to people."""
    return _profiles(_shares_name())


def _profiles(shares_name: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select people, once for each membership that has not ended; the organisation is there unless it has closed."""
    is_theirs = and_(Membership.person_id == Person.id, Membership.ended_at.is_(None))
    is_open = and_(Organisation.id == Membership.organisation_id, Organisation.closed_at.is_(None))
    # `_read` goes by this order.
    query = select(
        Person.id,
        Person.name,
        func.lower(Person.name).label("folded_name"),
        Person.zone,
        Person.away_until,
        Person.deputy_id,
        is_in_use().label("is_open"),
        _coordinates().label("coordinates"),
        Organisation.id.label("organisation_id"),
        Organisation.short_name,
        Membership.role,
        shares_name,
    )
    # One after the other: SQLite would read all memberships for a join in brackets, even for one person.
    query = query.select_from(Person).outerjoin(Membership, is_theirs).outerjoin(Organisation, is_open)
    return query.order_by(Person.id, Membership.organisation_id)


def is_in_use() -> ColumnElement[bool]:
    """Return SQL that is true for a person with an account to log in to."""
    return and_(Person.active.is_(True), Person.anonymised_at.is_(None))


def _coordinates() -> ColumnElement[bool]:
    return Person.roles.any(Role.name == COORDINATOR)


def is_namesake() -> ColumnElement[bool]:
    """Return SQL over a person and a membership: the name stands twice among those who act for the organisation."""
    member, bearer = aliased(Membership), aliased(Person)
    name = func.lower(bearer.name)
    twice = select(member.organisation_id, name).join(bearer, bearer.id == member.person_id)
    twice = twice.where(member.ended_at.is_(None)).group_by(member.organisation_id, name).having(func.count() > 1)
    return tuple_(Membership.organisation_id, func.lower(Person.name)).in_(twice)


def _shares_name() -> ColumnElement[bool]:
    """Return SQL over a person and a membership: somebody else who acts for that organisation has the same name."""
    other, them = aliased(Membership), aliased(Person)
    same = (other.organisation_id == Membership.organisation_id, other.ended_at.is_(None))
    alike = (them.id == other.person_id, them.id != Person.id, func.lower(them.name) == func.lower(Person.name))
    return exists().where(*same, *alike).correlate(Person, Membership).label("shares_name")


def read_profiles(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, Profile]:
    """Return by id the people of whom the rows of `select_profiles` tell."""
    return _read(list(rows), None)


def _read(rows: Sequence[Row[*tuple[Any, ...]]], bearers: Counter[tuple[int, str]] | None) -> dict[int, Profile]:
    """Return people by id; who shares a name is what `bearers` count, or else what the rows say."""
    places: dict[int, list[Place]] = {}
    own: dict[int, Sequence[Any]] = {}
    for row in rows:
        # Pages name hundreds of people: to unpack rows takes half the time of asking each for its columns.
        own.setdefault(row[0], row[:_OF_PLACE])
        organisation_id, short_name, role, shares_name = row[_OF_PLACE : _OF_PLACE + 4]
        if organisation_id is not None:
            is_shared = bool(shares_name) if bearers is None else bearers[organisation_id, row.folded_name] > 1
            places.setdefault(row[0], []).append(Place(organisation_id, short_name, MemberRole(role), is_shared))
    return {ident: _profile(columns, tuple(places.get(ident, ()))) for ident, columns in own.items()}


def _profile(columns: Sequence[Any], places: tuple[Place, ...]) -> Profile:
    ident, name, folded_name, zone, away_until, deputy_id, is_open, coordinates = columns
    return Profile(ident, name, folded_name, zone, away_until, deputy_id, bool(is_open), bool(coordinates), places)


def _bearers(rows: Sequence[Row[*tuple[Any, ...]]]) -> Counter[tuple[int, str]]:
    """Count by organisation who bears each name, among rows of all who act for any."""
    return Counter((row.organisation_id, row.folded_name) for row in rows)
