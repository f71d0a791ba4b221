"""Owns period labels, the years that rules speak of, and what rules with one holding a year share."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message

# The first whole year of the Gregorian calendar, and the last that a coalition could plan for.
MIN_YEAR = 1583
MAX_YEAR = 2999
MAX_DURATION_DAYS = 366


class PeriodSpan(NamedTuple):
    """One holding that a rule gives: `2027`, or `2027-03` when there is one each month; and its days."""

    period: str
    span: DateSpan


def yearly_period(year: int) -> str:
    """The period label of the one holding that begins in the year."""
    return f"{year:04d}"


def monthly_period(year: int, month: int) -> str:
    """The period label of the one holding that begins in the month."""
    return f"{year:04d}-{month:02d}"


def yearly_spans(first_year: int, last_year: int, span_in: Callable[[int], DateSpan | None]) -> Iterator[PeriodSpan]:
    """One holding for each year, both ends included, in which span_in finds one."""
    for year in range(first_year, last_year + 1):
        span = span_in(year)
        if span is not None:
            yield PeriodSpan(yearly_period(year), span)


def lasting(days: int) -> tuple[Message, ...]:
    """The piece that says how long it lasts; nothing for a single day."""
    return (message(N_("for %(days)d days"), days=days),) if days > 1 else ()
