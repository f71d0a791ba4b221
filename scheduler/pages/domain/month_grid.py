"""A month as weeks of days, with entries laid out in lanes."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic

from scheduler.pages.domain.months import Month
from scheduler.pages.domain.placing import E, Placeable, time_order

DAYS = 7


@dataclass(frozen=True, slots=True)
class Bar(Generic[E]):
    """An entry within one week: `lane` counts from 0 at the top, `column` from 0 at the week's first day.

    `continues_before` and `continues_after` say that it began before this week or goes on after it.
    """

    entry: E
    lane: int
    column: int
    span_days: int
    continues_before: bool
    continues_after: bool

    @property
    def end_column(self) -> int:
        """The column after the last one covered."""
        return self.column + self.span_days


@dataclass(frozen=True, slots=True)
class Day(Generic[E]):
    """A day of the grid.

    `slots` has one place per visible lane, from the top: the bar that covers this day there, or None to keep the
    place; it ends with the last bar. `entries` are all of the day, `more` how many of them found no visible lane.
    """

    date: date
    in_month: bool
    slots: tuple[Bar[E] | None, ...]
    entries: tuple[E, ...]
    more: int

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.date.weekday() >= calendar.SATURDAY


@dataclass(frozen=True, slots=True)
class Week(Generic[E]):
    """Seven days, and the bars that are visible in them, by lane and column."""

    days: tuple[Day[E], ...]
    bars: tuple[Bar[E], ...]


@dataclass(frozen=True, slots=True)
class MonthGrid(Generic[E]):
    """The whole weeks that hold a month, and its neighbours for turning pages."""

    month: Month
    weeks: tuple[Week[E], ...]

    @property
    def first_day(self) -> date:
        """The first day shown, perhaps of the month before."""
        return self.weeks[0].days[0].date

    @property
    def last_day(self) -> date:
        """The last day shown, perhaps of the month after."""
        return self.weeks[-1].days[-1].date

    @property
    def previous(self) -> Month:
        """The month before."""
        return self.month.shift(-1)

    @property
    def following(self) -> Month:
        """The month after."""
        return self.month.shift(1)


def grid_days(month: Month, first_weekday: int = calendar.MONDAY) -> tuple[date, date]:
    """Return the first and the last day (inclusive) that the month's grid shows, to ask for entries with."""
    weeks = calendar.Calendar(first_weekday).monthdatescalendar(month.year, month.month)
    return weeks[0][0], weeks[-1][-1]


def month_grid(
    month: Month, entries: Iterable[E], *, first_weekday: int = calendar.MONDAY, max_lanes: int = 4
) -> MonthGrid[E]:
    """Lay entries out over the weeks of a month.

    In each week those of several days come first, the earliest and longest on top, so that an entry that goes on
    keeps its height as far as it can; then all-day ones, then timed ones by time. Each takes the highest free lane.

    Args:
        month: which month; days of its neighbours fill the first and the last week.
        entries: any that may touch these days, in any order; others are left out.
        first_weekday: 0 for Monday to 6 for Sunday.
        max_lanes: visible entries per day; a day with more says how many.
    """
    placed = sorted(entries, key=_lane_order)
    weeks = calendar.Calendar(first_weekday).monthdatescalendar(month.year, month.month)
    return MonthGrid(month, tuple(_week(month, dates, placed, max_lanes) for dates in weeks))


def _lane_order(entry: Placeable) -> tuple[bool, date, int, tuple[bool, datetime, str, int]]:
    days = (entry.last_day - entry.first_day).days
    return (days == 0, entry.first_day, -days, time_order(entry))


def _week(month: Month, dates: Sequence[date], entries: Sequence[E], max_lanes: int) -> Week[E]:
    bars = _bars(dates, [entry for entry in entries if entry.first_day <= dates[-1] and entry.last_day >= dates[0]])
    visible = tuple(sorted((bar for bar in bars if bar.lane < max_lanes), key=lambda bar: (bar.lane, bar.column)))
    days = (_day(month, day, column, bars, max_lanes) for column, day in enumerate(dates))
    return Week(tuple(days), visible)


def _bars(dates: Sequence[date], entries: Iterable[E]) -> list[Bar[E]]:
    # Per lane, which columns are taken.
    lanes: list[set[int]] = []
    bars = []
    for entry in entries:
        start = max((entry.first_day - dates[0]).days, 0)
        end = min((entry.last_day - dates[0]).days, DAYS - 1)
        lane = _take_lane(lanes, set(range(start, end + 1)))
        before, after = entry.first_day < dates[0], entry.last_day > dates[-1]
        bars.append(
            Bar(entry, lane, start, end - start + 1, continues_before=before, continues_after=after),
        )
    return bars


def _take_lane(lanes: list[set[int]], columns: set[int]) -> int:
    for number, taken in enumerate(lanes):
        if taken.isdisjoint(columns):
            taken.update(columns)
            return number
    lanes.append(columns)
    return len(lanes) - 1


def _day(month: Month, day: date, column: int, bars: Iterable[Bar[E]], max_lanes: int) -> Day[E]:
    here = [bar for bar in bars if bar.column <= column < bar.end_column]
    by_lane = {bar.lane: bar for bar in here if bar.lane < max_lanes}
    slots = tuple(by_lane.get(lane) for lane in range(max(by_lane, default=-1) + 1))
    return Day(
        date=day,
        in_month=Month.of(day) == month,
        slots=slots,
        entries=tuple(bar.entry for bar in here),
        more=len(here) - len(by_lane),
    )
