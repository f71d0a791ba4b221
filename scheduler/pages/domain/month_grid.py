"""A month as weeks of days, with entries laid out in lanes."""

import calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic

from scheduler.dates.working_days import USUAL_WEEKEND
from scheduler.pages.domain.months import Month, is_in_calendar
from scheduler.pages.domain.sort_order import LAST_UNFOLDED, DayOrder, E, Placeable, day_order

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

    `is_off` says that it is of a weekend, `is_key` that something begins on it around which others plan, `is_quiet`
    that nothing begins on it that a narrow screen would list.
    `slots` has one place per lane, from the top: the bar that covers this day there, or None to keep the place; it
    ends with the last bar. `entries` are all of the day, `more` how many of them are folded away on a screen.
    """

    date: date
    in_month: bool
    slots: tuple[Bar[E] | None, ...]
    entries: tuple[E, ...]
    more: int
    is_off: bool
    is_key: bool
    is_quiet: bool

    @property
    def has_page(self) -> bool:
        """Whether the calendar has the day: the weeks that hold its first and its last month reach beyond it."""
        return is_in_calendar(self.date)


@dataclass(frozen=True, slots=True)
class Week(Generic[E]):
    """Seven days, and the bars in them, by lane and column; a screen shows the first `open_lanes`, paper all."""

    days: tuple[Day[E], ...]
    bars: tuple[Bar[E], ...]
    open_lanes: int


@dataclass(frozen=True, slots=True)
class MonthGrid(Generic[E]):
    """The whole weeks that hold a month."""

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


def grid_days(month: Month, first_weekday: int = calendar.MONDAY) -> tuple[date, date]:
    """Return the first and the last day (inclusive) that the month's grid shows, to ask for entries with."""
    weeks = calendar.Calendar(first_weekday).monthdatescalendar(month.year, month.month)
    return weeks[0][0], weeks[-1][-1]


def month_grid(
    month: Month,
    entries: Iterable[E],
    *,
    key_days: Collection[date] = (),
    first_weekday: int = calendar.MONDAY,
    weekend: Collection[int] = USUAL_WEEKEND,
    max_lanes: int = 4,
) -> MonthGrid[E]:
    """Lay entries out over the weeks of a month.

    In each week those of several days come first, the earliest and longest on top, so that an entry that goes on
    keeps its height as far as it can; then those of one day by prominence and time. Each takes the highest free lane.
    Bars that would leave the others no lane come last, unless they are too prominent for that.

    Args:
        month: which month; days of its neighbours fill the first and the last week.
        entries: any that may touch these days, in any order; others are left out.
        key_days: nothing of these days is folded away.
        first_weekday: 0 for Monday to 6 for Sunday.
        weekend: days of the week that are marked, counted alike.
        max_lanes: lanes that a screen shows of a week, more where something stands that must not be folded away.
    """
    placed = sorted(entries, key=_lane_order)
    weeks = calendar.Calendar(first_weekday).monthdatescalendar(month.year, month.month)
    paper = _Paper(month, key_days, weekend, max_lanes)
    return MonthGrid(month, tuple(_week(paper, dates, placed) for dates in weeks))


def whole_week(
    first_day: date, entries: Iterable[E], *, key_days: Collection[date] = (), weekend: Collection[int] = USUAL_WEEKEND
) -> Week[E]:
    """Lay entries out over the week that begins on a day, as `month_grid` does; nothing is folded away."""
    placed = sorted(entries, key=_lane_order)
    dates = [first_day + timedelta(days=step) for step in range(DAYS)]
    return _week(_Paper(None, key_days, weekend, max(len(placed), 1)), dates, placed)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What all weeks of a grid have in common; `month` is None if all days belong to it."""

    month: Month | None
    key_days: Collection[date]
    weekend: Collection[int]
    max_lanes: int


def _is_long(entry: Placeable) -> bool:
    return entry.last_day > entry.first_day


def _may_fold(entry: Placeable) -> bool:
    return entry.prominence > LAST_UNFOLDED


def _lane_order(entry: Placeable) -> tuple[bool, bool, date, int, DayOrder]:
    days = (entry.last_day - entry.first_day).days
    return (days == 0, days > 0 and _may_fold(entry), entry.first_day, -days, day_order(entry))


def _week(paper: _Paper, dates: Sequence[date], entries: Sequence[E]) -> Week[E]:
    here = [entry for entry in entries if entry.first_day <= dates[-1] and entry.last_day >= dates[0]]
    bars = sorted(_bars(dates, here, paper.max_lanes), key=lambda bar: (bar.lane, bar.column))
    key_columns = {column for column, day in enumerate(dates) if day in paper.key_days}
    unfolded = (bar.lane + 1 for bar in bars if not _may_fold(bar.entry) or key_columns & _columns(bar))
    open_lanes = max(paper.max_lanes, *unfolded, 0)
    days = (_day(paper, day, column, bars, open_lanes) for column, day in enumerate(dates))
    return Week(tuple(days), tuple(bars), open_lanes)


def _columns(bar: Bar[E]) -> set[int]:
    return set(range(bar.column, bar.end_column))


def _bars(dates: Sequence[date], entries: Iterable[E], max_lanes: int) -> list[Bar[E]]:
    # Per lane, which columns are taken.
    lanes: list[set[int]] = []
    bars, postponed = [], []
    for entry in entries:
        bar = _bar(dates, entry, lanes)
        if bar.lane >= max_lanes and _is_long(entry) and _may_fold(entry):
            postponed.append(entry)
            continue
        bars.append(_take(bar, lanes))
    return bars + [_take(_bar(dates, entry, lanes), lanes) for entry in postponed]


def _bar(dates: Sequence[date], entry: E, lanes: Sequence[set[int]]) -> Bar[E]:
    """Place an entry in the highest lane that is free on its days."""
    start = max((entry.first_day - dates[0]).days, 0)
    end = min((entry.last_day - dates[0]).days, DAYS - 1)
    columns = range(start, end + 1)
    lane = next((number for number, taken in enumerate(lanes) if taken.isdisjoint(columns)), len(lanes))
    before, after = entry.first_day < dates[0], entry.last_day > dates[-1]
    return Bar(entry, lane, start, len(columns), continues_before=before, continues_after=after)


def _take(bar: Bar[E], lanes: list[set[int]]) -> Bar[E]:
    if bar.lane == len(lanes):
        lanes.append(set())
    lanes[bar.lane] |= _columns(bar)
    return bar


def _day(paper: _Paper, day: date, column: int, bars: Iterable[Bar[E]], open_lanes: int) -> Day[E]:
    by_lane = {bar.lane: bar for bar in bars if bar.column <= column < bar.end_column}
    more = sum(lane >= open_lanes for lane in by_lane)
    begins = any(bar.column == column and lane < open_lanes for lane, bar in by_lane.items())
    return Day(
        date=day,
        in_month=paper.month is None or Month.of(day) == paper.month,
        slots=tuple(by_lane.get(lane) for lane in range(max(by_lane, default=-1) + 1)),
        entries=tuple(bar.entry for bar in by_lane.values()),
        more=more,
        is_off=day.weekday() in paper.weekend,
        is_key=day in paper.key_days,
        is_quiet=not begins and not more and day.day != 1,
    )
