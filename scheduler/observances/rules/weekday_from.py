"""The first weekday on or after a date, such as the Tuesday from 27 November on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.calendar_names import WEEKDAYS, month_name, weekday_number
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.params import (
    JsonParams,
    Params,
    read_choice,
    read_duration,
    read_month_day,
    refuse_leap_day,
)
from scheduler.observances.rules.support.periods import PeriodSpan, lasting, yearly_spans

# From later days the weekday can fall in January: then one year would have none and another two.
_LAST_DECEMBER_DAY = 25


@dataclass(frozen=True, slots=True)
class WeekdayFrom:
    """Begins on the first such weekday from a day of the year on, that day included."""

    kind: ClassVar[str] = "weekday_from"
    label: ClassVar[Message] = Message(N_("A weekday on or after a date, such as the first Saturday from 18 October"))
    fields: ClassVar[tuple[str, ...]] = ("weekday", "month", "day", "duration_days")
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    weekday: str
    month: int
    day: int
    duration_days: int = 1

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read weekday (MO to SU), month, day (not 29 February, at the latest 25 December) and duration_days."""
        weekday = read_choice(params, "weekday", WEEKDAYS)
        month, day = read_month_day(params, "month", "day")
        refuse_leap_day("day", month, day)
        if month == 12 and day > _LAST_DECEMBER_DAY:
            why = message(N_("From this day on the weekday can fall in the next year. Choose 25 December or earlier."))
            raise RuleError("day", "crosses_year", why)
        return cls(weekday, month, day, read_duration(params))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding a year."""
        return yearly_spans(first_year, last_year, self._span_in)

    def describe(self) -> tuple[Message, ...]:
        """Such as "first Saturday on or after 18 October"."""
        begins = message(
            N_("first %(weekday)s on or after %(day)d %(month)s"),
            weekday=WEEKDAYS[self.weekday],
            day=self.day,
            month=month_name(self.month),
        )
        return (begins, *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {
            "weekday": self.weekday,
            "month": self.month,
            "day": self.day,
            "duration_days": self.duration_days,
        }

    def _span_in(self, year: int) -> DateSpan:
        earliest = date(year, self.month, self.day)
        wait = timedelta(days=(weekday_number(self.weekday) - earliest.weekday()) % 7)
        return DateSpan.of_days(earliest + wait, self.duration_days)
