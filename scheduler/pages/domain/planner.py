"""Several months at once: small grids that say how much stands on each day, and a list below each."""

import calendar
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic

from scheduler.dates.spans import DateSpan
from scheduler.dates.working_days import USUAL_WEEKEND
from scheduler.pages.domain.day_lists import AgendaDay, agenda_days
from scheduler.pages.domain.months import Month
from scheduler.pages.domain.sort_order import E


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day of a small grid and how many entries stand on it; `is_key` as in the month's grid.

    `is_banded` says that something goes on that is drawn through its days.
    """

    date: date
    count: int
    is_key: bool
    is_off: bool
    is_banded: bool


@dataclass(frozen=True, slots=True)
class PlannedMonth(Generic[E]):
    """A month in weeks, with None in place of days of its neighbours, and the days on which something begins."""

    month: Month
    weeks: tuple[tuple[DayMark | None, ...], ...]
    days: tuple[AgendaDay[E], ...]


def planned_months(
    months: Sequence[Month],
    entries: Collection[E],
    *,
    listed: Collection[E],
    banded: Collection[E] = (),
    key_days: Collection[date] = (),
    first_weekday: int = calendar.MONDAY,
    weekend: Collection[int] = USUAL_WEEKEND,
) -> tuple[PlannedMonth[E], ...]:
    """Lay out months that follow each other.

    Args:
        months: in order, without gaps.
        entries: what is counted; what does not touch these months is left out.
        listed: what is named below the months: in the first one also what is going on as it begins.
        banded: what is drawn through its days.
        key_days: days that are marked.
        first_weekday: 0 for Monday to 6 for Sunday.
        weekend: days of the week that are marked, counted alike.
    """
    span = DateSpan(months[0].first_day, months[-1].span.last_day)
    counts, bands = _counts(entries, span), _counts(banded, span)
    by_month: dict[Month, list[AgendaDay[E]]] = {}
    for day in agenda_days(listed, span):
        by_month.setdefault(Month.of(day.day), []).append(day)

    def mark(day: date, month: Month) -> DayMark | None:
        if Month.of(day) != month:
            return None
        is_off = day.weekday() in weekend
        return DayMark(day, counts[day], is_key=day in key_days, is_off=is_off, is_banded=bands[day] > 0)

    weeks = calendar.Calendar(first_weekday).monthdatescalendar
    return tuple(
        PlannedMonth(
            month,
            tuple(tuple(mark(day, month) for day in week) for week in weeks(month.year, month.month)),
            tuple(by_month.get(month, ())),
        )
        for month in months
    )


def _counts(entries: Iterable[E], span: DateSpan) -> Counter[date]:
    counts: Counter[date] = Counter()
    for entry in entries:
        first, last = max(entry.first_day, span.first_day), min(entry.last_day, span.last_day)
        counts.update(first + timedelta(days=step) for step in range((last - first).days + 1))
    return counts
