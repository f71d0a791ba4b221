"""What follows when a day moves after its people were reminded of it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import Change, ChangeContext, ChangeKind, move_details
from scheduler.agenda.services.entry_drafts import first_day
from scheduler.agenda.services.follows import followers
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.outbox.models import Stream
from scheduler.outbox.reading import people_sent
from scheduler.outbox.services import EVERYTHING, suppressed_by
from scheduler.reminders.kinds.followed import KINDS as FOLLOWED_KINDS
from scheduler.reminders.kinds.followed import Followed

NOTIFIED_OF = {
    ChangeKind.MOVED: NotificationKind.MOVED,
    ChangeKind.CANCELLED: NotificationKind.CANCELLED,
    ChangeKind.RESTORED: NotificationKind.RESTORED,
}


class ReminderListener:
    """Tells whoever was reminded of a day, or follows it, that it moved or is off, or on again; once a change.

    Who follows a topic alone is told once they were reminded.

    Unsent reminders need nothing here: they look at the day again when they are written.
    """

    def moved(self, session: Session, change: Change, context: ChangeContext) -> None:
        """Queue one notice to each person concerned who is not told of this change in another way."""
        kind = NOTIFIED_OF.get(change.kind)
        if kind is None:
            return
        people = (reminded(session, change.entry.id) | _followers(session, change.entry)) - context.already_notified
        context.already_notified.update(people)
        day = _day_words(change)
        key, facts = f"{day}:{change.entry.sequence}", move_details(change.before, change.after)
        draft = NotificationDraft(change.entry.id, kind, context.actor_id, people, key=key, facts=facts)
        notify(session, draft, context.now)

    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Nothing: who may be reminded is looked at again when a letter is written."""

    def membership_ended(
        self, session: Session, person_id: int, organisation_id: int, actor_id: int | None, now: datetime
    ) -> None:
        """Nothing, for the same reason."""

    def standing_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> None:
        """Nothing: who may know of a thing is looked at again when a letter is written."""

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: mail is no signature."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Nothing: names are asked for anew each time."""


def reminded(session: Session, entry_id: int) -> set[int]:
    """Return who was sent a reminder of an entry, alone or in one mail with others."""
    return people_sent(session, Stream.REMINDER, entry_id)


def _followers(session: Session, entry: Entry) -> frozenset[int]:
    """Return who follows the series of an entry and wants to be reminded of such; deadlines are not followed."""
    if entry.kind not in FOLLOWED_KINDS or not entry.series:
        return frozenset()
    people = followers(session, [entry.series])
    unwanted = suppressed_by(session, people)
    kind = (Stream.REMINDER, Followed.name)
    return frozenset(one for one in people if not {kind, (Stream.REMINDER, EVERYTHING)} & unwanted.get(one, set()))


def _day_words(change: Change) -> str:
    day: date | None = first_day(change.after) if change.after is not None else None
    return day.isoformat() if day else "none"
