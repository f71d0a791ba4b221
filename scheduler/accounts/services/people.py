"""Changes what a person says of themselves, and turns a person into a former member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import BadDeputyError, BorrowedNameError, LastCoordinatorError
from scheduler.accounts.domain.names import is_calling_of_person, parts_after_the_first
from scheduler.accounts.models import Invitation, Membership, Person
from scheduler.accounts.services.actor_roles import coordinators, deputies_open_to
from scheduler.accounts.services.departures import DepartureListener
from scheduler.accounts.services.log_ins import end_all_log_ins, forget_visits
from scheduler.accounts.services.memberships import Ending, end_coordinator, end_membership, gathered
from scheduler.accounts.services.open_invitations import revoke_beyond_roles, revoke_to_address
from scheduler.accounts.services.organisation_names import are_organisations, holds_organisation
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import forget_names, record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import touch
from scheduler.outbox.stopping import forget_stopped
from scheduler.rows import StaleEditError, lock_row, write_alone

FORMER_MEMBER = "Former member"
# RFC 2606 keeps .invalid free for ever.
NOBODYS_DOMAIN = "@anonymised.invalid"


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What a person says of themselves; without a language it stays as it is."""

    name: str
    zone: str
    language: str | None = None


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


def update_account(session: Session, person: Person, draft: AccountDraft, revision: int | None, now: datetime) -> None:
    """Change name, zone and language; a change of name is put on record, and saying it again changes nothing.

    Raises:
        StaleEditError: they were changed elsewhere in the meantime.
        BorrowedNameError: the name holds that of an organisation.
    """
    lock_row(session, Person, person.id)
    language = draft.language or person.language
    if (draft.name, draft.zone, language) == (person.name, person.zone, person.language):
        return
    if revision != person.revision:
        raise StaleEditError({"name": person.name, "zone": person.zone, "language": person.language})
    if draft.name != person.name:
        refuse_borrowed_name(session, draft.name)
        details = {"name_before": person.name, "name": draft.name}
        record(
            session,
            AuditAct.PERSON_RENAMED,
            (SubjectKind.PERSON, person.id),
            actor_id=person.id,
            now=now,
            details=details,
        )
    person.name, person.zone, person.language = draft.name, draft.zone, language
    person.revision += 1
    touch(session, person)
    session.flush()


def refuse_borrowed_name(session: Session, name: str) -> None:
    """Do nothing when a person's name does not read as if they acted for somebody else.

    Names are shown with the organisation beside them, so that "Odile, Le Phare" would be Le Phare's to a hasty reader,
    whoever she acts for.

    Raises:
        BorrowedNameError: it holds the name of an organisation or of the coalition (a short word only after its first
            part), or ends in what others are called here.
    """
    if is_calling_of_person(name) or are_organisations(session, parts_after_the_first(name)):
        raise BorrowedNameError
    if holds_organisation(session, name):
        raise BorrowedNameError


def set_absence(session: Session, person: Person, absence: Absence, revision: int | None, now: datetime) -> None:
    """Write until when a person is away, and who stands in; that somebody may now sign for them is put on record.

    Saying it again changes nothing.

    Raises:
        StaleEditError: the account was changed elsewhere in the meantime.
        BadDeputyError: the deputy is not lead or editor of an organisation that both belong to.
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
    if absence.deputy_id is not None and absence.deputy_id != person.deputy_id:
        details = {"person_id": absence.deputy_id}
        record(
            session,
            AuditAct.ABSENCE_SET,
            (SubjectKind.PERSON, person.id),
            actor_id=person.id,
            now=now,
            details=details,
        )
    person.away_until, person.deputy_id = absence.until, absence.deputy_id
    person.revision += 1
    touch(session, person)
    session.flush()


def anonymise(
    session: Session, person: Person, listeners: Sequence[DepartureListener], actor_id: int | None, now: datetime
) -> tuple[str, ...]:
    """Take a person's name and address out of the coalition; what they did stays, by id. Twice is once.

    Memberships end, sessions and links end, nobody has them as deputy any more. It cannot be undone.

    Returns:
        What else has changed, in sentences for whoever did it.

    Raises:
        LastCoordinatorError: there would be no coordinator left.
    """
    write_alone(session)
    lock_row(session, Person, person.id)
    if person.anonymised_at is not None:
        return ()
    if coordinators(session) == (person.id,):
        raise LastCoordinatorError
    ending = Ending(actor_id, listeners, even_last_lead=True)
    notes = (*end_coordinator(session, person, ending, now), *_end_memberships(session, person, ending, now))
    _revoke_invitations(session, person, actor_id, now)
    _forget_address(session, person)
    forget_stopped(session, person.id)
    forget_names(session, (SubjectKind.PERSON, person.id))
    person.name = FORMER_MEMBER
    person.password, person.active = None, False
    end_all_log_ins(session, person)
    forget_visits(session, person.id)
    person.away_until, person.deputy_id = None, None
    person.anonymised_at = now
    person.revision += 1
    touch(session, person)
    session.flush()
    record(session, AuditAct.ANONYMISED, (SubjectKind.PERSON, person.id), actor_id=actor_id, now=now)
    for listener in listeners:
        listener.person_anonymised(session, person.id)
    return notes


def _end_memberships(session: Session, person: Person, ending: Ending, now: datetime) -> tuple[str, ...]:
    own = select(Membership).where(Membership.person_id == person.id, Membership.ended_at.is_(None))
    return gathered([end_membership(session, membership, ending, now) for membership in session.scalars(own).all()])


def _revoke_invitations(session: Session, person: Person, actor_id: int | None, now: datetime) -> None:
    """Take back what the person has sent, and what waits for their address."""
    revoke_to_address(session, person.email, actor_id, now)
    revoke_beyond_roles(session, person, actor_id, now)


def _forget_address(session: Session, person: Person) -> None:
    """Write an address that nobody can have in place of the person's, in old invitations too."""
    nobody = f"former-member-{person.id}{NOBODYS_DOMAIN}"
    theirs = Invitation.email == person.email
    session.execute(update(Invitation).where(theirs).values(email=nobody, name="", token_hash=None))
    for absent in session.scalars(select(Person).where(Person.deputy_id == person.id)):
        absent.deputy_id = None
        touch(session, absent)
    person.email = nobody
