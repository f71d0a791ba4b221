"""How an event recurs: on which days, from its first one on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule, weekday

DAYS_IN_WEEK = 7
MOST_EVERY = 24
MOST_TIMES = 200


class Frequency(StrEnum):
    """How often an event recurs."""

    WEEKLY = "weekly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    """On the first to fourth such weekday of a month."""
    MONTHLY_LAST = "monthly_last"
    """On the last such weekday of a month."""
    MONTHLY_DAY = "monthly_day"
    """On the same day of the month; months without it are left out."""
    YEARLY = "yearly"
    """On the same date; 29 February in leap years alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A rule that counts from its first day; it goes on for ever, to `ends_on` (inclusive), or `times` times.

    `weekdays` (Monday is 0) are for WEEKLY, and hold that of the first day.
    """

    frequency: Frequency
    first_day: date
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    ends_on: date | None = None
    times: int | None = None

    def days(self, after: date | None, until: date) -> list[date]:
        """Return its days after one, or from the first on, up to another one (inclusive)."""
        last = min(until, self.ends_on or until)
        days = takewhile(lambda day: day <= last, self._all_days())
        return [day for day in days if after is None or day > after]

    @property
    def nth(self) -> int:
        """Which of its weekdays in the month the first day is."""
        return (self.first_day.day - 1) // DAYS_IN_WEEK + 1

    @property
    def is_last_of_month(self) -> bool:
        """Say whether the first day is the last such weekday of its month."""
        return (self.first_day + timedelta(days=DAYS_IN_WEEK)).month != self.first_day.month

    @property
    def text(self) -> str:
        """Return it as RFC 5545 writes rules (section 3.3.10), but for `ends_on`, which there depends on a zone."""
        return str(self._rrule()).rpartition("RRULE:")[2].replace("+", "")

    def _all_days(self) -> Iterator[date]:
        return (moment.date() for moment in self._rrule())

    def _rrule(self) -> rrule:
        start = datetime.combine(self.first_day, datetime.min.time())
        day = self.first_day.weekday()
        shared = {"dtstart": start, "interval": self.every, "count": self.times}
        match self.frequency:
            case Frequency.WEEKLY:
                return rrule(WEEKLY, byweekday=sorted(self.weekdays | {day}), **shared)
            case Frequency.MONTHLY_WEEKDAY:
                return rrule(MONTHLY, byweekday=weekday(day, self.nth), **shared)
            case Frequency.MONTHLY_LAST:
                return rrule(MONTHLY, byweekday=weekday(day, -1), **shared)
            case Frequency.MONTHLY_DAY:
                return rrule(MONTHLY, bymonthday=self.first_day.day, **shared)
            case Frequency.YEARLY:
                return rrule(YEARLY, bymonth=self.first_day.month, bymonthday=self.first_day.day, **shared)
