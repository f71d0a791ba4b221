"""Entries as lists: an agenda by day, a year by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic

from scheduler.dates.spans import DateSpan
from scheduler.pages.domain.months import Month
from scheduler.pages.domain.sort_order import E, day_order, reading_order


@dataclass(frozen=True, slots=True)
class AgendaDay(Generic[E]):
    """A day and what begins on it; the first day of an agenda also has what is going on already."""

    day: date
    entries: tuple[E, ...]


@dataclass(frozen=True, slots=True)
class YearMonth(Generic[E]):
    """A month of a year and what begins in it; January also has what goes on from the year before."""

    month: Month
    entries: tuple[E, ...]


def agenda_days(entries: Iterable[E], span: DateSpan) -> tuple[AgendaDay[E], ...]:
    """Return the days of a span on which something begins, in order; each entry stands once.

    What began before the span and goes on in it stands on the span's first day; what does not touch it is left out.
    """
    days: dict[date, list[E]] = {}
    for entry in sorted(_touching(entries, span), key=day_order):
        days.setdefault(max(entry.first_day, span.first_day), []).append(entry)
    return tuple(AgendaDay(day, tuple(days[day])) for day in sorted(days))


def year_months(entries: Iterable[E], year: int) -> tuple[YearMonth[E], ...]:
    """Return the twelve months of a year, empty ones too; each entry stands once, where it begins in that year."""
    span = DateSpan(date(year, 1, 1), date(year, 12, 31))
    months: dict[Month, list[E]] = {Month(year, number): [] for number in range(1, 13)}
    for entry in sorted(_touching(entries, span), key=reading_order):
        months[Month.of(max(entry.first_day, span.first_day))].append(entry)
    return tuple(YearMonth(month, tuple(found)) for month, found in months.items())


def _touching(entries: Iterable[E], span: DateSpan) -> list[E]:
    return [entry for entry in entries if entry.first_day <= span.last_day and entry.last_day >= span.first_day]
