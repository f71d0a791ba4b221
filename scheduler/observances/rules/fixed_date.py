"""The same day every year, such as 30 July; the person decides what becomes of 29 February."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.calendar_names import month_name
from scheduler.observances.rules.support.params import JsonParams, Params, read_choice, read_duration, read_month_day
from scheduler.observances.rules.support.periods import PeriodSpan, lasting, yearly_spans


class LeapDay(StrEnum):
    """What an observance of 29 February does in the other years."""

    SKIP = "skip"
    FEBRUARY_28 = "february_28"
    MARCH_1 = "march_1"


LEAP_DAY_LABELS = {
    LeapDay.SKIP: Message(N_("only in leap years")),
    LeapDay.FEBRUARY_28: Message(N_("on 28 February in other years")),
    LeapDay.MARCH_1: Message(N_("on 1 March in other years")),
}


@dataclass(frozen=True, slots=True)
class FixedDate:
    """Begins on the same day of the same month every year; leap_day matters for 29 February alone."""

    kind: ClassVar[str] = "fixed_date"
    label: ClassVar[Message] = Message(N_("A fixed date, the same every year"))
    fields: ClassVar[tuple[str, ...]] = ("month", "day", "leap_day", "duration_days")
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    month: int
    day: int
    duration_days: int = 1
    leap_day: LeapDay = LeapDay.SKIP

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read month, day, leap_day (skip, february_28 or march_1; skip when missing) and duration_days."""
        month, day = read_month_day(params, "month", "day")
        leap_day = LeapDay.SKIP
        if (month, day) == (2, 29):
            leap_day = LeapDay(read_choice(params, "leap_day", tuple(LeapDay), LeapDay.SKIP))
        return cls(month, day, read_duration(params), leap_day)

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding a year; for 29 February what leap_day says."""
        return yearly_spans(first_year, last_year, self._span_in)

    def describe(self) -> tuple[Message, ...]:
        """Such as "30 July"."""
        begins = message(N_("%(day)d %(month)s"), day=self.day, month=month_name(self.month))
        if not self._is_leap_day:
            return (begins, *lasting(self.duration_days))
        return (begins, LEAP_DAY_LABELS[self.leap_day], *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        params: JsonParams = {"month": self.month, "day": self.day, "duration_days": self.duration_days}
        return params | {"leap_day": str(self.leap_day)} if self._is_leap_day else params

    @property
    def _is_leap_day(self) -> bool:
        return (self.month, self.day) == (2, 29)

    def _span_in(self, year: int) -> DateSpan | None:
        begins = self._begins_in(year)
        return DateSpan.of_days(begins, self.duration_days) if begins else None

    def _begins_in(self, year: int) -> date | None:
        if not self._is_leap_day or calendar.isleap(year):
            return date(year, self.month, self.day)
        elsewhere = {LeapDay.FEBRUARY_28: date(year, 2, 28), LeapDay.MARCH_1: date(year, 3, 1)}
        return elsewhere.get(self.leap_day)
