"""What follows when a day moves after its people were reminded of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.changes import (
    Change,
    ChangeContext,
    ChangeKind,
    already_notified,
    mark_notified,
    move_details,
)
from scheduler.agenda.services.entry_drafts import first_day
from scheduler.agenda.services.follows import followers, stop_following_all
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify_all
from scheduler.agenda.visibility_sql import known_to_coordinators
from scheduler.outbox.models import Stream
from scheduler.outbox.reading import people_sent
from scheduler.outbox.services import EVERYTHING, suppressed_by
from scheduler.reminders.kinds.followed import KINDS as FOLLOWED_KINDS
from scheduler.reminders.kinds.followed import Followed
from scheduler.reminders.services.read_marks import forget_reader

NOTIFIED_OF = {
    ChangeKind.MOVED: NotificationKind.MOVED,
    ChangeKind.CANCELLED: NotificationKind.CANCELLED,
    ChangeKind.RESTORED: NotificationKind.RESTORED,
}


class ReminderListener:
    """Notify whoever was reminded of a day, or follows it, that it moved or is off, or on again; once a change.

    Who follows a topic alone is told once they were reminded.

    Unsent reminders need nothing here: they look at the day again when they are written.
    """

    follows = frozenset(SourceKind)

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Queue one notice to each person concerned who is not told of this change in another way.

        What followed a day comes before the day itself, as it is nearer to whoever has to do with both.
        """
        moved = [change for change in changes if change.kind in NOTIFIED_OF]
        moved.sort(key=lambda change: change.entry.id == change.origin)
        were_reminded = reminded(session, {change.entry.id for change in moved})
        followers_of = _followers(session, [change.entry for change in moved])
        notices: list[NotificationDraft] = []
        for change in moved:
            people = were_reminded[change.entry.id] | followers_of.get(change.entry.id, frozenset())
            following = replace(context, origin=change.origin)
            people -= already_notified(session, following)
            if known_to_coordinators(session.get_one(Guard, change.entry.guard_id), change.entry.organisation_id):
                mark_notified(session, people, following)
            notices += [_notice(change, people, context.actor_id)] if people else []
        notify_all(session, notices, context.now)

    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Nothing: who may be reminded is looked at again when a letter is written."""

    def membership_ended(
        self, session: Session, person_id: int, organisation_id: int, actor_id: int | None, now: datetime
    ) -> None:
        """Nothing, for the same reason."""

    def role_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> None:
        """Nothing: who may know of a thing is looked at again when a letter is written."""

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: mail is no signature."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Forget what the person follows and has read, which says what they care about; names are asked for anew."""
        stop_following_all(session, person_id)
        forget_reader(session, person_id)


def reminded(session: Session, entry_ids: Collection[int]) -> dict[int, set[int]]:
    """Return by entry who was sent a reminder of it, alone or in one mail with others."""
    return people_sent(session, Stream.REMINDER, entry_ids) if entry_ids else {}


def _followers(session: Session, entries: Sequence[Entry]) -> dict[int, frozenset[int]]:
    """Return by entry who follows its series and wants to be reminded of such; deadlines are not followed."""
    followed = [entry for entry in entries if entry.kind in FOLLOWED_KINDS and entry.series]
    people = followers(session, {entry.series for entry in followed}) if followed else {}
    unwanted = suppressed_by(session, set[int]().union(*people.values())) if any(people.values()) else {}
    off = {(Stream.REMINDER, Followed.name), (Stream.REMINDER, EVERYTHING)}
    return {
        entry.id: frozenset(one for one in people[entry.series] if not off & unwanted.get(one, set()))
        for entry in followed
    }


def _notice(change: Change, people: Collection[int], actor_id: int | None) -> NotificationDraft:
    key, details = f"{_day_key(change)}:{change.entry.sequence}", move_details(change.before, change.after)
    return NotificationDraft(change.entry.id, NOTIFIED_OF[change.kind], actor_id, people, key=key, details=details)


def _day_key(change: Change) -> str:
    day: date | None = first_day(change.after) if change.after is not None else None
    return day.isoformat() if day else "none"
