"""VEVENT bytes: golden texts, and what no title, description or address can break."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from scheduler.agenda.domain.ical import (
    InvalidVeventError,
    TimedSpan,
    VeventData,
    VeventParts,
    calendar_head,
    calendar_tail,
    event_text,
    join,
    render_event,
)
from scheduler.dates.spans import DateSpan

OBSERVANCE = VeventData(
    uid="6f1c2a9d@calendar.example",
    sequence=3,
    created_at=datetime(2027, 1, 5, 8, tzinfo=UTC),
    changed_at=datetime(2027, 2, 1, 9, 30, 15, 999, tzinfo=UTC),
    status="confirmed",
    title="World Day Against Trafficking in Persons",
    when=DateSpan(date(2027, 7, 30), date(2027, 7, 30)),
    description="Theme: leave no one behind; act now, together.\nSource: UN",
    categories=("Observance", "Rights, justice"),
    transparent=True,
)
BRIEFING = replace(
    OBSERVANCE,
    title="Press briefing",
    status="tentative",
    when=TimedSpan(datetime(2027, 7, 30, 1, tzinfo=UTC), datetime(2027, 7, 30, 2, 15, tzinfo=UTC)),
    description="",
    location="Room 2, Quezon City",
    categories=(),
    transparent=False,
)


LINK = "https://calendar.example/observances/trafficking"


def text_of(event_data: VeventData, link: str = "") -> str:
    return event_text(render_event(event_data), link=link).decode()


def test_observance_is_all_day_and_free() -> None:
    assert text_of(OBSERVANCE, LINK) == "\r\n".join(
        [
            "BEGIN:VEVENT",
            "UID:6f1c2a9d@calendar.example",
            "DTSTAMP:20270201T093015Z",
            "CREATED:20270105T080000Z",
            "LAST-MODIFIED:20270201T093015Z",
            "SEQUENCE:3",
            "STATUS:CONFIRMED",
            "TRANSP:TRANSPARENT",
            "DTSTART;VALUE=DATE:20270730",
            "DTEND;VALUE=DATE:20270731",
            "SUMMARY:World Day Against Trafficking in Persons",
            "URL:https://calendar.example/observances/trafficking",
            r"DESCRIPTION:Theme: leave no one behind\; act now\, together.\nSource: UN",
            r" \n\nhttps://calendar.example/observances/trafficking",
            r"CATEGORIES:Observance,Rights\, justice",
            "END:VEVENT",
            "",
        ]
    )


def test_timed_event_is_in_utc_and_busy() -> None:
    assert text_of(BRIEFING).split("\r\n")[6:] == [
        "STATUS:TENTATIVE",
        "TRANSP:OPAQUE",
        "DTSTART:20270730T010000Z",
        "DTEND:20270730T021500Z",
        "SUMMARY:Press briefing",
        r"LOCATION:Room 2\, Quezon City",
        "END:VEVENT",
        "",
    ]


def test_cancelled_event_says_so_and_keeps_nobody_busy() -> None:
    lines = text_of(replace(BRIEFING, status="cancelled")).split("\r\n")

    assert {"STATUS:CANCELLED", "TRANSP:TRANSPARENT"} <= set(lines)


def test_wall_offset_of_an_instant_does_not_show() -> None:
    manila = timezone(timedelta(hours=8))
    when = TimedSpan(datetime(2027, 7, 30, 9, tzinfo=manila), datetime(2027, 7, 30, 10, 15, tzinfo=manila))

    assert text_of(replace(BRIEFING, when=when)) == text_of(BRIEFING)


@pytest.mark.parametrize("ends_at", [None, datetime(2027, 7, 30, 1, tzinfo=UTC)])
def test_moment_has_no_end(ends_at: datetime | None) -> None:
    moment = replace(BRIEFING, when=TimedSpan(datetime(2027, 7, 30, 1, tzinfo=UTC), ends_at))

    assert "DTEND" not in text_of(moment)


def test_last_day_ever_has_no_end() -> None:
    assert "DTEND" not in text_of(replace(OBSERVANCE, when=DateSpan(date.max, date.max)))


def test_early_year_keeps_four_digits() -> None:
    assert "DTSTART;VALUE=DATE:09990101\r\n" in text_of(
        replace(OBSERVANCE, when=DateSpan(date(999, 1, 1), date(999, 1, 2)))
    )


@pytest.mark.parametrize(
    "change",
    [{"status": "maybe"}, {"sequence": -1}, {"changed_at": datetime(2027, 1, 1)}, {"created_at": datetime(2027, 1, 1)}],
)
def test_impossible_event_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidVeventError):
        replace(OBSERVANCE, **change)


def test_impossible_times_are_refused() -> None:
    start = datetime(2027, 7, 30, 1, tzinfo=UTC)

    with pytest.raises(InvalidVeventError):
        TimedSpan(start, start - timedelta(seconds=1))
    with pytest.raises(InvalidVeventError):
        TimedSpan(start.replace(tzinfo=None))
    with pytest.raises(InvalidVeventError):
        TimedSpan(start, start.replace(tzinfo=None))


def test_calendar_head_names_the_feed_twice_and_hints_at_refresh() -> None:
    head = calendar_head("Rights; days", "Our days,\nour plans", "https://calendar.example/feeds", 4, "-//Example//EN")

    assert head.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Example//EN",
        "CALSCALE:GREGORIAN",
        r"NAME:Rights\; days",
        r"X-WR-CALNAME:Rights\; days",
        r"DESCRIPTION:Our days\,\nour plans",
        r"X-WR-CALDESC:Our days\,\nour plans",
        "URL:https://calendar.example/feeds",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "",
    ]


def test_calendar_head_leaves_out_what_is_empty() -> None:
    head = calendar_head("Days", "", "", 1, "-//Example//EN")

    assert b"DESCRIPTION" not in head
    assert b"URL" not in head
    assert b"SOURCE" not in head


def test_calendar_head_says_where_a_file_that_is_passed_on_came_from() -> None:
    head = calendar_head("Days", "", "", 1, "-//Example//EN", source="https://calendar.example/feeds/public.ics")

    assert b"\r\nSOURCE;VALUE=URI:https://calendar.example/feeds/public.ics\r\n" in head


def test_join_keeps_the_order_given() -> None:
    assert join(b"<", iter([b"abc", b"def"]), b">") == b"<abcdef>"
    assert join(b"<", [], calendar_tail()) == b"<END:VCALENDAR\r\n"


def test_link_is_the_whole_description_of_what_says_nothing() -> None:
    assert f"DESCRIPTION:{LINK}\r\n" in text_of(BRIEFING, LINK)
    assert "DESCRIPTION" not in text_of(BRIEFING)


def test_parts_that_an_older_release_wrote_are_served_as_they_were() -> None:
    old = VeventParts(b"BEGIN:VEVENT\r\n", b"SUMMARY:Day\r\n", None, b"DESCRIPTION:Why\r\nEND:VEVENT\r\n")

    assert event_text(old, link="https://a.example/1").decode().split("\r\n") == [
        "BEGIN:VEVENT",
        "SUMMARY:Day",
        "URL:https://a.example/1",
        "DESCRIPTION:Why",
        "END:VEVENT",
        "",
    ]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://a.example/ü?q=a b", "https://a.example/%C3%BC?q=a%20b"),
        ("https://a.example/%C3%BC#x", "https://a.example/%C3%BC#x"),
        ("https://a.example/\r\nATTENDEE:x", "https://a.example/%20ATTENDEE:x"),
        (' https://a.example/"<\\\x00 ', "https://a.example/%22%3C%5C"),
    ],
)
def test_address_is_written_in_plain_ascii(link: str, address: str) -> None:
    lines = text_of(OBSERVANCE, link).split("\r\n")

    assert f"URL:{address}" in lines
    assert rf" \n\n{address}" in lines
