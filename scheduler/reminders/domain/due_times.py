"""On which local days somebody's hour has struck."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.dates.timezones import day_of, local_moment

MAX_DAYS_BACK = 7
"""After a longer silence, older reminders are not made up for: most of what they told of is over."""

LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DueTime:
    """A local day and the aware UTC moment at which its reminders were due."""

    day: date
    due_at: datetime


def struck(after: datetime, now: datetime, hour: int, zone: str) -> list[DueTime]:
    """Return the days whose hour has struck in `(after, now]`, oldest first, at most `MAX_DAYS_BACK` back.

    An hour that a clock change skips strikes when clocks go on, one that it repeats strikes the first time.
    """
    last = day_of(now, zone)
    first = max(day_of(after, zone), last - timedelta(days=MAX_DAYS_BACK))
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    found = [DueTime(day, local_moment(day, hour, zone)) for day in days]
    return [context for context in found if after < context.due_at <= now]


def next_strike(after: datetime) -> datetime:
    """Return the next moment at which an hour may strike somewhere; zones differ by quarters of an hour."""
    quarter = after.replace(minute=after.minute // 15 * 15, second=0, microsecond=0)
    return quarter + timedelta(minutes=15)


def is_late(due_at: datetime, now: datetime) -> bool:
    """Say whether a reminder leaves so long after its hour that it has to say so."""
    return now - due_at > LATE_AFTER
