"""Days, weeks, months, quarters and years: what they hold and what stands beside them."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.dates.spans import DateSpan
from scheduler.pages.domain.periods import Period, View

DAY = date(2027, 7, 30)
periods = st.builds(
    Period, st.sampled_from(View), st.dates(date(1901, 1, 1), date(2199, 12, 31)), st.integers(calendar.MONDAY, 6)
)


@pytest.mark.parametrize(
    ("view", "first_day", "last_day"),
    [
        (View.DAY, DAY, DAY),
        (View.WEEK, date(2027, 7, 26), date(2027, 8, 1)),
        (View.MONTH, date(2027, 7, 1), date(2027, 7, 31)),
        (View.LIST, date(2027, 7, 1), date(2027, 7, 31)),
        (View.QUARTER, date(2027, 7, 1), date(2027, 9, 30)),
        (View.YEAR, date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_period_holds_its_days(view: View, first_day: date, last_day: date) -> None:
    assert Period(view, DAY).span == DateSpan(first_day, last_day)


def test_week_begins_where_its_readers_begin_it() -> None:
    assert Period(View.WEEK, DAY, calendar.SUNDAY).span == DateSpan(date(2027, 7, 25), date(2027, 7, 31))


def test_month_shows_days_of_its_neighbours() -> None:
    assert Period(View.MONTH, DAY).shown == DateSpan(date(2027, 6, 28), date(2027, 8, 1))


@given(periods)
def test_neighbours_stand_without_gap_and_hold_the_day(period: Period) -> None:
    following, previous = period.shift(1), period.shift(-1)

    assert following is not None
    assert previous is not None
    assert period.span.first_day <= period.day <= period.span.last_day
    assert following.span.first_day == period.span.last_day + timedelta(days=1)
    assert previous.span.last_day == period.span.first_day - timedelta(days=1)


@pytest.mark.parametrize("view", View)
def test_calendar_ends(view: View) -> None:
    assert Period(view, date(2200, 12, 31)).shift(1) is None
    assert Period(view, date(1900, 1, 1)).shift(-1) is None


@pytest.mark.parametrize(
    ("view", "today", "day"),
    [
        (View.MONTH, date(2027, 7, 14), date(2027, 7, 14)),
        (View.MONTH, date(2027, 6, 14), date(2027, 7, 1)),
        (View.WEEK, date(2027, 6, 14), DAY),
        (View.DAY, date(2027, 6, 14), DAY),
    ],
)
def test_another_view_begins_with_today_or_what_was_shown(view: View, today: date, day: date) -> None:
    assert Period(view, DAY).seen_as(View.WEEK, today).day == day
