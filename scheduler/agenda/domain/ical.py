"""iCalendar text: the stored parts of an entry's VEVENT, and the frame that a feed joins them in.

The icalendar library writes it. Everything here is a pure function of its arguments: the same data, the same bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from icalendar import Alarm, Calendar, Component, Event
from icalendar.parser import Contentline
from icalendar.prop import vCategory, vDuration, vText, vUri
from typing_extensions import override

from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import zone

PARTS_FORM = 4
"""Raise it when `render_event` writes other bytes for an entry, or `fold` other search text, or `domain/search_keys.py`
other keys: the worker writes anew."""

SHORT_OCTETS = 74
"""Lines up to this length the library does not fold; RFC 5545, section 3.1, allows one octet more."""

_BREAK = b"\r\n"
# RFC 5545, section 3.1: a line break and a space inside a content line mean nothing.
_FOLD = b"\r\n "
_BLANK_LINE = "\n\n"
_CATEGORIES = b"CATEGORIES:"
_END = b"END:VEVENT\r\n"
_STATUSES = frozenset({"confirmed", "tentative", "cancelled"})
_LINE_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Everything that RFC 3986 allows in an address; "%" is kept, as addresses come encoded.
_URL_SAFE = ":/?#[]@!$&'()*+,;=-._~%"


class InvalidVeventError(ValueError):
    """Data that no valid VEVENT can be made of."""


class PlainText(vText):
    r"""A TEXT value that is read back as the text it was made of.

    The library takes a backslash before an N for a line break, which would tear `C:\New` apart; it is never shown one.
    """

    __slots__ = ()

    @override
    def to_ical(self) -> bytes:
        return rb"\\".join(vText(piece).to_ical() for piece in self.split("\\"))


@dataclass(frozen=True, slots=True)
class TimedSpan:
    """An aware start and an aware exclusive end; without an end, or with an equal one, it is a moment.

    Raises:
        InvalidVeventError: an instant is naive, or the end is before the start.
    """

    starts_at: datetime
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        for instant in (self.starts_at, self.ends_at):
            if instant is not None and instant.tzinfo is None:
                raise InvalidVeventError(f"naive datetime {instant!r} given for an instant")
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise InvalidVeventError(f"ends at {self.ends_at}, before it begins at {self.starts_at}")


@dataclass(frozen=True, slots=True)
class ZonedSpan:
    """A naive start by the clocks of a zone, kept each time it recurs, and how long it lasts: nothing if a moment."""

    starts_at: datetime
    zone: str
    lasts: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class VeventData:
    """What readers may see of an entry now, ready to be written as a VEVENT.

    `status` is `confirmed`, `tentative` or `cancelled`. `changed_at` (aware) is the last change that a reader can
    see; it becomes both DTSTAMP and LAST-MODIFIED, for a fetch time there would make every fetch differ. A
    `transparent` entry does not make its reader busy. Title, description and categories are people's own words or plain
    data: what depends on a language is added when a feed is built.

    Raises:
        InvalidVeventError: unknown status, negative sequence or naive instant.
    """

    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    status: str
    title: str
    when: DateSpan | TimedSpan | ZonedSpan
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    transparent: bool = False

    def __post_init__(self) -> None:
        if self.status not in _STATUSES:
            raise InvalidVeventError(f"unknown status {self.status!r}")
        if self.sequence < 0:
            raise InvalidVeventError(f"negative sequence {self.sequence}")
        if self.created_at.tzinfo is None or self.changed_at.tzinfo is None:
            raise InvalidVeventError("created_at and changed_at must be aware")


class VeventParts(NamedTuple):
    """A VEVENT in four pieces, each of whole lines, so that a feed can add words and a link.

    `description` is empty when there is nothing to say, and None in parts that were written before it stood apart:
    there the tail holds it.
    """

    head: bytes
    summary: bytes
    description: bytes | None
    tail: bytes


def render_event(event_data: VeventData) -> VeventParts:
    """Write an entry as VEVENT: all-day spans as dates, timed ones in UTC, but for what recurs; no alarm, no METHOD.

    Control characters are taken out and line breaks escaped, so that no text can add a line of its own
    (RFC 5545, sections 3.3.11 and 3.6.1).
    """
    cancelled = event_data.status == "cancelled"
    event = Event()
    event["UID"] = PlainText(one_line(event_data.uid))
    event.add("DTSTAMP", event_data.changed_at)
    event.add("CREATED", event_data.created_at)
    event.add("LAST-MODIFIED", event_data.changed_at)
    event.add("SEQUENCE", event_data.sequence)
    event.add("STATUS", event_data.status.upper())
    # A cancelled thing keeps nobody busy.
    event.add("TRANSP", "TRANSPARENT" if event_data.transparent or cancelled else "OPAQUE")
    _add_times(event, event_data.when)
    head = content_lines(event)[:-1]
    return VeventParts(
        b"".join(head), summary_line(event_data.title), description_line(event_data.description), _tail(event_data)
    )


def summary_line(title: str) -> bytes:
    """Return the SUMMARY line of a title."""
    return _line("SUMMARY", PlainText(one_line(title)))


def description_line(text: str) -> bytes:
    """Return the DESCRIPTION line of a text; nothing for none."""
    plain = many_lines(text)
    return _line("DESCRIPTION", PlainText(plain)) if plain else b""


def with_category(tail: bytes, category: str) -> bytes:
    """Return the tail of a VEVENT with one more category, before those that it has."""
    lines = tail.removesuffix(_END)
    # Ours are the only lines that begin so: a long one goes on after a space.
    at = 0 if lines.startswith(_CATEGORIES) else lines.find(_BREAK + _CATEGORIES) + len(_BREAK)
    has_some = lines.startswith(_CATEGORIES, at)
    before, own = (lines[:at], lines[at + len(_CATEGORIES) :]) if has_some else (lines, b"")
    others = own.removesuffix(_BREAK).replace(_FOLD, b"").decode()
    values = ",".join(value for value in (PlainText(one_line(category)).to_ical().decode(), others) if value)
    return before + _folded(f"{_CATEGORIES.decode()}{values}") + _END


def _tail(event_data: VeventData) -> bytes:
    event = Event()
    if event_data.location:
        event["LOCATION"] = PlainText(many_lines(event_data.location))
    if event_data.categories:
        categories = vCategory([])
        categories.cats = [PlainText(one_line(category)) for category in event_data.categories]
        event["CATEGORIES"] = categories
    return b"".join(content_lines(event)[1:])


def _add_times(event: Event, when: DateSpan | TimedSpan | ZonedSpan) -> None:
    if isinstance(when, DateSpan):
        event.add("DTSTART", when.first_day)
        # DTEND is exclusive, and there is no day after the last one that a date can hold.
        if when.last_day != date.max:
            event.add("DTEND", when.day_after)
        return
    if isinstance(when, ZonedSpan):
        event.add("DTSTART", when.starts_at.replace(tzinfo=zone(when.zone)))
        # A DTEND would leave open whether hours or what clocks show is meant each time (RFC 5545, section 3.8.5.3).
        if when.lasts:
            event.add("DURATION", when.lasts)
        return
    starts_at = when.starts_at.astimezone(UTC).replace(microsecond=0)
    ends_at = when.ends_at.astimezone(UTC).replace(microsecond=0) if when.ends_at else starts_at
    event.add("DTSTART", starts_at)
    # An end that equals the start is not allowed; an event without one ends when it starts.
    if ends_at != starts_at:
        event.add("DTEND", ends_at)


def event_text(parts: VeventParts, *, link: str = "", alarm: bytes = b"") -> bytes:
    """Return a whole VEVENT of stored parts.

    Args:
        parts: as `render_event` made them, or with lines of another text.
        link: the entry's page; stands in URL and, because some programs show no URL, as the last line of DESCRIPTION.
        alarm: the lines of a VALARM; empty for none.
    """
    tail = parts.tail.removesuffix(_END) + alarm + _END if alarm else parts.tail
    if not link:
        return b"".join((parts.head, parts.summary, parts.description or b"", tail))
    url, alone, continued = _link_lines(link)
    if parts.description is None:
        return b"".join((parts.head, parts.summary, url, tail))
    description = (parts.description, continued) if parts.description else (alone,)
    return b"".join((parts.head, parts.summary, url, *description, tail))


def alarm_lines(title: str, trigger: timedelta) -> bytes:
    """Return a VALARM that shows a title at a distance from the start; a negative one is before it."""
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm["DESCRIPTION"] = PlainText(one_line(title))
    alarm.add("TRIGGER", trigger)
    return b"".join(content_lines(alarm))


# The same entries are in very many feeds, and these lines take half of the time in which one is joined.
@lru_cache(maxsize=8192)
def _link_lines(link: str) -> tuple[bytes, bytes, bytes]:
    """Return the URL of a page, a DESCRIPTION that it is alone in, and the end of a longer one.

    What stands in a longer one is not folded anew, only continued.
    """
    address = _address(link)
    continued = _folded(" " + PlainText(_BLANK_LINE + address).to_ical().decode())
    return _line("URL", vUri(address)), _line("DESCRIPTION", PlainText(address)), continued


def calendar_head(name: str, description: str, url: str, refresh_hours: int, prodid: str, *, source: str = "") -> bytes:
    """Return the opening of a calendar: name and refresh hint in the standard's words and in the older X- ones.

    Nextcloud polls once a week unless it finds a hint. There is no METHOD: that would make the file an invitation.

    Args:
        name: what calendar programs call the feed.
        description: plain text; left out when empty.
        url: page that tells about the calendar; left out when empty.
        refresh_hours: after how many hours programs should ask again, 1 or more.
        prodid: who made it, such as `-//Example//Scheduler//EN`.
        source: the calendar's own address, for files that are passed on (RFC 7986, section 5.8); left out when empty.
    """
    calendar = _calendar(prodid)
    calendar["NAME"] = calendar["X-WR-CALNAME"] = PlainText(one_line(name))
    if about := many_lines(description):
        calendar["DESCRIPTION"] = calendar["X-WR-CALDESC"] = PlainText(about)
    if url:
        calendar["URL"] = vUri(_address(url))
    refresh = timedelta(hours=refresh_hours)
    # RFC 7986, sections 5.7 and 5.8: neither has a default type, so both say theirs.
    calendar["REFRESH-INTERVAL"] = vDuration(refresh, params={"VALUE": "DURATION"})
    if source:
        calendar["SOURCE"] = vUri(_address(source), params={"VALUE": "URI"})
    calendar["X-PUBLISHED-TTL"] = vDuration(refresh)
    return b"".join(content_lines(calendar)[:-1])


def nameless_head(prodid: str) -> bytes:
    """Return the opening of a file that is taken into one's own calendar: of one with a name, programs make another."""
    return b"".join(content_lines(_calendar(prodid))[:-1])


