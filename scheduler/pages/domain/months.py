"""A calendar month as a value: its days, its neighbours, and how addresses write it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from typing_extensions import override

from scheduler.dates.spans import DateSpan

FIRST_YEAR = 1900
LAST_YEAR = 2200


def is_in_calendar(day: date) -> bool:
    """Say whether a day lies in the years that the calendar has."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


class MonthError(ValueError):
    """A text that is no month between 1900 and 2200."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the Gregorian calendar; `month` counts from 1."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the month that an address names as `2027-07`.

        Raises:
            MonthError: another form, no such month, or a year before 1900 or after 2200.
        """
        match = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
        year, month = (int(match[1]), int(match[2])) if match else (0, 0)
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            raise MonthError(f"{text[:20]!r} is no month such as 2027-07")
        return cls(year, month)

    @override
    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def span(self) -> DateSpan:
        """All days of the month."""
        return DateSpan.of_month(self.year, self.month)

    @property
    def first_day(self) -> date:
        """The first of the month."""
        return date(self.year, self.month, 1)

    def shift(self, months: int) -> "Month":
        """Return the month that many months later, or earlier when negative."""
        years, month = divmod(self.month - 1 + months, 12)
        return Month(self.year + years, month + 1)
