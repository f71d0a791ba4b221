"""iCalendar text: the stored parts of an entry's VEVENT, and the frame that a feed joins them in.

Everything here is a pure function of its arguments: the same data gives the same bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from urllib.parse import quote

from scheduler.dates.spans import DateSpan

# RFC 5545, section 3.1: lines are at most 75 octets long, without the line break.
_LINE_OCTETS = 75
_FOLD = b"\r\n "
_STATUS = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}
_LINE_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Everything that RFC 3986 allows in an address; "%" is kept, as addresses come encoded.
_URL_SAFE = ":/?#[]@!$&'()*+,;=-._~%"


class FaceError(ValueError):
    """A face that no valid VEVENT can be made of."""


@dataclass(frozen=True, slots=True)
class TimedSpan:
    """An aware start and an aware exclusive end; without an end, or with an equal one, it is a moment.

    Raises:
        FaceError: an instant is naive, or the end is before the start.
    """

    starts_at: datetime
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        for instant in (self.starts_at, self.ends_at):
            if instant is not None and instant.tzinfo is None:
                raise FaceError(f"naive datetime {instant!r} given for an instant")
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise FaceError(f"ends at {self.ends_at}, before it begins at {self.starts_at}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFace:
    """What readers may see of an entry now, ready to be written as a VEVENT.

    `status` is `confirmed`, `tentative` or `cancelled`. `changed_at` (aware) is the last change that a reader can
    see; it becomes both DTSTAMP and LAST-MODIFIED, for a fetch time there would make every fetch differ. A
    `transparent` entry does not make its reader busy. `cancelled_prefix`, such as "Cancelled: ", stands before
    the title of a cancelled entry, because not every calendar program shows the status.

    Raises:
        FaceError: unknown status, negative sequence or naive instant.
    """

    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    status: str
    title: str
    when: DateSpan | TimedSpan
    description: str = ""
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    transparent: bool = False
    cancelled_prefix: str = ""

    def __post_init__(self) -> None:
        if self.status not in _STATUS:
            raise FaceError(f"unknown status {self.status!r}")
        if self.sequence < 0:
            raise FaceError(f"negative sequence {self.sequence}")
        if self.created_at.tzinfo is None or self.changed_at.tzinfo is None:
            raise FaceError("created_at and changed_at must be aware")


@dataclass(frozen=True, slots=True)
class VeventParts:
    """A VEVENT in three pieces, each of whole lines, so that a feed can put a prefix into the middle one."""

    head: bytes
    summary: bytes
    tail: bytes


def render_event(face: EventFace) -> VeventParts:
    """Write an entry as VEVENT: all-day spans as dates, timed ones in UTC, without alarm and without METHOD.

    Control characters are taken out and line breaks escaped, so that no text can add a line of its own
    (RFC 5545, sections 3.3.11 and 3.6.1).
    """
    cancelled = face.status == "cancelled"
    head = [
        "BEGIN:VEVENT",
        f"UID:{escape_text(one_line(face.uid))}",
        f"DTSTAMP:{_utc(face.changed_at)}",
        f"CREATED:{_utc(face.created_at)}",
        f"LAST-MODIFIED:{_utc(face.changed_at)}",
        f"SEQUENCE:{face.sequence}",
        f"STATUS:{_STATUS[face.status]}",
        # A cancelled thing keeps nobody busy.
        f"TRANSP:{'TRANSPARENT' if face.transparent or cancelled else 'OPAQUE'}",
        *_when_lines(face.when),
    ]
    title = face.cancelled_prefix + face.title if cancelled else face.title
    return VeventParts(_lines(head), summary_line(title), _lines([*_detail_lines(face), "END:VEVENT"]))


def _when_lines(when: DateSpan | TimedSpan) -> list[str]:
    if isinstance(when, DateSpan):
        # DTEND is exclusive, and there is no day after the last one that a date can hold.
        end = [] if when.last_day == date.max else [f"DTEND;VALUE=DATE:{_date(when.day_after)}"]
        return [f"DTSTART;VALUE=DATE:{_date(when.first_day)}", *end]
    start = _utc(when.starts_at)
    end_text = _utc(when.ends_at) if when.ends_at else start
    # An end that equals the start is not allowed; an event without one ends when it starts.
    return [f"DTSTART:{start}"] + ([f"DTEND:{end_text}"] if end_text != start else [])


def _detail_lines(face: EventFace) -> list[str]:
    lines = []
    if face.description:
        lines.append(f"DESCRIPTION:{escape_text(face.description)}")
    if face.location:
        lines.append(f"LOCATION:{escape_text(face.location)}")
    if face.url:
        lines.append(f"URL:{_url(face.url)}")
    if face.categories:
        lines.append("CATEGORIES:" + ",".join(escape_text(one_line(category)) for category in face.categories))
    return lines


def summary_line(text: str) -> bytes:
    """Return the SUMMARY line for a title: one line of text, escaped and folded."""
    return fold_line(f"SUMMARY:{escape_text(one_line(text))}")


def with_prefix(summary: bytes, prefix: str) -> bytes:
    """Return a stored SUMMARY line with plain text, such as "[Observance] ", put before the title."""
    title = summary.replace(_FOLD, b"").decode()[len("SUMMARY:") : -len("\r\n")]
    return fold_line(f"SUMMARY:{escape_text(one_line(prefix))}{title}")


def calendar_head(name: str, description: str, url: str, refresh_hours: int, prodid: str) -> bytes:
    """Return the opening of a calendar: name and refresh hint in the standard's words and in the older X- ones.

    Nextcloud polls once a week unless it finds a hint (RFC 7986, section 5.7, wants its VALUE=DURATION). There is
    no METHOD: that would make the file an invitation.

    Args:
        name: what calendar programs call the feed.
        description: plain text; left out when empty.
        url: page that tells about the calendar; left out when empty.
        refresh_hours: after how many hours programs should ask again, 1 or more.
        prodid: who made it, such as `-//Example//Scheduler//EN`.
    """
    title, about = escape_text(one_line(name)), escape_text(description)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{escape_text(one_line(prodid))}", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{title}", f"X-WR-CALNAME:{title}"]
    lines += [f"DESCRIPTION:{about}", f"X-WR-CALDESC:{about}"] if about else []
    lines += [f"URL:{_url(url)}"] if url else []
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_hours}H", f"X-PUBLISHED-TTL:PT{refresh_hours}H"]
    return _lines(lines)


def calendar_tail() -> bytes:
    """Return the closing line of a calendar."""
    return b"END:VCALENDAR\r\n"


def join(head: bytes, events: Iterable[tuple[bytes, bytes, bytes]], tail: bytes) -> bytes:
    """Return a whole calendar of stored events, each given as (head, summary, tail), in the order given."""
    return b"".join(chain((head,), chain.from_iterable(events), (tail,)))


def one_line(text: str) -> str:
    """Return text without control characters, its line breaks and tabs turned into spaces."""
    return _CONTROLS.sub("", _LINE_BREAKS.sub(" ", text).replace("\t", " "))


def escape_text(text: str) -> str:
    r"""Return text as a TEXT value (RFC 5545, section 3.3.11); control characters other than tabs are taken out.

    The icalendar library is not used for this: it writes the `\N` of `C:\New` as a line break.
    """
    clean = _CONTROLS.sub("", _LINE_BREAKS.sub("\n", text))
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold_line(line: str) -> bytes:
    """Return a content line in UTF-8 with its line break, folded at 75 octets but never inside a character."""
    data = line.encode()
    pieces, start, room = [], 0, _LINE_OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end])
        # The space that opens a continuation counts.
        start, room = end, _LINE_OCTETS - 1
    return _FOLD.join([*pieces, data[start:]]) + b"\r\n"


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join(map(fold_line, lines))


def _url(url: str) -> str:
    return quote(one_line(url).strip(), safe=_URL_SAFE)


def _date(day: date) -> str:
    return day.isoformat().replace("-", "")


def _utc(instant: datetime) -> str:
    moment = instant.astimezone(UTC)
    return f"{_date(moment.date())}T{moment:%H%M%S}Z"
