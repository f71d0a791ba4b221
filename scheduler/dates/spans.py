"""Owns DateSpan: an unbroken run of whole calendar days."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self


class SpanError(ValueError):
    """The two ends do not make a span of whole days."""


def _is_plain_date(value: object) -> bool:
    # A datetime is a date to isinstance; letting one in would bring a time of day and a zone along.
    return isinstance(value, date) and not isinstance(value, datetime)


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """Whole calendar days from first_day to last_day, both included; no zone and no time of day.

    Spans sort by first day, then by last day.

    Raises:
        SpanError: an end is not a plain date, or the last day is before the first.
    """

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if not (_is_plain_date(self.first_day) and _is_plain_date(self.last_day)):
            msg = f"A span runs between two plain dates, not {self.first_day!r} and {self.last_day!r}"
            raise SpanError(msg)
        if self.last_day < self.first_day:
            msg = f"A span cannot end on {self.last_day}, before it begins on {self.first_day}"
            raise SpanError(msg)

    @classmethod
    def of_days(cls, first_day: date, days: int) -> Self:
        """The span of so many days that begins on first_day, which counts as day one.

        Raises:
            SpanError: days is below one.
        """
        return cls(first_day, first_day + timedelta(days=days - 1))

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """The whole calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @property
    def days(self) -> int:
        """How many days, the first and the last included; at least 1."""
        return (self.last_day - self.first_day).days + 1

    @property
    def day_after(self) -> date:
        """The first day that is no longer in the span: the exclusive end that iCalendar's DTEND wants."""
        return self.last_day + timedelta(days=1)

    def contains(self, day: date) -> bool:
        """Whether the day is in the span; both ends are."""
        return self.first_day <= day <= self.last_day

    def overlaps(self, other: "DateSpan") -> bool:
        """Whether at least one day is in both spans."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def shift(self, days: int) -> "DateSpan":
        """The same length, so many days later; earlier when days is negative."""
        step = timedelta(days=days)
        return DateSpan(self.first_day + step, self.last_day + step)

    def __iter__(self) -> Iterator[date]:
        """Every day, first to last."""
        return (self.first_day + timedelta(days=step) for step in range(self.days))
