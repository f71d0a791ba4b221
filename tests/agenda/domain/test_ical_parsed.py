"""What other programs' parsers read in our calendars, whatever people typed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda.domain.ical import (
    SHORT_OCTETS,
    PlainText,
    TimedSpan,
    VeventData,
    calendar_head,
    calendar_tail,
    event_text,
    join,
    one_line,
    render_event,
    with_category,
)
from scheduler.dates.spans import DateSpan
from scheduler.web.text_rules import forbidden_in_line, forbidden_in_prose, normalise_line, normalise_prose

DATA = VeventData(
    uid="1@calendar.example",
    sequence=0,
    created_at=datetime(2027, 1, 5, 8, tzinfo=UTC),
    changed_at=datetime(2027, 1, 5, 8, tzinfo=UTC),
    status="confirmed",
    title="Day",
    when=DateSpan(date(2027, 7, 30), date(2027, 8, 2)),
)
INJECTION = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\n\x00\u2028ATTENDEE:mailto:a@b.example\x85\x1c\ud800"

# Text that is dense in what has a meaning in iCalendar.
nasty = st.text(
    st.sampled_from("\\;,:nN\r\n\t \"^'\x00\x0b\x0c\x1c\x7f\x85\u2028\u2029\ud800aé漢🎗\u200d"), max_size=200
)
texts = st.text(max_size=200) | nasty
# What forms let through: nothing of it may be lost.
lines_typed = texts.map(normalise_line).filter(lambda text: forbidden_in_line(text) is None)
prose_typed = texts.map(normalise_prose).filter(lambda text: forbidden_in_prose(text) is None)
LINK = "https://calendar.example/observances/1#2027"


def file_of(event_data: VeventData, link: str = "") -> bytes:
    head = calendar_head("Days", "About", "https://calendar.example", 4, "-//Example//EN")
    return join(head, [event_text(render_event(event_data), link=link)], calendar_tail())


def only_event(data: bytes) -> icalendar.Event:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).all()
    (event,) = list(found)
    assert isinstance(event, icalendar.Event)
    return event


def plain(text: str) -> str:
    """Say what is left of a text of several lines: every line break a newline, no control characters but tabs."""
    # The mark keeps a line break at the very end, which splitlines drops.
    lines = "\n".join((text + "|").splitlines())[:-1]
    return "".join(character for character in lines if character in "\t\n" or not is_control(character))


def is_control(character: str) -> bool:
    return ord(character) < 32 or 127 <= ord(character) < 160 or 0xD800 <= ord(character) < 0xE000


@given(lines_typed, prose_typed, st.lists(lines_typed.filter(bool), max_size=3), lines_typed)
def test_what_was_typed_is_what_is_read(title: str, description: str, categories: list[str], location: str) -> None:
    event_data = replace(DATA, title=title, description=description, location=location, categories=tuple(categories))

    event = only_event(file_of(event_data))
    linked = only_event(file_of(event_data, link=LINK))

    assert (str(event["SUMMARY"]), str(event.get("LOCATION", ""))) == (title, location)
    assert str(event.get("DESCRIPTION", "")) == description
    assert [str(category) for category in event.get("CATEGORIES", ())] == categories
    assert str(linked["DESCRIPTION"]) == (f"{description}\n\n{LINK}" if description else LINK)
    assert str(linked["URL"]) == LINK


@pytest.mark.parametrize(
    "text", [r"C:\New", r"C:\new", "\\", "\\\\", r"\n", r"\N", "a\\\nb", "🎗" * 40, "x" * 73 + "🎗" + "\\" * 80]
)
def test_backslashes_and_long_lines_are_read_back(text: str) -> None:
    event = only_event(file_of(replace(DATA, title=one_line(text), description=text)))

    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (one_line(text), text)


def test_the_library_still_takes_a_backslash_before_an_n_for_a_line_break() -> None:
    written = icalendar.vText(r"C:\New").to_ical()

    assert written == rb"C:\new", "icalendar writes such text as it is now: PlainText can go, and vText be used instead"


@given(st.integers(SHORT_OCTETS - 30, SHORT_OCTETS + 30), st.sampled_from("xé漢🎗\\"))
def test_lines_are_folded_as_the_library_does(octets: int, character: str) -> None:
    title = character * (octets // len(character.encode()))
    written = event_text(render_event(replace(DATA, title=title)))

    whole = icalendar.Event()
    whole["SUMMARY"] = PlainText(title)
    assert whole.to_ical().split(b"\r\n", 1)[1].removesuffix(b"END:VEVENT\r\n") in written


@given(texts, texts)
def test_one_event_with_the_words_typed(title: str, description: str) -> None:
    event = only_event(file_of(replace(DATA, title=title, description=description)))

    assert str(event["SUMMARY"]) == one_line(title)
    assert str(event.get("DESCRIPTION", "")) == plain(description)


@given(texts, texts, texts, st.lists(texts.filter(bool), max_size=3))
def test_no_text_adds_a_line_or_a_property(uid: str, location: str, link: str, categories: list[str]) -> None:
    event_data = replace(DATA, uid=uid, description="d", location=location, categories=tuple(categories))

    data = file_of(event_data, link=link)

    allowed = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP", "DTSTART", "DTEND", "SUMMARY"}
    allowed |= {"UID", "DESCRIPTION", "LOCATION", "URL", "CATEGORIES"}
    # What the expander adds by itself to every instance.
    allowed |= {"RECURRENCE-ID"}
    assert set(only_event(data)) <= allowed
    assert data.decode().splitlines() == data.decode().split("\r\n")[:-1]


@given(texts, texts, texts, texts)
def test_no_line_is_longer_than_75_octets(title: str, description: str, location: str, link: str) -> None:
    data = file_of(replace(DATA, title=title, description=description, location=location), link)

    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert all(line.decode() for line in data.split(b"\r\n")[:-1])


@given(texts, texts.filter(one_line), st.lists(texts.filter(one_line), max_size=3))
def test_one_more_category_is_written_as_if_it_had_been_there(location: str, label: str, others: list[str]) -> None:
    event_data = replace(DATA, location=location, categories=tuple(others))

    tail = with_category(render_event(event_data).tail, label)

    assert tail == render_event(replace(event_data, categories=(label, *others))).tail


@given(texts)
def test_same_data_gives_the_same_bytes(text: str) -> None:
    event_data = replace(DATA, title=text, description=text, categories=(text,))

    assert file_of(event_data) == file_of(replace(event_data))


@pytest.mark.parametrize("field", ["uid", "title", "description", "location"])
def test_injection_stays_text(field: str) -> None:
    event = only_event(file_of(replace(DATA, status="cancelled", **{field: INJECTION})))  # type: ignore[arg-type]

    assert "ATTENDEE" not in event
    assert event["UID"] != "evil"


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_all_day_span_is_read_back(first_day: date, more_days: int) -> None:
    span = DateSpan.of_days(first_day, more_days + 1)

    event = only_event(file_of(replace(DATA, when=span)))

    assert (event.start, event.end) == (span.first_day, span.day_after)


moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.timezones())


# The expander walks through every day of a span, so long ones would only take time.
@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_timed_span_is_read_back(moment: datetime, duration: timedelta) -> None:
    starts_at = moment.astimezone(UTC).replace(microsecond=0)
    ends_at = starts_at + timedelta(seconds=duration // timedelta(seconds=1))

    event = only_event(file_of(replace(DATA, when=TimedSpan(starts_at, ends_at))))

    assert (event.start, event.end) == (starts_at, ends_at)


def test_names_reach_the_parser() -> None:
    calendar = icalendar.Calendar.from_ical(file_of(DATA))

    assert (calendar["NAME"], calendar["X-WR-CALNAME"]) == ("Days", "Days")
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert "METHOD" not in calendar
