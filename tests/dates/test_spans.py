"""A run of whole days: both ends are in it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.dates.spans import DateSpan, SpanError

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
spans = st.builds(DateSpan.of_days, days, st.integers(1, 400))
WEEK = DateSpan(date(2027, 6, 14), date(2027, 6, 20))


def test_span_counts_both_ends():
    assert WEEK.days == 7
    assert [day.day for day in WEEK] == [14, 15, 16, 17, 18, 19, 20]
    assert WEEK.day_after == date(2027, 6, 21)


def test_span_of_days_counts_the_first_day():
    assert DateSpan.of_days(date(2027, 6, 14), 7) == WEEK
    assert DateSpan.of_days(date(2027, 6, 14), 1) == DateSpan(date(2027, 6, 14), date(2027, 6, 14))


@pytest.mark.parametrize(("year", "last_day"), [(2027, 28), (2028, 29), (2100, 28)])
def test_span_of_february_knows_leap_years(year, last_day):
    assert DateSpan.of_month(year, 2) == DateSpan(date(year, 2, 1), date(year, 2, last_day))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2027, 6, 13), False),
        (date(2027, 6, 14), True),
        (date(2027, 6, 20), True),
        (date(2027, 6, 21), False),
    ],
)
def test_span_contains_its_ends(day, inside):
    assert WEEK.contains(day) is inside


def test_spans_that_share_one_day_overlap():
    touching = DateSpan(date(2027, 6, 20), date(2027, 6, 25))
    after = DateSpan(date(2027, 6, 21), date(2027, 6, 25))

    assert WEEK.overlaps(touching)
    assert touching.overlaps(WEEK)
    assert not WEEK.overlaps(after)
    assert not after.overlaps(WEEK)


def test_spans_sort_by_first_day_then_last():
    long, short, later = (DateSpan.of_days(date(2027, 1, day), days) for day, days in ((1, 9), (1, 2), (3, 1)))

    assert sorted([later, long, short]) == [short, long, later]


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        (date(2027, 6, 14), date(2027, 6, 13)),
        (datetime(2027, 6, 14, tzinfo=UTC), date(2027, 6, 15)),
        (date(2027, 6, 14), datetime(2027, 6, 15, tzinfo=UTC)),
        ("2027-06-14", "2027-06-15"),
    ],
)
def test_span_refuses_what_is_no_run_of_days(first_day, last_day):
    with pytest.raises(SpanError):
        DateSpan(first_day, last_day)


def test_span_refuses_no_days_at_all():
    with pytest.raises(SpanError):
        DateSpan.of_days(date(2027, 6, 14), 0)


@given(spans, st.integers(-1000, 1000))
def test_shift_keeps_the_length_and_can_be_undone(span, step):
    shifted = span.shift(step)

    assert shifted.days == span.days
    assert (shifted.first_day - span.first_day).days == step
    assert shifted.shift(-step) == span


@given(spans, spans)
def test_overlap_means_a_shared_day(one, other):
    assert one.overlaps(other) == bool(set(one) & set(other))
