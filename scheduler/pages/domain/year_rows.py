"""A year on one sheet: a row for each month, its days under their weekdays, entries as bars with room for titles."""

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from scheduler.pages.domain.months import Month
from scheduler.pages.domain.periods import MONTHS_OF_YEAR
from scheduler.pages.domain.sort_order import E

COLUMNS = 37
"""A month of 31 days that begins on the last day of a week ends here."""

LANES = 50
"""Lanes that all rows share."""

FEWEST_LANES = 2


@dataclass(frozen=True, slots=True)
class YearBar(Generic[E]):
    """An entry within one month: its bar covers `columns`, and nothing else stands in `room`, which holds them.

    `lane` counts from 0 at the top. `continues_before` and `continues_after` say that it begins before this month or
    goes on after it.
    """

    entry: E
    lane: int
    columns: range
    room: range
    continues_before: bool
    continues_after: bool


@dataclass(frozen=True, slots=True)
class YearRow(Generic[E]):
    """A month: the column of its first day, its lanes, what stands in them, and how many entries found no lane."""

    month: Month
    first_column: int
    lanes: int
    bars: tuple[YearBar[E], ...]
    more: int


def year_rows(
    year: int,
    entries: Iterable[E],
    *,
    title_columns: Callable[[E], int],
    first_weekday: int = calendar.MONDAY,
    lanes: int = LANES,
) -> tuple[YearRow[E], ...]:
    """Lay the entries of a year out in twelve rows.

    Each takes the highest lane in which there is room for its bar and its title. Months with much get more lanes, as
    long as the others have what they need.

    Args:
        year: which one.
        entries: the most important first; those of other years are left out.
        title_columns: how many columns the title of an entry fills.
        first_weekday: 0 for Monday to 6 for Sunday.
        lanes: how many all rows have together.
    """
    known = list(entries)
    packed = [_packed(Month(year, number), known, title_columns, first_weekday) for number in range(1, 13)]
    needed = [max((bar.lane + 1 for bar in bars), default=0) for bars in packed]
    most = _most_lanes(needed, lanes)
    return tuple(
        _row(Month(year, number), bars, min(most, max(need, FEWEST_LANES)), first_weekday)
        for number, (bars, need) in enumerate(zip(packed, needed, strict=True), start=1)
    )


def _most_lanes(needed: Sequence[int], lanes: int) -> int:
    """Return how many lanes a row may have at most, so that all rows together have no more than there are."""
    most = lanes // MONTHS_OF_YEAR
    while most < max(needed) and sum(min(max(need, FEWEST_LANES), most + 1) for need in needed) <= lanes:
        most += 1
    return most


def _row(month: Month, bars: Sequence[YearBar[E]], lanes: int, first_weekday: int) -> YearRow[E]:
    shown = tuple(bar for bar in bars if bar.lane < lanes)
    return YearRow(month, _first_column(month, first_weekday), lanes, shown, len(bars) - len(shown))


def _first_column(month: Month, first_weekday: int) -> int:
    return (month.first_day.weekday() - first_weekday) % 7


def _packed(
    month: Month, entries: Iterable[E], title_columns: Callable[[E], int], first_weekday: int
) -> list[YearBar[E]]:
    span, offset = month.span, _first_column(month, first_weekday)
    taken: list[set[int]] = []
    bars = []
    for entry in entries:
        first, last = max(entry.first_day, span.first_day), min(entry.last_day, span.last_day)
        if first > last:
            continue
        columns = range(offset + first.day - 1, offset + last.day)
        room = _room(columns, title_columns(entry))
        lane = next((number for number, used in enumerate(taken) if used.isdisjoint(room)), len(taken))
        taken += [set()] if lane == len(taken) else []
        taken[lane].update(room)
        goes_on = entry.last_day > span.last_day
        bars.append(YearBar(entry, lane, columns, room, entry.first_day < span.first_day, goes_on))
    return bars


def _room(columns: range, title: int) -> range:
    """Return the columns of a bar and its title: within the bar if it is long enough, else after it, else before it."""
    if title <= len(columns):
        return columns
    if columns.stop + title <= COLUMNS:
        return range(columns.start, columns.stop + title)
    return range(max(columns.start - title, 0), columns.stop)
