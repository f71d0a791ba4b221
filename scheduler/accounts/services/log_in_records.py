"""Puts log-ins, refusals and new passwords on record, never what was typed.

Called from the few places where those things happen, each in one line.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.lockout import Purpose
from scheduler.accounts.models import Person
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record, was_recorded
from scheduler.audit.subjects import SubjectKind

NOBODY = ("log_in", 0)
"""Subject of what was tried with an address that has no account."""

REFUSED_AGAIN_AFTER = timedelta(minutes=15)
"""Whoever goes on trying while they are refused makes one row in this time."""

FAILED_AGAIN_AFTER = timedelta(minutes=1)
"""So do addresses without an account, of which anybody can make up any number."""

REFUSALS = {Purpose.LOG_IN: AuditAct.LOCKED_OUT, Purpose.RECOVERY: AuditAct.RESETS_REFUSED}
REFUSALS_OF_NOBODY = {
    Purpose.LOG_IN: AuditAct.LOCKED_OUT_NOBODY,
    Purpose.RECOVERY: AuditAct.RESETS_REFUSED_NOBODY,
}


def note_log_in(session: Session, person_id: int, now: datetime) -> None:
    """Record that a person has logged in."""
    record(session, AuditAct.LOGGED_IN, (SubjectKind.PERSON, person_id), actor_id=person_id, now=now)


def note_log_out(session: Session, person_id: int, now: datetime) -> None:
    """Record that a person has logged out."""
    record(session, AuditAct.LOGGED_OUT, (SubjectKind.PERSON, person_id), actor_id=person_id, now=now)


def note_failed_log_in(session: Session, address: str, now: datetime) -> None:
    """Record that somebody gave a wrong password for a clean address, or an address that nobody has."""
    subject = _whose(session, address)
    if subject != NOBODY:
        record(session, AuditAct.LOG_IN_FAILED, subject, actor_id=None, now=now)
    elif not was_recorded(session, AuditAct.LOG_IN_FAILED_NOBODY, NOBODY, after=now - FAILED_AGAIN_AFTER):
        record(session, AuditAct.LOG_IN_FAILED_NOBODY, NOBODY, actor_id=None, now=now)


def note_refused(session: Session, address: str, purpose: Purpose, now: datetime) -> None:
    """Record that there were too many tries with a clean address, or from its network."""
    subject = _whose(session, address)
    act = (REFUSALS if subject != NOBODY else REFUSALS_OF_NOBODY)[purpose]
    if not was_recorded(session, act, subject, after=now - REFUSED_AGAIN_AFTER):
        record(session, act, subject, actor_id=None, now=now)


def note_new_password(session: Session, person_id: int, now: datetime, *, by_link: bool) -> None:
    """Record that a person has a new password: by a mailed link, or by giving the old one."""
    act = AuditAct.PASSWORD_RESET if by_link else AuditAct.PASSWORD_CHANGED
    record(session, act, (SubjectKind.PERSON, person_id), actor_id=person_id, now=now)


def _whose(session: Session, address: str) -> tuple[str, int]:
    found = session.scalar(select(Person.id).where(Person.email == address, Person.anonymised_at.is_(None)))
    return (SubjectKind.PERSON, found) if found is not None else NOBODY
