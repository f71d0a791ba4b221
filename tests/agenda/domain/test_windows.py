"""Windows of feeds, cancelled entries and occurrences."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda.domain.windows import cancelled_since, cancelled_until, feed_window, occurrence_horizon
from scheduler.dates.spans import DateSpan

moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("now", "window"),
    [
        (datetime(2027, 3, 1, tzinfo=UTC), DateSpan(date(2026, 9, 1), date(2029, 3, 31))),
        (datetime(2027, 3, 31, 23, 59, tzinfo=UTC), DateSpan(date(2026, 9, 1), date(2029, 3, 31))),
        (datetime(2027, 4, 1, tzinfo=UTC), DateSpan(date(2026, 10, 1), date(2029, 4, 30))),
        (datetime(2027, 12, 15, tzinfo=UTC), DateSpan(date(2027, 6, 1), date(2029, 12, 31))),
        (datetime(2028, 2, 29, tzinfo=UTC), DateSpan(date(2027, 8, 1), date(2030, 2, 28))),
        # Already 1 April in Manila, still March in UTC.
        (datetime(2027, 4, 1, 7, tzinfo=timezone(timedelta(hours=8))), DateSpan(date(2026, 9, 1), date(2029, 3, 31))),
    ],
)
def test_feed_window(now: datetime, window: DateSpan) -> None:
    assert feed_window(now) == window


@given(moments)
def test_feed_window_is_wide_enough(now: datetime) -> None:
    window = feed_window(now)

    assert window.first_day <= now.date() - timedelta(days=180)
    assert window.last_day >= now.date() + timedelta(days=730)


@given(moments)
def test_feed_window_stands_still_within_a_month(now: datetime) -> None:
    assert feed_window(now) == feed_window(now.replace(day=1)) == feed_window(now.replace(day=28))


@pytest.mark.parametrize(
    ("cancelled_at", "until"),
    [
        (datetime(2027, 1, 5, 12, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)),
        (datetime(2027, 11, 15, tzinfo=UTC), datetime(2028, 2, 1, tzinfo=UTC)),
        (datetime(2027, 3, 2, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)),
        (datetime(2027, 3, 2, 0, 0, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)),
    ],
)
def test_cancelled_until(cancelled_at: datetime, until: datetime) -> None:
    assert cancelled_until(cancelled_at) == until


@given(moments)
def test_cancelled_entry_stays_for_sixty_days_and_at_most_a_month_more(cancelled_at: datetime) -> None:
    kept = cancelled_until(cancelled_at) - cancelled_at

    assert timedelta(days=60) <= kept <= timedelta(days=91)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=100)))
def test_what_was_cancelled_since_is_what_still_stays(cancelled_at: datetime, passed: timedelta) -> None:
    now = cancelled_at + passed

    assert (cancelled_at > cancelled_since(now)) == (now < cancelled_until(cancelled_at))


def test_occurrence_horizon() -> None:
    assert occurrence_horizon(datetime(2027, 3, 15, tzinfo=UTC)) == DateSpan(date(2025, 3, 1), date(2030, 3, 31))


@given(moments)
def test_horizon_is_always_wider_than_the_feed_window(now: datetime) -> None:
    horizon, window = occurrence_horizon(now), feed_window(now)

    assert horizon.first_day < window.first_day
    assert horizon.last_day >= window.last_day + timedelta(days=365)
