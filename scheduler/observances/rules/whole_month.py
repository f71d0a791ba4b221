"""A whole calendar month, whatever its length."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.calendar_names import month_name
from scheduler.observances.rules.support.params import JsonParams, Params, read_number
from scheduler.observances.rules.support.periods import PeriodSpan, yearly_spans


@dataclass(frozen=True, slots=True)
class WholeMonth:
    """From the first to the last day of a month; February has its own length each year."""

    kind: ClassVar[str] = "whole_month"
    label: ClassVar[Message] = Message(N_("A whole month"))
    fields: ClassVar[tuple[str, ...]] = ("month",)
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    month: int

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read month."""
        return cls(read_number(params, "month", 1, 12))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding a year."""
        return yearly_spans(first_year, last_year, lambda year: DateSpan.of_month(year, self.month))

    def describe(self) -> tuple[Message, ...]:
        """Such as "the whole of November"."""
        return (message(N_("the whole of %(month)s"), month=month_name(self.month)),)

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {"month": self.month}
