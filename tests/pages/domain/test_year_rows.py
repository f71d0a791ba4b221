"""A year on one sheet: every entry in the months that it touches, and nothing on top of anything else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduler.pages.domain.year_rows import COLUMNS, LANES, YearRow, year_rows
from tests.pages.domain.placed import LocalEntry, entries, july

SUNDAY = 6


def rows(found: list[LocalEntry], title: int = 3, first_weekday: int = 0) -> tuple[YearRow[LocalEntry], ...]:
    return year_rows(2027, found, title_columns=lambda _entry: title, first_weekday=first_weekday)


def test_a_month_begins_under_its_weekday() -> None:
    # 1 July 2027 is a Thursday.
    assert rows([])[6].first_column == 3
    assert rows([], first_weekday=SUNDAY)[6].first_column == 4


def test_a_title_stands_after_a_short_bar_within_a_long_one_and_before_one_at_the_end() -> None:
    short, long, late = rows([july(1, "Day", 5), july(2, "Weeks", 10, 23), july(3, "Last", 31)], first_weekday=4)[
        6
    ].bars

    assert (short.columns, short.room) == (range(10, 11), range(10, 14))
    assert long.room == long.columns == range(15, 29)
    assert (late.columns, late.room) == (range(36, 37), range(33, 37))


def test_what_goes_on_says_so_in_each_month() -> None:
    found = [LocalEntry(1, "Summer", date(2027, 6, 20), date(2027, 8, 3))]

    marks = [(bar.continues_before, bar.continues_after) for row in rows(found) for bar in row.bars]

    assert marks == [(False, True), (True, True), (True, False)]


def test_a_full_month_takes_the_lanes_that_others_do_not_need_and_counts_the_rest() -> None:
    found = [july(number, "Day", 30) for number in range(1, 41)]

    row = rows(found)[6]

    assert row.lanes == LANES - 11 * 2
    assert (len(row.bars), row.more) == (row.lanes, len(found) - row.lanes)


@given(entries, st.integers(0, 37), st.integers(0, 6))
def test_every_entry_is_there_or_counted_and_rooms_never_overlap(
    found: list[LocalEntry], title: int, first_weekday: int
) -> None:
    laid_out = rows(found, title, first_weekday)

    assert sum(row.lanes for row in laid_out) <= LANES
    for row in laid_out:
        span = row.month.span
        here = [one for one in found if one.first_day <= span.last_day and one.last_day >= span.first_day]
        assert len(row.bars) + row.more == len(here)
        for lane in range(row.lanes):
            used = [column for bar in row.bars if bar.lane == lane for column in bar.room]
            assert len(used) == len(set(used))
        for bar in row.bars:
            assert set(bar.columns) <= set(bar.room) <= set(range(COLUMNS))
            first = max(bar.entry.first_day, span.first_day)
            assert bar.columns.start == row.first_column + first.day - 1
