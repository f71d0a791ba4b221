"""Titles and places of strangers hold nothing that cannot be seen, and nothing that is no text."""

from datetime import date

import pytest

from scheduler.external_calendars.domain.reading import Window, read_calendar

DAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("SUMMARY:Aus\u00adschuss\u061c tagt\uffff", "Ausschuss tagt"),
        (
            "SUMMARY:England \U0001f3f4\U000e0067\U000e0062\U000e007f",
            "England \U0001f3f4\U000e0067\U000e0062\U000e007f",
        ),
        ("SUMMARY;ENCODING=BASE64;VALUE=BINARY:AAAA", ""),
        ("SUMMARY;VALUE=DATE:20270101", ""),
    ],
)
def test_a_title_is_text_that_is_seen(line: str, title: str) -> None:
    lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20270301", line, "END:VEVENT", "END:VCALENDAR", "")
    [one] = read_calendar("\r\n".join(lines).encode(), Window(DAY, DAY), "UTC", lambda: 0.0).occurrences

    assert one.title == title
