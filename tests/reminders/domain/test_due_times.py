from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.dates.timezones import zone_names
from scheduler.reminders.domain.due_times import is_late, next_strike, struck

ZONES = st.sampled_from(["UTC", "Asia/Manila", "America/New_York", "Europe/Berlin", "Pacific/Apia", "Asia/Kathmandu"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def test_struck_in_manila() -> None:
    after = datetime(2027, 7, 28, 23, 59, tzinfo=UTC)
    now = datetime(2027, 7, 29, 0, 0, tzinfo=UTC)
    (context,) = struck(after, now, 8, "Asia/Manila")
    assert (context.day, context.due_at) == (date(2027, 7, 29), now)


def test_struck_when_clocks_skip_the_hour() -> None:
    after = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
    (context,) = struck(after, after + timedelta(hours=3), 2, "Europe/Berlin")
    assert context.due_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


@given(start=MOMENTS, steps=st.lists(st.integers(1, 5000), max_size=30), hour=st.integers(0, 23), zone=ZONES)
def test_each_day_strikes_once_whatever_the_ticks(start: datetime, steps: list[int], hour: int, zone: str) -> None:
    at, due = start, []
    for minutes in steps:
        then = at + timedelta(minutes=minutes)
        due += struck(at, then, hour, zone)
        at = then
    whole = struck(max(start, at - timedelta(days=6)), at, hour, zone)
    assert len({context.day for context in due}) == len(due)
    assert {context.day for context in whole} <= {context.day for context in due}


@given(after=MOMENTS, hour=st.integers(0, 23), zone=st.sampled_from(sorted(zone_names())))
def test_no_hour_strikes_anywhere_before_the_next_strike(after: datetime, hour: int, zone: str) -> None:
    assert struck(after, next_strike(after) - timedelta(microseconds=1), hour, zone) == []


@given(after=MOMENTS, hour=st.integers(0, 23), zone=st.sampled_from(sorted(zone_names())))
def test_every_hour_strikes_at_a_next_strike(after: datetime, hour: int, zone: str) -> None:
    for time in struck(after, after + timedelta(days=1), hour, zone):
        assert next_strike(time.due_at - timedelta(microseconds=1)) == time.due_at


def test_is_late_after_an_hour() -> None:
    due = datetime(2027, 7, 1, 8, tzinfo=UTC)
    assert not is_late(due, due + timedelta(hours=1))
    assert is_late(due, due + timedelta(hours=1, seconds=1))
