"""What the preview of a file carries to the import, and which events it takes for the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.external_calendars.domain.event_lines import EventTime, NamedEvent, read_time, same_event, written_time
from scheduler.external_calendars.domain.reading import Occurrence

DAY = date(2027, 7, 20)
ZONES = st.sampled_from(["Europe/Brussels", "America/New_York", "Asia/Kathmandu", "UTC"])


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.integers(0, 10**6), ZONES)
def test_instants_come_back_as_they_were_written(start: datetime, seconds: int, zone: str) -> None:
    end = start + timedelta(seconds=seconds)
    found = Occurrence("key", "Hearing", start.date(), end.date(), start, end, zone)

    time = read_time(written_time(found, "Asia/Tokyo"))

    assert (time.starts_at, time.ends_at, time.zone) == (start, end, zone)


@given(st.dates(date(1900, 1, 1), date(2199, 1, 1)), st.integers(0, 40))
def test_days_come_back_as_they_were_written(first: date, length: int) -> None:
    last = first + timedelta(days=length)

    assert read_time(written_time(Occurrence("key", "Fair", first, last), "UTC")) == EventTime(first, last)


def test_a_zone_that_no_form_takes_becomes_that_of_the_reader() -> None:
    at = datetime(2027, 7, 20, 9, tzinfo=UTC)

    assert (
        read_time(written_time(Occurrence("key", "Call", DAY, DAY, at, at, "EST"), "Asia/Tokyo")).zone == "Asia/Tokyo"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2027-07-20",
        "2027-07-21 2027-07-20",
        "0001-01-01 0001-01-01",
        "9999-12-31 9999-12-31",
        "2027-07-20T09:00:00 2027-07-20T10:00:00 Europe/Brussels",
        "2027-07-20T09:00:00+00:00 2027-07-20T10:00:00+00:00 Nowhere/Town",
        "2027-07-20T09:00:00+00:00 2027-07-20T08:00:00+00:00 UTC",
        "9999-12-31T23:00:00+00:00 9999-12-31T23:30:00+00:00 Asia/Tokyo",
    ],
)
def test_anything_else_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_time(text)


@pytest.mark.parametrize(
    ("title", "day", "is_same"),
    [
        ("HEARING – on  online safety for children", DAY, True),
        ("Hearing on online safety for all children", DAY, True),
        ("Hearing on online safety for children", DAY + timedelta(days=1), False),
        ("Committee vote", DAY, False),
        ("", DAY, False),
    ],
)
def test_the_same_is_called_nearly_the_same_on_the_same_day(title: str, day: date, is_same: bool) -> None:
    known = NamedEvent("abc", "Hearing on online safety for children", DAY)

    assert same_event(title, day, [NamedEvent("other", "Vigil", DAY), known]) == (known if is_same else None)
