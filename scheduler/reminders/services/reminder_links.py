"""What becomes of the link in a reminder: to whom and what it belongs, whether it works still, and putting off."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.accounts.reading import people_with_address
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import sees_text
from scheduler.agenda.models import Entry, EntryStatus
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.outbox.models import Message, Stream
from scheduler.reminders.domain.reminder_links import ACTS_BY_KIND, ReminderLink, has_expired
from scheduler.reminders.domain.snoozing import again, snoozed
from scheduler.reminders.domain.telling import Telling
from scheduler.reminders.reading import entries_with_guards
from scheduler.reminders.services.planner import happening_of, is_reminded, record, reminder_draft
from scheduler.reminders.services.schedules import schedules_of


class LinkState(StrEnum):
    """Whether a link works: for so many days, and while the thing is there and is its reader's."""

    OPEN = "open"
    SETTLED = "settled"
    """Its reader may still read of the thing, but is not reminded of it any more."""
    EXPIRED = "expired"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class LinkedReminder:
    """The reminder that a link stands in; `is_as_sent` while its thing has the title and day that the email showed."""

    message: Message
    person: Person
    entry: Entry
    state: LinkState
    is_as_sent: bool


def link_in(message: Message, entry: Entry) -> ReminderLink | None:
    """Return the link that a reminder carries; None for a kind that has none."""
    if message.stream != Stream.REMINDER or message.kind not in ACTS_BY_KIND:
        return None
    day = entry.starts_on if entry.starts_at is None else entry.starts_at
    return ReminderLink.of(message.message_id, entry.title, day.isoformat() if day is not None else "")


def linked_reminder(session: Session, link: ReminderLink, now: datetime) -> LinkedReminder | None:
    """Return what a link stands for at this moment; None when there is no such reminder any more."""
    message = session.scalar(select(Message).where(Message.message_id == link.message_name))
    if message is None or message.person_id is None or message.entry_id is None:
        return None
    person = people_with_address(session, [message.person_id]).get(message.person_id)
    entry = entries_with_guards(session, [message.entry_id]).get(message.entry_id)
    if person is None or entry is None:
        return None
    state = _state(session, message, person, entry, now)
    return LinkedReminder(message, person, entry, state, link_in(message, entry) == link)


def snooze_of(session: Session, found: LinkedReminder, now: datetime) -> Telling | None:
    """Return the reminder of a later day; None if the thing would be over by then, or its reader is on a pause."""
    happening = happening_of(session, found.entry.id)
    schedule = schedules_of(session, [found.person.id], now).get(found.person.id)
    if happening is None or schedule is None:
        return None
    return snoozed(schedule.times, schedule.choice(found.message.kind), happening, now)


def snooze(session: Session, found: LinkedReminder, now: datetime) -> Telling | None:
    """Put a reminder off until its reader's next day, and return the one that comes then; twice is once."""
    telling, happening = snooze_of(session, found, now), happening_of(session, found.entry.id)
    if telling is None or happening is None:
        return None
    draft = reminder_draft(found.message.kind, found.person.id, happening, telling)
    if record(session, [draft], now):
        return telling
    queued = session.scalars(select(Message).where(Message.dedup_key == draft.dedup_key)).one()
    if queued.settled_at is None and queued.id != found.message.id:
        return telling
    # It went out before, so it will not come by itself.
    schedule = schedules_of(session, [found.person.id], now)[found.person.id]
    one_more = again(schedule.times, schedule.choice(found.message.kind), happening, telling.due_at)
    record(session, [reminder_draft(found.message.kind, found.person.id, happening, one_more)], now)
    return one_more


def _state(session: Session, message: Message, person: Person, entry: Entry, now: datetime) -> LinkState:
    if has_expired(message.due_at, now):
        return LinkState.EXPIRED
    roles = actor_roles(session, person.id)
    is_there = entry.removed_at is None and entry.status != EntryStatus.CANCELLED
    may_read = roles.is_member and sees_text(viewer_of(roles), guard_rules(entry.guard))
    if not may_read or message.kind not in ACTS_BY_KIND:
        return LinkState.OVER
    is_reader = is_there and is_reminded(session, message.kind, person.id, entry.id)
    return LinkState.OPEN if is_reader else LinkState.SETTLED
