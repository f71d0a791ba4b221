"""When a room is posted what is coming: once a day or week, at its hour, wherever it is and whatever clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.chat.domain.rooms import USEFUL_FOR, Rhythm, Times, host_of
from scheduler.dates.timezones import zone_names

MONDAY = date(2027, 4, 5)
NINE = datetime(2027, 4, 5, 9, tzinfo=UTC)
DAILY = Times(Rhythm.DAILY, 9, "UTC")


@pytest.mark.parametrize(
    ("rhythm", "last", "now", "expected"),
    [
        (Rhythm.DAILY, None, NINE - timedelta(seconds=1), None),
        (Rhythm.DAILY, None, NINE, MONDAY),
        (Rhythm.DAILY, MONDAY, NINE, None),
        (Rhythm.DAILY, None, NINE + USEFUL_FOR, None),
        (Rhythm.WEEKLY, None, NINE, MONDAY),
        (Rhythm.WEEKLY, MONDAY, NINE + timedelta(days=1), None),
        (Rhythm.WEEKLY, MONDAY, NINE + timedelta(days=7), MONDAY + timedelta(days=7)),
    ],
)
def test_a_message_is_due_at_its_hour(rhythm, last, now, expected):
    assert Times(rhythm, 9, "UTC").day_to_post(last, now) == expected


@given(
    zone=st.sampled_from(sorted(zone_names())),
    hour=st.integers(6, 20),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 20), timezones=st.just(UTC)),
)
def test_every_day_is_posted_once_and_no_other(zone, hour, start):
    last, posted = None, []
    times = Times(Rhythm.DAILY, hour, zone)
    for quarter in range(5 * 24 * 4):
        now = start + quarter * timedelta(minutes=15)
        if (day := times.day_to_post(last, now)) is not None:
            posted.append(day)
            last = day
    assert posted == sorted(set(posted))
    assert len(posted) in {4, 5, 6}


def test_a_host_is_all_that_is_shown_of_an_address():
    assert host_of("https://hooks.slack.example:8443/services/T0/B0/secret?key=1") == "hooks.slack.example"
    assert not host_of("")
