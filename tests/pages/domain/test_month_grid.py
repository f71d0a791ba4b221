"""Weeks, lanes and what finds no room."""

import calendar
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.pages.domain.month_grid import MonthGrid, Week, grid_days, month_grid
from scheduler.pages.domain.months import Month
from tests.pages.domain.placed import LocalEntry, entries, july

JULY = Month(2027, 7)


def drawn(week: Week[LocalEntry]) -> list[tuple[str, int, int, int]]:
    return [(bar.entry.title, bar.lane, bar.column, bar.span_days) for bar in week.bars]


def titles(grid: MonthGrid[LocalEntry], day: date) -> tuple[str | None, ...]:
    found = next(cell for week in grid.weeks for cell in week.days if cell.date == day)
    return tuple(bar.entry.title if bar else None for bar in found.slots)


@pytest.mark.parametrize(
    ("month", "first_weekday", "first_day", "last_day", "weeks"),
    [
        (JULY, calendar.MONDAY, date(2027, 6, 28), date(2027, 8, 1), 5),
        (JULY, calendar.SUNDAY, date(2027, 6, 27), date(2027, 7, 31), 5),
        (JULY, calendar.SATURDAY, date(2027, 6, 26), date(2027, 8, 6), 6),
        (Month(2027, 2), calendar.MONDAY, date(2027, 2, 1), date(2027, 2, 28), 4),
        (Month(2027, 12), calendar.MONDAY, date(2027, 11, 29), date(2028, 1, 2), 5),
    ],
)
def test_whole_weeks_hold_the_month(
    month: Month, first_weekday: int, first_day: date, last_day: date, weeks: int
) -> None:
    grid: MonthGrid[LocalEntry] = month_grid(month, [], first_weekday=first_weekday)

    assert grid_days(month, first_weekday) == (grid.first_day, grid.last_day) == (first_day, last_day)
    assert len(grid.weeks) == weeks
    assert {week.days[0].date.weekday() for week in grid.weeks} == {first_weekday}


def test_days_of_neighbours_and_weekends_are_marked() -> None:
    week = month_grid(JULY, list[LocalEntry]()).weeks[0]

    assert [day.in_month for day in week.days] == [False] * 3 + [True] * 4
    assert [day.is_off for day in week.days] == [False] * 5 + [True] * 2


def test_neighbours_turn_the_year() -> None:
    assert Month(2027, 12).shift(1) == Month(2028, 1)
    assert Month(2027, 1).shift(-1) == Month(2026, 12)


def test_what_lasts_for_days_comes_first_then_what_has_a_time() -> None:
    grid = month_grid(
        JULY,
        [
            july(1, "evening", 7, hour=18),
            july(2, "morning", 7, hour=6),
            july(3, "all day", 7),
            july(4, "three days", 7, 9),
            july(5, "week", 6, 10),
        ],
        max_lanes=5,
    )

    assert titles(grid, date(2027, 7, 7)) == ("week", "three days", "morning", "evening", "all day")


def test_entry_that_spans_weeks_goes_on() -> None:
    grid = month_grid(JULY, [july(1, "fortnight", 8, 20)])

    assert [drawn(week) for week in grid.weeks[1:4]] == [
        [("fortnight", 0, 3, 4)],
        [("fortnight", 0, 0, 7)],
        [("fortnight", 0, 0, 2)],
    ]
    assert [(w.bars[0].continues_before, w.bars[0].continues_after) for w in grid.weeks[1:4]] == [
        (False, True),
        (True, True),
        (True, False),
    ]


def test_entry_that_goes_on_stays_above_what_begins() -> None:
    grid = month_grid(JULY, [july(1, "goes on", 8, 20), july(2, "begins", 12, 25)])

    assert titles(grid, date(2027, 7, 12)) == ("goes on", "begins")


def test_free_room_beside_a_bar_is_used() -> None:
    grid = month_grid(JULY, [july(1, "start", 5, 6), july(2, "middle", 6, 9), july(3, "end", 8, 11)])

    assert drawn(grid.weeks[1]) == [("start", 0, 0, 2), ("end", 0, 3, 4), ("middle", 1, 1, 4)]
    assert titles(grid, date(2027, 7, 7)) == (None, "middle")


def test_day_says_how_many_found_no_room() -> None:
    grid = month_grid(JULY, [july(number, f"item {number}", 7) for number in range(1, 8)], max_lanes=3)
    day = grid.weeks[1].days[2]

    assert titles(grid, date(2027, 7, 7))[: grid.weeks[1].open_lanes] == ("item 1", "item 2", "item 3")
    assert (day.more, len(day.entries)) == (4, 7)
    assert [other.more for other in grid.weeks[1].days] == [0, 0, 4, 0, 0, 0, 0]


def test_entries_outside_are_left_out() -> None:
    outside = LocalEntry(1, "later", date(2027, 8, 2), date(2027, 8, 2))
    before = LocalEntry(2, "earlier", date(2027, 6, 1), date(2027, 6, 27))

    assert [week.bars for week in month_grid(JULY, [outside, before]).weeks] == [()] * 5


def test_timed_entry_of_several_days_is_a_bar() -> None:
    conference = LocalEntry(1, "conference", date(2027, 7, 6), date(2027, 7, 8), datetime(2027, 7, 6, 9, tzinfo=UTC))

    assert drawn(month_grid(JULY, [conference]).weeks[1]) == [("conference", 0, 1, 3)]


@given(entries, st.integers(0, 6), st.integers(1, 5))
def test_no_two_bars_share_a_place_and_none_is_lost(
    found: list[LocalEntry], first_weekday: int, max_lanes: int
) -> None:
    grid = month_grid(JULY, found, first_weekday=first_weekday, max_lanes=max_lanes)

    for week in grid.weeks:
        places = [(bar.lane, column) for bar in week.bars for column in range(bar.column, bar.end_column)]
        assert len(places) == len(set(places))
        for day in week.days:
            expected = {entry.id for entry in found if entry.first_day <= day.date <= entry.last_day}
            assert {entry.id for entry in day.entries} == expected
            assert sum(bar is not None for bar in day.slots[: week.open_lanes]) + day.more == len(expected)
            assert sum(bar is not None for bar in day.slots) == len(expected)


@given(entries, st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(found: list[LocalEntry], random: Random) -> None:
    shuffled = random.sample(found, len(found))

    assert month_grid(JULY, shuffled) == month_grid(JULY, found)