def _calendar(prodid: str) -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar["PRODID"] = PlainText(one_line(prodid))
    calendar.add("CALSCALE", "GREGORIAN")
    return calendar


def calendar_tail() -> bytes:
    """Return the closing line of a calendar."""
    return content_lines(Calendar())[-1]


def join(head: bytes, events: Iterable[bytes], tail: bytes) -> bytes:
    """Return a whole calendar of VEVENTs in the order given."""
    return b"".join((head, *events, tail))


def one_line(text: str) -> str:
    """Return text without control characters, its line breaks and tabs turned into spaces."""
    return _CONTROLS.sub("", _LINE_BREAKS.sub(" ", text).replace("\t", " "))


def many_lines(text: str) -> str:
    """Return text without control characters other than tabs, each of its line breaks a newline."""
    return _CONTROLS.sub("", _LINE_BREAKS.sub("\n", text))


def content_lines(component: Component) -> list[bytes]:
    """Return the content lines of a component, in the order in which its properties were set, BEGIN and END around."""
    return [_folded(line) for line in component.content_lines(sorted=False) if line]


def _line(name: str, value: vText | vUri) -> bytes:
    return _folded(Contentline.from_parts(name, value.params, value))


def _folded(line: str) -> bytes:
    content = line.encode()
    # The library goes through a line character by character, to find that most are short enough: half of a feed's time.
    if len(content) > SHORT_OCTETS:
        content = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return content + _BREAK


def _address(url: str) -> str:
    return quote(one_line(url).strip(), safe=_URL_SAFE)
