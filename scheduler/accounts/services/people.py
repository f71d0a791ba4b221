"""Changes what a person says of themselves, and turns a person into a former member."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import BadDeputyError, LastCoordinatorError, StaleEditError
from scheduler.accounts.models import Invitation, Membership, Person
from scheduler.accounts.services.dependants import Dependant
from scheduler.accounts.services.memberships import Ending, end_coordinator, end_membership
from scheduler.accounts.services.standing import coordinators, deputies_open_to
from scheduler.audit.services import record
from scheduler.db import touch
from scheduler.rows import lock_row, write_alone

FORMER_MEMBER = "Former member"


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What a person says of themselves."""

    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Absence:
    """Away up to and including a day of the person's own zone; None and None is back again."""

    until: date | None
    deputy_id: int | None


def find_person(session: Session, person_id: int) -> Person | None:
    """Return a person whose account has not been anonymised."""
    person = session.get(Person, person_id)
    return person if person is not None and person.anonymised_at is None else None


def everyone(session: Session) -> tuple[Person, ...]:
    """Return everybody who has an account, by name, with or without an organisation."""
    query = select(Person).where(Person.anonymised_at.is_(None))
    return tuple(session.scalars(query.order_by(Person.name, Person.id)))


def update_account(session: Session, person: Person, draft: AccountDraft, revision: int | None) -> None:
    """Change name and zone; saying again what is said already changes nothing.

    Raises:
        StaleEditError: they were changed elsewhere in the meantime.
    """
    lock_row(session, Person, person.id)
    if draft == AccountDraft(person.name, person.zone):
        return
    if revision != person.revision:
        raise StaleEditError({"name": person.name, "zone": person.zone})
    person.name, person.zone = draft.name, draft.zone
    person.revision += 1
    touch(session, person)
    session.flush()


def set_absence(session: Session, person: Person, absence: Absence, revision: int | None) -> None:
    """Record until when a person is away, and who stands in; saying it again changes nothing.

    Raises:
        StaleEditError: the account was changed elsewhere in the meantime.
        BadDeputyError: the deputy is not on the desk of an organisation that both belong to.
    """
    lock_row(session, Person, person.id)
    if absence == Absence(person.away_until, person.deputy_id):
        return
    if revision != person.revision:
        raise StaleEditError({"away_until": str(person.away_until or ""), "deputy": str(person.deputy_id or "")})
    if absence.deputy_id is not None:
        eligible = {deputy.id for deputy in deputies_open_to(session, person.id)}
        if absence.deputy_id not in eligible:
            raise BadDeputyError
    person.away_until, person.deputy_id = absence.until, absence.deputy_id
    person.revision += 1
    touch(session, person)
    session.flush()


def anonymise(
    session: Session, person: Person, dependants: Sequence[Dependant], actor_id: int | None, now: datetime
) -> None:
    """Take a person's name and address out of the coalition; what they did stays, by id. Twice is once.

    Memberships end, sessions and links end, nobody has them as deputy any more. It cannot be undone.

    Raises:
        LastCoordinatorError: there would be no coordinator left.
    """
    write_alone(session)
    lock_row(session, Person, person.id)
    if person.anonymised_at is not None:
        return
    if coordinators(session) == (person.id,):
        raise LastCoordinatorError
    end_coordinator(session, person, actor_id, now)
    _end_memberships(session, person, Ending(actor_id, dependants, even_last_lead=True), now)
    _forget_address(session, person, now)
    person.name = FORMER_MEMBER
    person.password, person.active = None, False
    person.fs_uniquifier = uuid.uuid4().hex
    person.away_until, person.deputy_id = None, None
    person.anonymised_at = now
    person.revision += 1
    touch(session, person)
    session.flush()
    record(session, "anonymised", ("person", person.id), actor_id=actor_id, now=now)


def _end_memberships(session: Session, person: Person, ending: Ending, now: datetime) -> None:
    own = select(Membership).where(Membership.person_id == person.id, Membership.ended_at.is_(None))
    for membership in session.scalars(own).all():
        end_membership(session, membership, ending, now)


def _forget_address(session: Session, person: Person, now: datetime) -> None:
    """Write an address that nobody can have in place of the person's, in old invitations too."""
    # RFC 2606 keeps .invalid free for ever.
    nobody = f"former-member-{person.id}@anonymised.invalid"
    theirs = Invitation.email == person.email
    session.execute(update(Invitation).where(theirs, Invitation.used_at.is_(None)).values(revoked_at=now))
    session.execute(update(Invitation).where(theirs).values(email=nobody, name="", token_hash=None))
    for absent in session.scalars(select(Person).where(Person.deputy_id == person.id)):
        absent.deputy_id = None
        touch(session, absent)
    person.email = nobody
