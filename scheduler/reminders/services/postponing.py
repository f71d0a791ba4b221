"""What is in hand and wanted at another time: notifications that are gathered, and what comes in quiet hours."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy.orm import Session

from scheduler.agenda.services.notifications import URGENT
from scheduler.outbox.bundling import waiting_for
from scheduler.outbox.gathering import put_into_digests, put_off
from scheduler.outbox.models import DIGEST, Message, Stream
from scheduler.reminders.domain.choices import GATHERED, Delivery
from scheduler.reminders.domain.schedules import Schedule
from scheduler.reminders.models import PlanCursor
from scheduler.reminders.services.schedules import schedules_of

# It looks as soon as the hour has struck, so it is at work.
PLANNER_COMES = timedelta(seconds=2)


def postpone_unwanted(session: Session, messages: Sequence[Message], now: datetime) -> Collection[int]:
    """Put off what its reader wants at another time, and return its ids; what was written before stays, as it says.

    What is urgent, and account mail, waits for nothing.
    """
    of_choice = [one for one in messages if one.stream != Stream.ACCOUNT and one.person_id is not None]
    fresh = [message for message in of_choice if message.bundle_id is None]
    can_wait = [message for message in fresh if message.kind not in URGENT]
    notices = [message for message in fresh if message.stream == Stream.NOTICE]
    postponed = _not_planned_yet(session, [message for message in can_wait if message.kind == DIGEST], now)
    schedules = schedules_of(session, {one.person_id for one in fresh if one.person_id}, now, with_paused=True)
    if notices:
        postponed |= _gathered(session, schedules, notices, now)
    return postponed | _quiet(session, schedules, [one for one in can_wait if one.id not in postponed], now)


def _not_planned_yet(session: Session, digests: Sequence[Message], now: datetime) -> set[int]:
    """Let a digest wait until the planner has looked at its hour: what it finds goes into the same email."""
    if not digests:
        return set()
    cursor = session.get(PlanCursor, 1)
    early = [one for one in digests if cursor is None or cursor.planned_until.timestamp() < one.payload["at"]]
    for message in early:
        put_off(session, message, now + PLANNER_COMES)
    return {message.id for message in early}


def _gathered(
    session: Session, schedules: Mapping[int, Schedule], notices: Sequence[Message], now: datetime
) -> set[int]:
    # What is not due yet would else go along with the first notification that comes at once.
    gathering = [ident for ident, one in schedules.items() if GATHERED & set(one.notices.values())]
    waiting = chain.from_iterable(waiting_for(session, gathering, {Stream.NOTICE}).values())
    placed: list[tuple[Message, datetime]] = []
    for message in (*notices, *waiting):
        schedule = schedules.get(message.person_id or 0)
        if schedule is None or (delivery := schedule.notice(message.kind)) not in GATHERED:
            continue
        if delivery is Delivery.WEEKLY:
            # As reminders of the weekly email have it: both forms may leave in one.
            message.payload = {**message.payload, "weekly": True}
        placed.append((message, schedule.times.next_gathered(delivery, now)))
    put_into_digests(session, placed, now)
    return {message.id for message, _at in placed}


def _quiet(session: Session, schedules: Mapping[int, Schedule], messages: Sequence[Message], now: datetime) -> set[int]:
    """Let wait what leaves late, as after a failure of the mail server; what would be over by then goes at once."""
    postponed: set[int] = set()
    for message in messages:
        schedule = schedules.get(message.person_id or 0)
        if schedule is None or (until := schedule.times.after_quiet(now, message.expires_at)) <= now:
            continue
        put_off(session, message, until)
        postponed.add(message.id)
    return postponed
