"""People with what pages, mail and rules ask about them, many in one statement: names, roles, for whom they act."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, false, func, join, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.roles import COORDINATOR, EDITORS, MemberRole
from scheduler.accounts.models import Membership, Organisation, Person, Role
from scheduler.request_cache import asked_once, asked_once_each, note_answers


@dataclass(frozen=True, slots=True)
class Place:
    """An open organisation that somebody acts for; `shares_name` says that somebody else there has the same name."""

    organisation_id: int
    short_name: str
    role: MemberRole
    shares_name: bool


@dataclass(frozen=True, slots=True)
class Profile:
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


def nobody(person_id: int) -> ActorRoles:
    """Return what somebody is who has no account."""
    return ActorRoles(person_id, is_member=False, is_coordinator=False)


@asked_once_each
def profiles(session: Session, person_ids: Collection[int]) -> dict[int, Profile]:
    """Return people by id, those who have left too, with the places that they have now; unknown ids are left out."""
    if not person_ids:
        return {}
    return read_profiles(session.execute(_by_id(), {"person_ids": sorted(person_ids)}))


@asked_once
def everyone(session: Session) -> dict[int, Profile]:
    """Return everyone who acts for an open organisation, or coordinates, by id and in order of name.

    Accounts that are not in use are among them.
    """
    query = _profiles(false().label("shares_name")).where(or_(Membership.id.is_not(None), _coordinates()))
    query = query.order_by(None).order_by(Person.name, Person.id, Membership.organisation_id)
    rows = session.execute(query).all()
    found = _read(rows, _bearers(rows))
    note_answers(session, profiles, found)
    return found


def profiles_with_editors(
    session: Session, person_ids: Collection[int], organisation_ids: Collection[int]
) -> dict[int, Profile]:
    """Return the people asked for, the leads and editors of some organisations, and coordinators: in one statement."""
    row = aliased(Membership)
    is_editor = exists().where(
        row.person_id == Person.id,
        row.organisation_id.in_(sorted(organisation_ids)),
        row.role.in_(EDITORS),
        row.ended_at.is_(None),
    )
    query = _profiles(_is_borne_twice()).where(or_(is_editor, _coordinates(), Person.id.in_(sorted(person_ids))))
    found = read_profiles(session.execute(query))
    note_answers(session, profiles, found)
    return found


# Asked by every request: this query takes longer to build than to answer.
@cache
def _by_id() -> Select[*tuple[Any, ...]]:
    return select_profiles().where(Person.id.in_(bindparam("person_ids", expanding=True)))


def select_profiles() -> Select[*tuple[Any, ...]]:
    """Select what `read_profiles` reads, of everybody: to be narrowed, or joined with what leads to people."""
    return _profiles(_shares_name())


def _profiles(shares_name: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select people, once for each membership that has not ended, of an open organisation."""
    is_of = Membership.organisation_id == Organisation.id
    places = join(
        Membership, Organisation, and_(is_of, Membership.ended_at.is_(None), Organisation.closed_at.is_(None))
    )
    query = select(
        Person.id,
        Person.name,
        func.lower(Person.name).label("folded_name"),
        Person.zone,
        Person.away_until,
        Person.deputy_id,
        is_in_use().label("is_open"),
        _coordinates().label("coordinates"),
        Membership.organisation_id,
        Organisation.short_name,
        Membership.role,
        shares_name,
    )
    query = query.select_from(Person).outerjoin(places, Membership.person_id == Person.id)
    return query.order_by(Person.id, Membership.organisation_id)


def is_in_use() -> ColumnElement[bool]:
    """Return SQL that is true for a person with an account to log in to."""
    return and_(Person.active.is_(True), Person.anonymised_at.is_(None))


def _coordinates() -> ColumnElement[bool]:
    return Person.roles.any(Role.name == COORDINATOR)


def _is_borne_twice() -> ColumnElement[bool]:
    """Return what `_shares_name` does, for many people at once: the names that stand twice are found in one pass."""
    return is_namesake().label("shares_name")


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
    first: dict[int, Row[*tuple[Any, ...]]] = {}
    for row in rows:
        first.setdefault(row.id, row)
        own, organisation_id = places.setdefault(row.id, []), row.organisation_id
        if organisation_id is not None:
            is_shared = bool(row.shares_name) if bearers is None else bearers[organisation_id, row.folded_name] > 1
            own.append(Place(organisation_id, row.short_name, MemberRole(row.role), is_shared))
    return {ident: _profile(row, tuple(places[ident])) for ident, row in first.items()}


def _profile(row: Row[*tuple[Any, ...]], places: tuple[Place, ...]) -> Profile:
    away = (row.away_until, row.deputy_id)
    is_open, coordinates = bool(row.is_open), bool(row.coordinates)
    return Profile(row.id, row.name, row.folded_name, row.zone, *away, is_open, coordinates, places)


def _bearers(rows: Sequence[Row[*tuple[Any, ...]]]) -> Counter[tuple[int, str]]:
    """Count by organisation who bears each name, among rows of all who act for any."""
    return Counter((row.organisation_id, row.folded_name) for row in rows)
