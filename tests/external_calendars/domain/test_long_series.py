"""What would take a program minutes to work out is not read: a file of a few lines must hold up nobody."""

from datetime import date

import pytest

from scheduler.external_calendars.domain.reading import CalendarContents, Window, read_calendar

DAY = date(2027, 3, 1)


def read(*lines: str) -> CalendarContents:
    whole = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:A", *lines, "END:VEVENT", "END:VCALENDAR", "")
    return read_calendar("\r\n".join(whole).encode(), Window(DAY, DAY), "UTC", lambda: 0.0)


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:19000101T000000Z", "DURATION:P100000D", "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4"),
        ("DTSTART;VALUE=DATE:19000101", "DTEND;VALUE=DATE:21000101", "RRULE:FREQ=DAILY"),
        ("DTSTART:20270301T000000Z", "DURATION:P367D", "RECURRENCE-ID;RANGE=THISANDFUTURE:20270301T000000Z"),
    ],
)
def test_an_event_that_is_repeated_lasts_a_year_at_most(lines: tuple[str, ...]) -> None:
    found = read(*lines)

    assert (found.occurrences, found.unread) == ((), 1)


def test_one_that_takes_place_once_may_last_for_years_and_a_yearly_one_for_a_year() -> None:
    once = read("DTSTART;VALUE=DATE:20200101", "DTEND;VALUE=DATE:20300101")
    yearly = read("DTSTART;VALUE=DATE:20240101", "DTEND;VALUE=DATE:20250101", "RRULE:FREQ=YEARLY")

    assert [len(one.occurrences) for one in (once, yearly)] == [1, 1]
