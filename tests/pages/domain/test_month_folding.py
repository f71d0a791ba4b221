"""What a screen folds away of a full day, and what it never does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.pages.domain.month_grid import Day, MonthGrid, month_grid
from scheduler.pages.domain.months import Month
from scheduler.pages.domain.sort_order import Prominence
from tests.pages.domain.placed import LocalEntry, entries, july

JULY = Month(2027, 7)
FIRST = Prominence.AT_A_MOMENT


def shown(grid: MonthGrid[LocalEntry], number: int) -> list[str]:
    """Return what a screen shows of a day of July, from the top."""
    open_lanes, day = next((w.open_lanes, d) for w in grid.weeks for d in w.days if d.date == date(2027, 7, number))
    return [bar.entry.title for bar in day.slots[:open_lanes] if bar]


def folded(grid: MonthGrid[LocalEntry]) -> list[tuple[Day[LocalEntry], LocalEntry]]:
    return [(day, bar.entry) for week in grid.weeks for day in week.days for bar in day.slots[week.open_lanes :] if bar]


@pytest.mark.parametrize(
    "prominent",
    [
        july(90, "記者会見", 30, hour=9),
        july(91, "بيان مشترك", 30, prominence=FIRST),
        july(92, "ቀኑ", 30, prominence=Prominence.OBSERVANCE),
    ],
)
def test_what_comes_out_at_a_moment_stands_above_all_that_is_planned(prominent: LocalEntry) -> None:
    plain = [july(number, f"Post {number}", 30) for number in range(1, 13)]

    grid = month_grid(JULY, [*plain, prominent], max_lanes=4)

    assert shown(grid, 30) == [prominent.title, "Post 1", "Post 10", "Post 11"]


def test_more_of_them_than_there_are_lanes_are_all_shown() -> None:
    timed = [july(number, f"Uhr {number:02}", 30, hour=number) for number in range(1, 9)]

    grid = month_grid(JULY, [*timed, july(20, "Beitrag", 30), july(21, "Beitrag", 29)], max_lanes=4)

    assert shown(grid, 30) == [entry.title for entry in timed]
    assert [day.more for day in grid.weeks[4].days] == [0, 0, 0, 0, 1, 0, 0]


def test_nothing_of_a_key_day_is_folded() -> None:
    posts = [july(number, f"Entrada {number:02}", day) for number, day in enumerate([30] * 12 + [23] * 12)]

    grid = month_grid(JULY, posts, key_days={date(2027, 7, 30)}, max_lanes=4)

    assert (len(shown(grid, 30)), len(shown(grid, 23))) == (12, 4)
    assert grid.weeks[4].days[4].more == 0
    assert grid.weeks[3].days[4].more == 8


def test_long_plans_leave_room_for_what_happens() -> None:
    campaigns = [july(number, f"Kampagne {number}", 1, 31) for number in range(1, 8)]

    grid = month_grid(JULY, [*campaigns, july(50, "Mahnwache", 14, hour=18)], max_lanes=4)

    assert shown(grid, 14) == [f"Kampagne {number}" for number in range(1, 5)] + ["Mahnwache"]
    assert shown(grid, 13) == [f"Kampagne {number}" for number in range(1, 5)]


@given(entries, st.sets(st.dates(date(2027, 6, 28), date(2027, 8, 1))), st.integers(1, 5))
def test_only_plans_of_other_days_are_folded(found: list[LocalEntry], key_days: set[date], max_lanes: int) -> None:
    grid = month_grid(JULY, found, key_days=key_days, max_lanes=max_lanes)

    assert {entry.prominence for _day, entry in folded(grid)} <= {Prominence.PLAN, Prominence.TO_DO}
    assert not {day.date for day, _entry in folded(grid)} & key_days
