"""The week in which a date falls, such as the Monday to Sunday that contains 20 June."""

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

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class WeekContaining:
    """Begins on the given weekday, at the latest on the given day and less than a week before it."""

    kind: ClassVar[str] = "week_containing"
    label: ClassVar[Message] = Message(N_("The week that contains a date, such as the week of 20 June"))
    fields: ClassVar[tuple[str, ...]] = ("month", "day", "first_weekday", "duration_days")
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    month: int
    day: int
    first_weekday: str = "MO"
    duration_days: int = DAYS_IN_WEEK

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read month, day (not 29 February, not 1 to 6 January), first_weekday (MO) and duration_days (7)."""
        month, day = read_month_day(params, "month", "day")
        refuse_leap_day("day", month, day)
        if month == 1 and day < DAYS_IN_WEEK:
            why = message(N_("The week of this day can begin in the year before. Choose 7 January or later."))
            raise RuleError("day", "crosses_year", why)
        first_weekday = read_choice(params, "first_weekday", WEEKDAYS, "MO")
        return cls(month, day, first_weekday, read_duration(params, DAYS_IN_WEEK))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding a year."""
        return yearly_spans(first_year, last_year, self._span_in)

    def describe(self) -> tuple[Message, ...]:
        """Such as "week of 20 June, from Monday"."""
        begins = message(
            N_("week of %(day)d %(month)s, from %(weekday)s"),
            day=self.day,
            month=month_name(self.month),
            weekday=WEEKDAYS[self.first_weekday],
        )
        return (begins,) if self.duration_days == DAYS_IN_WEEK else (begins, *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {
            "month": self.month,
            "day": self.day,
            "first_weekday": self.first_weekday,
            "duration_days": self.duration_days,
        }

    def _span_in(self, year: int) -> DateSpan:
        contained = date(year, self.month, self.day)
        back = timedelta(days=(contained.weekday() - weekday_number(self.first_weekday)) % DAYS_IN_WEEK)
        return DateSpan.of_days(contained - back, self.duration_days)
