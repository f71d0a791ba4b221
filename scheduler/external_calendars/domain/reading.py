"""What a calendar file of others says will happen: events, each time that they take place, within a window."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, TypeVar, cast

import recurring_ical_events
from icalendar import Calendar, Event, vText

from scheduler.addresses import is_web_address
from scheduler.dates.timezones import in_zone
from scheduler.external_calendars.domain.calendar_text import (
    CalendarText,
    Unusable,
    UnusableFileError,
    take_apart,
)
from scheduler.external_calendars.domain.zone_names import ZoneBook, plain_zone
from scheduler.normal_forms import normal_form

TITLE_CHARS = 200
PLACE_CHARS = 200
LINK_CHARS = 2000
KEY_CHARS = 64
DAYS_BACK = 60
DAYS_AHEAD = 400
MAX_OCCURRENCES = 5_000
MAX_SECONDS = 60.0
_MOST_OF_ONE = 2_000
_MOST_TIMES_A_DAY = 4
_MOST_RULES = 4
_LONGEST_OF_SERIES = timedelta(days=366)
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_BY_DAY = frozenset({"DAILY", "WEEKLY"})
_OF_DAYS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYHOUR", "BYMINUTE", "BYSECOND"}
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_ZONED = re.compile(r';TZID=("[^"]*"|[^:;,]*)', re.IGNORECASE)
_FLOATING = re.compile(r"\d{8}T\d{6}(?!Z)")
_TIMES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_UNSEEN = re.compile(r"[\xad\u061c\u180e\ufff9-\ufffb\ufffe\uffff]+")


_SERIES = frozenset({"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event takes place: days, both inclusive, and, unless it lasts all day, instants and a zone."""

    key: str
    title: str
    first_day: date
    last_day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str | None = None
    place: str = ""
    link: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are read."""

    first_day: date
    last_day: date

    @classmethod
    def around(cls, today: date) -> "Window":
        """Return the days that are kept of a calendar on a day."""
        return cls(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))


@dataclass(frozen=True, slots=True)
class CalendarContents:
    """What was read. `unread` events could not be; `is_cut` says that there is more than is kept."""

    name: str
    occurrences: tuple[Occurrence, ...]
    unread: int
    is_cut: bool = False


def read_calendar(
    content: bytes, window: Window, zone: str, clock: Callable[[], float], max_seconds: float = MAX_SECONDS
) -> CalendarContents:
    """Read a calendar file; times without a zone are those of the calendar's own, else of `zone`.

    Args:
        content: the file.
        window: which days are wanted.
        zone: where times that name no zone are read.
        clock: seconds, by which a file that takes too long to work out is given up.
        max_seconds: how long that may take.

    Raises:
        UnusableFileError: it is no calendar, or too much of one.
    """
    text = take_apart(content)
    own = _own(text)
    reading_zone = plain_zone(own.get("X-WR-TIMEZONE", "")) or zone
    book = ZoneBook(text.zones, reading_zone, window.first_day, window.last_day)
    found: list[Occurrence] = []
    ends_at = clock() + max_seconds
    groups, unread = _groups(_in_time(text.events, clock, ends_at), book, reading_zone)
    for group in _in_time(groups, clock, ends_at):
        try:
            found += islice(_occurrences(group, window, reading_zone), _MOST_OF_ONE)
        except Exception:  # noqa: BLE001 - the edge of what strangers wrote, for a library that expects what is valid
            unread += len(group)
        if len(found) > 4 * MAX_OCCURRENCES:
            break
    kept = sorted(set(found), key=lambda one: (one.first_day, one.starts_at is not None, one.key))
    name = _line(vText.from_ical(own.get("X-WR-CALNAME", "") or own.get("NAME", "")), TITLE_CHARS)
    is_cut = len(kept) > MAX_OCCURRENCES
    return CalendarContents(name, tuple(kept[:MAX_OCCURRENCES]), unread + text.broken, is_cut)


def _in_time(parts: Iterable[T], clock: Callable[[], float], ends_at: float) -> Iterator[T]:
    for part in parts:
        if clock() > ends_at:
            raise UnusableFileError(Unusable.TOO_COMPLEX)
        yield part


def _own(text: CalendarText) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.own)
    return {head.partition(";")[0].upper(): value.strip() for head, _colon, value in pairs}


def _groups(events: Iterable[Sequence[str]], book: ZoneBook, reading_zone: str) -> tuple[list[list[Event]], int]:
    """Return the events, each with those of its dates that were changed, and how many could not be read."""
    groups: dict[str, list[Event]] = {}
    unread = 0
    for lines in events:
        try:
            event = _event(lines, book, reading_zone)
        except Exception:  # noqa: BLE001 - as above
            unread += 1
            continue
        groups.setdefault(str(event["UID"]), []).append(event)
    return list(groups.values()), unread


def _event(lines: Sequence[str], book: ZoneBook, reading_zone: str) -> Event:
    written = [_in_known_zone(line, book, reading_zone) for line in lines]
    event = cast("Event", Event.from_ical("\r\n".join(("BEGIN:VEVENT", *written, "END:VEVENT"))))
    start = _start(event)
    if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
        raise ValueError("nobody plans for that year")
    if not str(event.get("UID", "")).strip():
        event["UID"] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    _mend_end(event, start)
    rules = _rules(event)
    if len(rules) > _MOST_RULES:
        raise ValueError("too many rules")
    for rule in rules:
        _check(rule)
    if _SERIES & set(event) and event.end - start > _LONGEST_OF_SERIES:
        # Of what takes place again before it is over, all times since it began would be in the window.
        raise ValueError("nobody repeats what lasts for years")
    return event


def _start(event: Event) -> Any:
    """Return a date or datetime; fails for an event without one."""
    value: Any = event["DTSTART"]
    return value.dt


def _rules(event: Event) -> list[Any]:
    rules: Any = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _in_known_zone(line: str, book: ZoneBook, reading_zone: str) -> str:
    """Write a line with zones that are known for certain, so that no file teaches the library what a name means."""
    head, colon, value = _parted(line)
    if head.partition(";")[0].upper() not in _TIMES:
        return line
    named = _ZONED.search(head)
    head = _ZONED.sub("", head)
    if _FLOATING.search(value) is None:
        return head + colon + value
    zone = book.meant(named[1].strip('"')) if named else reading_zone
    return f"{head};TZID={zone}{colon}{value}"


def _parted(line: str) -> tuple[str, str, str]:
    """Part a line at the colon after its parameters; names of zones in quotes may hold colons."""
    quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[:place], ":", line[place + 1 :]
    return line.partition(":")


def _mend_end(event: Event, start: Any) -> None:
    """Leave out an end that does not come after the start, or is of another sort."""
    end: Any = event.get("DTEND")
    duration: Any = event.get("DURATION")
    is_wrong = end is not None and (isinstance(end.dt, datetime) != isinstance(start, datetime) or end.dt < start)
    if is_wrong:
        del event["DTEND"]
    if duration is not None and (end is not None or duration.dt < timedelta(0)):
        del event["DURATION"]


def _check(rule: Any) -> None:
    """Refuse rules that nobody means, and those that would be worked out for ever."""
    [frequency] = rule.get("FREQ", [""])
    name, often = str(frequency).upper(), 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        often *= len(rule.get(part, [])) or 1
    if name not in _FREQUENCIES or often > _MOST_TIMES_A_DAY or min(rule.get("INTERVAL", [1])) < 1:
        raise ValueError("repeats too often")
    # A day of the month that no month has is looked for day by day until the year 9999.
    is_odd = name in _BY_DAY and bool(set(rule) - _OF_DAYS)
    if is_odd or not all(1 <= month <= 12 for month in rule.get("BYMONTH", [])):
        raise ValueError("may never take place")


def _occurrences(events: Sequence[Event], window: Window, zone: str) -> Iterator[Occurrence]:
    if len(events) == 1 and not _SERIES & set(events[0]):
        # Most are, and the library takes many times as long for one.
        [single] = events
        start, end = _start(single), single.end
        if _day(start) <= window.last_day and _day(end) >= window.first_day:
            yield _occurrence(single, end, zone, slot="")
        return
    calendar = Calendar()
    for event in events:
        _end_rules(event, window)
        calendar.add_component(event)
    query = recurring_ical_events.of(calendar, keep_recurrence_attributes=True)
    for found in query.between(window.first_day, window.last_day + timedelta(days=1)):
        yield _occurrence(found, found["DTEND"].dt, zone, _slot(found))


def _end_rules(event: Event, window: Window) -> None:
    """Let rules be worked out to the end of the window and no further, but for those that are counted."""
    start = _start(event)
    last = window.last_day + timedelta(days=2)
    is_timed = isinstance(start, datetime)
    for rule in _rules(event):
        ends_in_time = "UNTIL" in rule and _day(rule["UNTIL"][0]) <= last
        if ends_in_time or "COUNT" in rule or last < _day(start):
            continue
        rule["UNTIL"] = [datetime.combine(last, time(), start.tzinfo) if is_timed else last]


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _slot(found: Any) -> str:
    """Return which time of a series it is: the one that its rule gives, also where that was moved."""
    identity = found.get("RECURRENCE-ID")
    slot: str = (identity.dt if identity is not None else _start(found)).isoformat()
    return slot


def _occurrence(found: Any, end: Any, reading_zone: str, slot: str) -> Occurrence:
    start = _start(found)
    status = str(found.get("STATUS", "")).upper()
    link = str(found.get("URL", "")).strip()
    text: dict[str, Any] = {
        "key": hashlib.sha256(f"{found['UID']}\n{slot}".encode()).hexdigest()[:KEY_CHARS],
        "title": _line(found.get("SUMMARY", ""), TITLE_CHARS),
        "place": _line(found.get("LOCATION", ""), PLACE_CHARS),
        "link": link if len(link) <= LINK_CHARS and is_web_address(link) else "",
        "is_cancelled": status == "CANCELLED",
        "is_tentative": status == "TENTATIVE",
    }
    if not isinstance(start, datetime):
        return Occurrence(first_day=start, last_day=max(start, end - timedelta(days=1)), **text)
    # Many programs write all times in UTC, which is nobody's own.
    named = getattr(start.tzinfo, "key", "UTC")
    zone = reading_zone if named == "UTC" else named
    local, until = in_zone(start, zone), in_zone(max(end, start), zone)
    # What ends at midnight does not last into that day.
    last = (until - timedelta(microseconds=1)).date() if until > local else until.date()
    instants = {"starts_at": start.astimezone(UTC), "ends_at": max(end, start).astimezone(UTC)}
    return Occurrence(first_day=local.date(), last_day=last, zone=zone, **instants, **text)


def _line(value: object, longest: int) -> str:
    """Return what strangers wrote as one line of text, not too long; what is said to be no text is none."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if not isinstance(value, str):
        return ""
    text = _CONTROLS.sub(" ", _UNSEEN.sub("", value[: 4 * longest]))
    text = " ".join(normal_form("NFC", text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
