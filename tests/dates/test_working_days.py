"""A task falls on a working day: never later than asked for, never on a day off, and never far before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.dates.working_days import LONGEST_BREAK, DaysOff, working_day_up_to

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@st.composite
def days_off(draw: st.DrawFn) -> tuple[date, DaysOff]:
    """A day, a weekend of at most three days, and holidays around the day."""
    day = draw(DAYS)
    near = st.integers(-20, 20).map(lambda distance: day + timedelta(days=distance))
    holidays = draw(st.dictionaries(near, st.just("Holiday"), max_size=12))
    return day, DaysOff(frozenset(draw(st.sets(st.integers(0, 6), max_size=3))), holidays)


@given(days_off())
def test_it_is_the_last_working_day_up_to_there(case: tuple[date, DaysOff]):
    day, off = case
    found = working_day_up_to(day, off)

    assert found <= day
    assert not off.is_off(found)
    assert all(off.is_off(found + timedelta(days=gap)) for gap in range(1, (day - found).days + 1))


@given(days_off())
def test_a_working_day_stays_and_doing_it_again_changes_nothing(case: tuple[date, DaysOff]):
    day, off = case
    found = working_day_up_to(day, off)

    assert working_day_up_to(found, off) == found
    assert (found == day) == (not off.is_off(day))


@given(st.tuples(days_off(), st.integers(0, 30)))
def test_of_two_days_the_later_one_never_falls_before_the_earlier(case: tuple[tuple[date, DaysOff], int]):
    (day, off), later = case

    assert working_day_up_to(day, off) <= working_day_up_to(day + timedelta(days=later), off)


@given(DAYS)
def test_where_nobody_ever_works_the_day_stays(day: date):
    assert working_day_up_to(day, DaysOff(frozenset(range(7)))) == day


@pytest.mark.parametrize("days", [0, 1, LONGEST_BREAK])
def test_the_calendar_has_a_beginning(days: int):
    day = date.min + timedelta(days=days)
    assert working_day_up_to(day, DaysOff(frozenset(range(7)))) == day
