"""The same date every few years, counted from a year, such as 20 October every five years from 2010."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.calendar_names import month_name
from scheduler.observances.rules.support.params import (
    JsonParams,
    Params,
    read_duration,
    read_month_day,
    read_number,
    refuse_leap_day,
)
from scheduler.observances.rules.support.periods import MAX_YEAR, MIN_YEAR, PeriodSpan, lasting, yearly_spans

_MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class EveryYears:
    """Begins on a date of every nth year: never before the year from which it is counted."""

    kind: ClassVar[str] = "every_years"
    label: ClassVar[Message] = Message(N_("A date every few years, such as 20 October every five years"))
    fields: ClassVar[tuple[str, ...]] = ("month", "day", "every", "from_year", "duration_days")
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    month: int
    day: int
    every: int
    from_year: int
    duration_days: int = 1

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read month, day (not 29 February), every (2 to 100), from_year and duration_days."""
        month, day = read_month_day(params, "month", "day")
        refuse_leap_day("day", month, day)
        every = read_number(params, "every", 2, _MOST_YEARS)
        from_year = read_number(params, "from_year", MIN_YEAR, MAX_YEAR)
        return cls(month, day, every, from_year, read_duration(params))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding in each year that is a multiple away from the first."""
        return yearly_spans(first_year, last_year, self._span_in)

    def describe(self) -> tuple[Message, ...]:
        """Such as "20 October every 5 years from 2010"."""
        begins = message(
            N_("%(day)d %(month)s every %(every)d years from %(year)d"),
            day=self.day,
            month=month_name(self.month),
            every=self.every,
            year=self.from_year,
        )
        return (begins, *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {
            "month": self.month,
            "day": self.day,
            "every": self.every,
            "from_year": self.from_year,
            "duration_days": self.duration_days,
        }

    def _span_in(self, year: int) -> DateSpan | None:
        if year < self.from_year or (year - self.from_year) % self.every:
            return None
        return DateSpan.of_days(date(year, self.month, self.day), self.duration_days)
