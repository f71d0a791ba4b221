"""The link in a reminder, without the email around it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryKind, EntryPerson
from scheduler.outbox.models import Message
from scheduler.reminders.domain.reminder_links import signed
from scheduler.reminders.domain.telling import Happening, Telling
from scheduler.reminders.services.planner import record, reminder_draft
from scheduler.reminders.services.reminder_links import link_in


def remind(session: Session, entry: Entry, person_id: int, now: datetime, *, kind: str = "task_due") -> Message:
    """Put a reminder of something that lasts a day into the outbox."""
    assert entry.starts_on is not None
    one = Happening(entry.id, entry.starts_on, entry.starts_on, None, None)
    draft = reminder_draft(kind, person_id, one, Telling("1d", "1", now, now + timedelta(days=30)))
    record(session, [draft], now)
    return session.scalars(select(Message).where(Message.dedup_key == draft.dedup_key)).one()


def link_token(session: Session, secret_key: str, now: datetime) -> str:
    """Remind somebody of a task of theirs, and return the secret part of the link."""
    query = select(Entry, EntryPerson.person_id).join(EntryPerson).where(Entry.kind == EntryKind.TASK)
    query = query.where(Entry.removed_at.is_(None)).order_by(Entry.id).limit(1)
    entry, person_id = session.execute(query).one()
    link = link_in(remind(session, entry, person_id, now), entry)
    assert link is not None
    return signed(secret_key, link)
