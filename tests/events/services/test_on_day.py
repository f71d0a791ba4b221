"""A date of a recurring event on its day: the same wall time, whatever clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.dates.timezones import zone_names
from scheduler.events.services.series import on_day


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(zone_names())),
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(1, 180),
    st.integers(0, 4700),
)
def test_any_date_up_to_2040_shows_the_wall_time_by_zoneinfo(
    zone: str, start: datetime, minutes: int, days: int
) -> None:
    when = Timed(start, zone, start + timedelta(minutes=minutes))
    moved = on_day(when, start.date() + timedelta(days=days))

    assert isinstance(moved, Timed)
    assert moved.local_start == start + timedelta(days=days)
    if days:
        assert moved.at is not None
        shown = moved.at.astimezone(ZoneInfo(zone))
        wanted = moved.local_start.replace(tzinfo=ZoneInfo(zone))
        # A time that clocks skip is read with the offset before (RFC 5545, section 3.3.5).
        assert shown.replace(tzinfo=None) == moved.local_start or shown == wanted.astimezone(UTC)
        assert moved.until is not None
        assert moved.until > moved.at


def test_whole_days_keep_their_number() -> None:
    assert on_day(AllDay(date(2027, 7, 30), date(2027, 8, 1)), date(2028, 2, 28)) == AllDay(
        date(2028, 2, 28), date(2028, 3, 1)
    )
