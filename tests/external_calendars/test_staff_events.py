"""Whatever others write, an event in a staff feed is one VEVENT of ours, and its UID holds as long as theirs does."""

from datetime import UTC, date, datetime, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from scheduler.external_calendars.models import ExternalCalendar, ExternalOccurrence
from scheduler.external_calendars.services.staff_feeds import staff_event

THEN = datetime(2027, 7, 1, 12, tzinfo=UTC)
URL = "https://example.org/secret.ics"
moments = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC))


def calendar(name: str, public_id: str = "abc") -> ExternalCalendar:
    return ExternalCalendar(name=name, url=URL, public_id=public_id, created_at=THEN, in_feeds_since=THEN)


def occurrence(
    key: str, title: str, place: str, link: str, begins: datetime, lasts: timedelta, *, timed: bool
) -> ExternalOccurrence:
    first, last = begins.date(), max(begins.date(), (begins + lasts).date())
    row = ExternalOccurrence(key=key, title=title, place=place, link=link, first_day=first, last_day=last)
    row.starts_at, row.ends_at = (begins, begins + lasts) if timed else (None, None)
    row.is_cancelled, row.is_tentative, row.changed_at = False, False, THEN
    return row


def read(event: bytes) -> icalendar.Event:
    found = icalendar.Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + event + b"END:VCALENDAR\r\n")
    (only,) = found.subcomponents
    assert isinstance(only, icalendar.Event)
    return only


@given(
    name=st.text(min_size=1, max_size=80),
    key=st.text(min_size=1, max_size=64),
    title=st.text(max_size=60),
    place=st.text(max_size=40),
    link=st.sampled_from(["", URL, "https://example.org/a\r\nATTENDEE:x", "https://example.org/ü?a=1"]),
    begins=moments,
    lasts=st.timedeltas(timedelta(days=-1), timedelta(days=30)),
    timed=st.booleans(),
)
def test_any_text_and_time_is_one_event(
    name: str, key: str, title: str, place: str, link: str, begins: datetime, lasts: timedelta, *, timed: bool
) -> None:
    row = occurrence(key, title, place, link, begins, lasts, timed=timed)
    event = staff_event(calendar(name), row)
    again = occurrence(key, "Another title", place, link, begins, lasts, timed=timed)

    one = read(event)
    assert {"ATTENDEE", "VALARM", "RRULE"}.isdisjoint(one)
    assert one.subcomponents == []
    assert URL.encode() not in event.replace(b"\r\n ", b"")
    assert one["UID"] == read(staff_event(calendar("Another name"), again))["UID"]
    assert one["UID"] not in {key, read(staff_event(calendar(name, "xyz"), row))["UID"]}


def test_days_stay_days() -> None:
    row = occurrence("a", "Vote", "", "", datetime(2027, 7, 30, tzinfo=UTC), timedelta(days=1), timed=False)
    one = read(staff_event(calendar("Parliament"), row))
    assert (one.start, one.end) == (date(2027, 7, 30), date(2027, 8, 1))
