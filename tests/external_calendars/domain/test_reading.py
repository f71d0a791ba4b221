"""Calendar files as programs, and people with text editors, really write them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.external_calendars.domain.calendar_text import MAX_BYTES, UnusableFileError
from scheduler.external_calendars.domain.reading import MAX_OCCURRENCES, MAX_SECONDS, Window, read_calendar

TODAY = date(2027, 3, 1)
BRUSSELS = ZoneInfo("Europe/Brussels")


def event(*lines: str, uid: str = "one@example.org", title: str = "Hearing") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *parts, "END:VCALENDAR", ""]
    ).encode()


def read(content: bytes, zone: str = "Europe/Brussels", clock=lambda: 0.0):
    return read_calendar(content, Window.around(TODAY), zone, clock)


def starts(content: bytes, zone: str = "Europe/Brussels") -> list[datetime]:
    contents = read(content, zone)
    assert contents.unread == 0
    return [one.starts_at for one in contents.occurrences]


def days(content: bytes) -> list[date]:
    return [one.first_day for one in read(content).occurrences]


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Brussels",
        "W. Europe Standard Time",
        '"W. Europe Standard Time"',
        '"/freeassociation.sourceforge.net/Tzfile/Europe/Berlin"',
        "/citadel.org/20210210_1/Europe/Berlin",
    ],
)
def test_zones_are_known_by_the_names_that_programs_give_them_without_a_definition(zone):
    assert starts(calendar(event(f"DTSTART;TZID={zone}:20270401T100000")), "Asia/Tokyo") == [
        datetime(2027, 4, 1, 10, tzinfo=BRUSSELS)
    ]


CUSTOM_ZONE = """BEGIN:VTIMEZONE\r
TZID:(UTC+01:00) Amsterdam\\, Berlin: custom\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE"""


def test_a_zone_of_the_files_own_is_read_as_it_is_defined():
    own = CUSTOM_ZONE.replace("(UTC+01:00) Amsterdam\\, Berlin: custom", "Custom: one")
    weekly = event('DTSTART;TZID="Custom: one":20270326T100000', "RRULE:FREQ=WEEKLY;COUNT=2")

    assert starts(calendar(own, weekly), "Asia/Tokyo") == [
        datetime(2027, 3, 26, 9, tzinfo=UTC),
        datetime(2027, 4, 2, 8, tzinfo=UTC),
    ]


LATER = CUSTOM_ZONE.replace("(UTC+01:00) Amsterdam\\, Berlin: custom", "Ours")
SOONER = LATER.replace("+0200", "+0900").replace("+0100", "+0900")


def in_zone_of(definition: str) -> list[datetime]:
    return starts(calendar(definition, event("DTSTART;TZID=Ours:20270401T100000")))


def test_two_files_may_give_one_name_two_meanings():
    assert in_zone_of(LATER) == [datetime(2027, 4, 1, 8, tzinfo=UTC)]
    for sooner in (SOONER, SOONER.replace("YEARLY;", "YEARLY;INTERVAL=1;")):
        assert in_zone_of(sooner) == [datetime(2027, 4, 1, 1, tzinfo=UTC)]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3,4,5,6,7;BYMINUTE=" + ",".join(map(str, range(60))),
        *("FREQ=SECONDLY;X-A=FREQ=YEARLY", "FREQ=YEARLY;FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=2"),
        "FREQ=YEARLY;BYMONTHDAY=" + ",".join(["1"] * 400),
    ],
)
def test_a_zone_whose_rule_nobody_means_is_not_worked_out(rule: str) -> None:
    own = SOONER.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", rule)
    assert in_zone_of(own) == [datetime(2027, 4, 1, 8, tzinfo=UTC)]


def test_times_without_a_zone_are_the_calendars_else_the_coalitions():
    floating = event("DTSTART:20270401T100000")

    assert starts(calendar("X-WR-TIMEZONE:Asia/Tokyo", floating)) == [datetime(2027, 4, 1, 1, tzinfo=UTC)]
    assert starts(calendar(floating)) == [datetime(2027, 4, 1, 8, tzinfo=UTC)]
    assert starts(calendar(event("DTSTART;TZID=Nowhere:20270401T100000"))) == [datetime(2027, 4, 1, 8, tzinfo=UTC)]


def test_an_endless_rule_ends_with_the_window_and_keeps_to_the_clock():
    found = starts(calendar(event("DTSTART;TZID=Europe/Brussels:20200106T100000", "RRULE:FREQ=WEEKLY")))

    assert 60 < len(found) < 70
    assert {at.astimezone(BRUSSELS).hour for at in found} == {10}


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYSETPOS=7",
        "FREQ=DAILY;COUNT=5;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;COUNT=5;BYMONTH=13",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,1,2,3",
        "FREQ=SOMETIMES",
    ],
)
def test_a_rule_that_would_never_end_costs_its_own_event_alone(rule):
    contents = read(calendar(event("DTSTART:20270301T100000Z", f"RRULE:{rule}"), event("DTSTART:20270401", uid="two")))

    assert ([one.first_day for one in contents.occurrences], contents.unread) == ([date(2027, 4, 1)], 1)


def test_dates_are_added_left_out_moved_and_cancelled():
    weekly = event(
        "DTSTART:20270301T100000Z",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20270308T100000Z",
        "RDATE:20270310T100000Z",
    )
    moved = event("RECURRENCE-ID:20270315T100000Z", "DTSTART:20270316T120000Z", title="Moved")
    cancelled = event("RECURRENCE-ID:20270322T100000Z", "DTSTART:20270322T100000Z", "STATUS:CANCELLED")

    found = read(calendar(weekly, moved, cancelled)).occurrences

    assert [(one.first_day.day, one.title, one.is_cancelled) for one in found] == [
        (1, "Hearing", False),
        (10, "Hearing", False),
        (16, "Moved", False),
        (22, "Hearing", True),
    ]


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        (["DTSTART;VALUE=DATE:20270401"], 1, 1),
        (["DTSTART;VALUE=DATE:20270401", "DTEND;VALUE=DATE:20270404"], 1, 3),
        (["DTSTART;VALUE=DATE:20270405", "DTEND;VALUE=DATE:20270401"], 5, 5),
        (["DTSTART;VALUE=DATE:20270401", "DTEND:20270402T100000Z"], 1, 1),
        (["DTSTART;VALUE=DATE:20270401", "DURATION:P2D"], 1, 2),
        (["DTSTART:20270401T100000Z", "DTEND:20270401T080000Z"], 1, 1),
        (["DTSTART:20270401T100000Z", "DURATION:PT36H"], 1, 2),
        (["DTSTART:20270401T100000Z", "DURATION:-PT1H"], 1, 1),
        (["DTSTART:20270401T200000Z", "DTEND:20270401T220000Z"], 1, 1),
    ],
)
def test_ends_that_make_no_sense_are_left_out(lines, first, last):
    contents = read(calendar(event(*lines)))

    assert contents.unread == 0
    assert [(one.first_day.day, one.last_day.day) for one in contents.occurrences] == [(first, last)]


@pytest.mark.parametrize(
    "bad",
    [
        event(),
        event("DTSTART:tomorrow"),
        event("DTSTART:00010101T000000"),
        event("DTSTART:20270401", "RRULE:nonsense"),
        "BEGIN:VEVENT\r\nDTSTART:20270401",
    ],
)
def test_a_broken_event_costs_no_other_and_is_counted(bad):
    contents = read(calendar(bad, event("DTSTART:20270402", uid="two", title="Vote")))

    assert ([one.title for one in contents.occurrences], contents.unread) == (["Vote"], 1)


@pytest.mark.parametrize(
    "write",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.replace("\r\n", "\r").encode(),
        lambda text: text.encode().replace("é".encode(), b"\xc3\r\n \xa9"),
        lambda text: text.replace("générale", "gé\r\nnérale").encode(),
        lambda text: text.replace("SUMMARY", "summary").encode(),
    ],
    ids=[
        "mark",
        "utf-16",
        "cp1252",
        "line feeds",
        "returns",
        "fold in a letter",
        "fold without a space",
        "small letters",
    ],
)
def test_a_file_is_read_however_it_is_written_down(write):
    content = write(calendar(event("DTSTART:20270401", title="Assemblée générale")).decode())

    assert [one.title for one in read(content).occurrences] == ["Assemblée générale"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web_page"),
        (b"Not found", "no_calendar"),
        (b"\x00\xff" * 500, "no_calendar"),
        (b"x" * (MAX_BYTES + 1), "too_large"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 50_000, "no_calendar"),
    ],
)
def test_what_is_no_calendar_is_named(content, reason):
    with pytest.raises(UnusableFileError) as raised:
        read(content)

    assert raised.value.reason == reason


def test_a_file_that_takes_too_long_to_work_out_is_given_up():
    ticks = count(step=int(MAX_SECONDS) + 1)

    with pytest.raises(UnusableFileError) as raised:
        read(calendar(event("DTSTART:20270401"), event("DTSTART:20270402", uid="two")), clock=lambda: next(ticks))

    assert raised.value.reason == "too_complex"


def test_there_is_an_end_to_how_much_is_kept():
    daily = [event("DTSTART:20270101", "RRULE:FREQ=DAILY", uid=str(number)) for number in range(13)]

    contents = read(calendar(*daily))

    assert (len(contents.occurrences), contents.is_cut) == (MAX_OCCURRENCES, True)


def test_text_of_strangers_is_one_short_line_and_links_lead_to_web_pages():
    hostile = event(
        "DTSTART:20270401",
        "LOCATION:Room\\n4\u202e",
        "URL:javascript:alert(1)",
        title="<b>" + "x" * 500 + "</b>",
    )

    [found] = read(calendar(hostile)).occurrences

    assert (len(found.title), found.place, found.link) == (200, "Room 4", "")


def test_an_event_keeps_its_key_while_its_text_and_its_time_change():
    written = (("20270401", "Vote"), ("20270401", "Vote, moved"), ("20270408T100000Z", "Vote"))
    found = [read(calendar(event(f"DTSTART:{start}", title=title))).occurrences for start, title in written]
    assert len({one.key for [one] in found}) == 1


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_damage_to_a_file_breaks_the_reader(noise, place):
    whole = calendar(
        CUSTOM_ZONE, event("DTSTART:20270401T100000Z", "DTEND:20270401T110000Z", "RRULE:FREQ=DAILY;COUNT=3")
    )
    try:
        contents = read(whole[:place] + noise + whole[place + len(noise) // 2 :])
    except UnusableFileError:
        return
    window = Window.around(TODAY)
    for one in contents.occurrences:
        assert one.first_day <= one.last_day
        assert one.first_day <= window.last_day + timedelta(days=1)
        assert one.last_day >= window.first_day - timedelta(days=1)
