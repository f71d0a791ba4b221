"""Dates that the organiser announces one by one; years without one are "not yet announced"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.params import JsonParams, Params, read_date, read_duration, read_text
from scheduler.observances.rules.support.periods import PeriodSpan, lasting, yearly_period

MAX_DATES = 200
_BETWEEN_DATES = re.compile(r"[;,\s]+")


@dataclass(frozen=True, slots=True)
class Announced:
    """Begins on the days in dates: in order, one a year at most, none at all while nothing is announced."""

    kind: ClassVar[str] = "announced"
    label: ClassVar[Message] = Message(N_("Announced each year by the organiser"))
    fields: ClassVar[tuple[str, ...]] = ("dates", "duration_days")
    is_announced: ClassVar[bool] = True
    is_estimate: ClassVar[bool] = False

    dates: tuple[date, ...] = ()
    duration_days: int = 1

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read dates (a list, or text with blanks, commas or semicolons between them) and duration_days.

        Dates may stand in any order.
        """
        days = sorted(read_date("dates", text) for text in _written_dates(params))
        _refuse_two_in_a_year(days)
        return cls(tuple(days), read_duration(params))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding for each year with a date; the other years are missing, announced or not."""
        for day in self.dates:
            if first_year <= day.year <= last_year:
                yield PeriodSpan(yearly_period(day.year), DateSpan.of_days(day, self.duration_days))

    def describe(self) -> tuple[Message, ...]:
        """That the organiser announces it."""
        return (message(N_("announced each year by the organiser")), *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {"dates": [day.isoformat() for day in self.dates], "duration_days": self.duration_days}


def _written_dates(params: Params) -> list[str]:
    given = params.get("dates")
    if isinstance(given, list | tuple):
        written = [str(item) for item in given]
    else:
        written = [text for text in _BETWEEN_DATES.split(read_text(params, "dates")) if text]
    if len(written) > MAX_DATES:
        raise RuleError("dates", "too_many", message(N_("Give at most %(most)d dates."), most=MAX_DATES))
    return written


def _refuse_two_in_a_year(days: Iterable[date]) -> None:
    years: set[int] = set()
    for day in days:
        if day.year in years:
            why = message(N_("There are two dates in %(year)d. Enter one first day per year."), year=day.year)
            raise RuleError("dates", "two_in_a_year", why)
        years.add(day.year)
