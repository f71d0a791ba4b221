"""Queues the mail of forgotten and changed passwords; the mail itself, and its link, are made when it leaves."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue

RESET = "account.reset"
PASSWORD_CHANGED = "account.password_changed"  # noqa: S105 - a kind of mail
LINK_LIFETIME = timedelta(hours=1)
NOTICE_LIFETIME = timedelta(days=2)
MAX_LINKS_AN_HOUR = 5


def ask_for_new_password(session: Session, email: str, now: datetime) -> None:
    """Queue a mail with a link, good for an hour from now, if there is an open account of this clean address.

    Asking again before the mail has left makes no second one, and counts the hour from the later asking. Anybody may
    ask, from many networks; a mailbox that has got five links within the hour has enough, and they still work.
    """
    person = session.scalar(select(Person).where(Person.email == email, Person.active, Person.anonymised_at.is_(None)))
    if person is None:
        return
    last = _last_reset(session, person.id)
    if last is not None and last.state in {MessageState.READY, MessageState.CLAIMED}:
        last.expires_at = now + LINK_LIFETIME
        session.flush()
        return
    if _links_since(session, person.id, now - LINK_LIFETIME) >= MAX_LINKS_AN_HOUR:
        return
    record(session, AuditAct.PASSWORD_RESET_ASKED, (SubjectKind.PERSON, person.id), actor_id=None, now=now)
    draft = OutboxDraft(
        stream=Stream.ACCOUNT,
        kind=RESET,
        person_id=person.id,
        # Two askings at the same moment see the same last message, so they make the same key.
        dedup_key=f"{RESET}:{person.id}:{last.id if last else 0}",
        due_at=now,
        expires_at=now + LINK_LIFETIME,
    )
    queue(session, draft, now)


def notify_password_changed(session: Session, person: Person, now: datetime) -> None:
    """Queue the notice that a password was changed, so that an owner who did not do it learns of it."""
    draft = OutboxDraft(
        stream=Stream.ACCOUNT,
        kind=PASSWORD_CHANGED,
        person_id=person.id,
        dedup_key=f"{PASSWORD_CHANGED}:{person.id}:{person.fs_uniquifier}",
        due_at=now,
        expires_at=now + NOTICE_LIFETIME,
    )
    queue(session, draft, now)


def _last_reset(session: Session, person_id: int) -> Message | None:
    own = select(Message).where(Message.person_id == person_id, Message.kind == RESET)
    return session.scalar(own.order_by(Message.id.desc()).limit(1))


def _links_since(session: Session, person_id: int, since: datetime) -> int:
    own = (Message.person_id == person_id, Message.kind == RESET, Message.created_at > since)
    return session.scalar(select(func.count()).select_from(Message).where(*own)) or 0
