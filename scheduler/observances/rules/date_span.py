"""From one fixed date to another, such as 25 November to 10 December; it may cross the end of the year."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.calendar_names import month_name
from scheduler.observances.rules.support.params import JsonParams, Params, read_month_day, refuse_leap_day
from scheduler.observances.rules.support.periods import PeriodSpan, yearly_spans


@dataclass(frozen=True, slots=True)
class FixedSpan:
    """From a fixed first to a fixed last day, both included; a last day before the first is in the next year.

    A span that ends on 29 February ends on the last day of February in every year.
    """

    kind: ClassVar[str] = "date_span"
    label: ClassVar[Message] = Message(N_("A fixed period, the same every year"))
    fields: ClassVar[tuple[str, ...]] = ("start_month", "start_day", "end_month", "end_day")
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    start_month: int
    start_day: int
    end_month: int
    end_day: int

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read start_month, start_day (not 29 February), end_month and end_day."""
        start_month, start_day = read_month_day(params, "start_month", "start_day")
        refuse_leap_day("start_day", start_month, start_day)
        return cls(start_month, start_day, *read_month_day(params, "end_month", "end_day"))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding a year, under the year in which it begins."""
        return yearly_spans(first_year, last_year, self._span_in)

    def describe(self) -> tuple[Message, ...]:
        """Such as "25 November to 10 December"."""
        return (
            message(
                N_("%(start_day)d %(start_month)s to %(end_day)d %(end_month)s"),
                start_day=self.start_day,
                start_month=month_name(self.start_month),
                end_day=self.end_day,
                end_month=month_name(self.end_month),
            ),
        )

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {
            "start_month": self.start_month,
            "start_day": self.start_day,
            "end_month": self.end_month,
            "end_day": self.end_day,
        }

    def _span_in(self, year: int) -> DateSpan:
        crosses_year = (self.end_month, self.end_day) < (self.start_month, self.start_day)
        end_year = year + crosses_year
        end_day = min(self.end_day, calendar.monthrange(end_year, self.end_month)[1])
        return DateSpan(date(year, self.start_month, self.start_day), date(end_year, self.end_month, end_day))
