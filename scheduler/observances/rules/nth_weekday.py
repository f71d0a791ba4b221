"""A weekday counted within a month, such as the last Wednesday of April."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.calendar_names import ORDINALS, WEEKDAYS, month_name, weekday_number
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.params import JsonParams, Params, read_choice, read_duration, read_number
from scheduler.observances.rules.support.periods import PeriodSpan, lasting, yearly_spans


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """Begins on the nth weekday of a month: 1 to 5, or -1 for the last; no holding when there is no fifth."""

    kind: ClassVar[str] = "nth_weekday"
    label: ClassVar[Message] = Message(N_("A weekday of a month, such as the second Tuesday of February"))
    fields: ClassVar[tuple[str, ...]] = ("nth", "weekday", "month", "duration_days")
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    nth: int
    weekday: str
    month: int
    duration_days: int = 1

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read nth (1 to 5 or -1), weekday (MO to SU), month and duration_days."""
        nth = read_number(params, "nth", -1, 5)
        if nth not in ORDINALS:
            raise RuleError("nth", "not_a_choice", message(N_("Choose first to fifth, or last.")))
        weekday = read_choice(params, "weekday", WEEKDAYS)
        return cls(nth, weekday, read_number(params, "month", 1, 12), read_duration(params))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding in each year whose month has that weekday so many times."""
        return yearly_spans(first_year, last_year, self._span_in)

    def describe(self) -> tuple[Message, ...]:
        """Such as "last Wednesday of April"."""
        begins = message(
            N_("%(nth)s %(weekday)s of %(month)s"),
            nth=ORDINALS[self.nth],
            weekday=WEEKDAYS[self.weekday],
            month=month_name(self.month),
        )
        return (begins, *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {
            "nth": self.nth,
            "weekday": self.weekday,
            "month": self.month,
            "duration_days": self.duration_days,
        }

    def _span_in(self, year: int) -> DateSpan | None:
        begins = _nth_weekday(year, self.month, self.nth, weekday_number(self.weekday))
        return DateSpan.of_days(begins, self.duration_days) if begins else None


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    weekday_of_first, days_in_month = calendar.monthrange(year, month)
    day = 1 + (weekday - weekday_of_first) % 7 + 7 * (max(nth, 1) - 1)
    if nth == -1:
        day += (days_in_month - day) // 7 * 7
    return date(year, month, day) if day <= days_in_month else None
