"""When a reminder comes again that its reader has put off until a later day."""

from datetime import datetime, timedelta

from scheduler.dates.timezones import day_end, day_of
from scheduler.reminders.domain.choices import Delivery, KindChoice
from scheduler.reminders.domain.schedules import Times
from scheduler.reminders.domain.telling import Happening, Telling, due_times, told

SNOOZED = "snoozed"
_INSTANT = timedelta(microseconds=1)


def snoozed(times: Times, choice: KindChoice, one: Happening, now: datetime) -> Telling | None:
    """Return the reminder of the reader's next day on which reminders come; None if the thing would be over by then.

    If one is to come then anyhow it is that one, under its own name, so that the day has one reminder.
    """
    at = times.next_daily(day_end(day_of(now, times.zone), times.zone) - _INSTANT)
    over = one.last_moment_in(times.zone)
    if at >= over:
        return None
    return told(times, choice, one, due_times(times, at - _INSTANT, at)) or again(times, choice, one, at)


def again(times: Times, choice: KindChoice, one: Happening, at: datetime) -> Telling:
    """Return a reminder that comes besides those of its lead times, once for each day of its reader."""
    over = one.last_moment_in(times.zone)
    gathered_at = at if choice.delivery is Delivery.DAILY else None
    due_at = at if gathered_at else times.after_quiet(at, over)
    return Telling(SNOOZED, f"{SNOOZED}:{day_of(at, times.zone)}", due_at, over, gathered_at)
