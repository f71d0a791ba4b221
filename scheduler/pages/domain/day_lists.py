"""Entries as lists: an agenda by day, a year by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic

from scheduler.dates.spans import DateSpan
from scheduler.pages.domain.sort_order import E, day_order


@dataclass(frozen=True, slots=True)
class AgendaDay(Generic[E]):
    """A day and what begins on it; the first day of an agenda also has what is going on already."""

    day: date
    entries: tuple[E, ...]


def agenda_days(entries: Iterable[E], span: DateSpan) -> tuple[AgendaDay[E], ...]:
    """Return the days of a span on which something begins, in order; each entry stands once.

    What began before the span and goes on in it stands on the span's first day; what does not touch it is left out.
    """
    days: dict[date, list[E]] = {}
    for entry in sorted(_touching(entries, span), key=day_order):
        days.setdefault(max(entry.first_day, span.first_day), []).append(entry)
    return tuple(AgendaDay(day, tuple(days[day])) for day in sorted(days))


def _touching(entries: Iterable[E], span: DateSpan) -> list[E]:
    return [entry for entry in entries if entry.first_day <= span.last_day and entry.last_day >= span.first_day]
