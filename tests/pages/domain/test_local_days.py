"""The days of a timed entry depend on where its reader is."""

from datetime import UTC, date, datetime

import pytest

from scheduler.dates.spans import DateSpan
from scheduler.pages.domain.local_days import reader_days

MANILA_NINE = datetime(2027, 7, 30, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Manila", date(2027, 7, 30)),
        ("America/New_York", date(2027, 7, 29)),
        ("Pacific/Kiritimati", date(2027, 7, 30)),
    ],
)
def test_moment_has_one_day_where_the_reader_is(zone, day):
    assert reader_days(MANILA_NINE, None, zone) == DateSpan(day, day)


@pytest.mark.parametrize(
    ("ends_at", "last_day"),
    [
        (datetime(2027, 7, 30, 3, 0, tzinfo=UTC), date(2027, 7, 29)),
        (datetime(2027, 7, 30, 4, 0, tzinfo=UTC), date(2027, 7, 29)),
        (datetime(2027, 7, 30, 4, 1, tzinfo=UTC), date(2027, 7, 30)),
        (MANILA_NINE, date(2027, 7, 29)),
    ],
    ids=["before midnight", "at midnight", "after midnight", "no length"],
)
def test_end_is_exclusive(ends_at, last_day):
    assert reader_days(MANILA_NINE, ends_at, "America/New_York") == DateSpan(date(2027, 7, 29), last_day)
