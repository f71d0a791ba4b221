"""Takes the text of a calendar file apart, whatever state it is in, before anything tries to understand it.

Each event is read by itself, so that a broken one costs no other. Only properties that are shown are kept.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

MAX_BYTES = 10_000_000
MAX_EVENTS = 10_000
MAX_LINE_CHARS = 100_000
MAX_LINES_EACH = 2_000
_DEEPEST = 20
KEPT = frozenset({
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "SUMMARY",
    "LOCATION", "URL", "STATUS",
})  # fmt: skip

_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_LINE_END = re.compile("\r\n|\n|\r")
_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[;:]")
_WIDE_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Unusable(StrEnum):
    """Why a file is no calendar that can be shown."""

    EMPTY = "empty"
    WEB_PAGE = "web_page"
    NO_CALENDAR = "no_calendar"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"


class UnusableFileError(ValueError):
    """A file cannot be shown as a calendar; `reason` says why."""

    def __init__(self, reason: Unusable) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CalendarText:
    """The lines of a file: those of the calendar itself, and each event's and each zone's own; `broken` never end."""

    own: tuple[str, ...]
    events: tuple[tuple[str, ...], ...]
    zones: tuple[tuple[str, ...], ...]
    broken: int = 0


def take_apart(content: bytes) -> CalendarText:
    """Return what is in a file.

    Raises:
        UnusableFileError: it is none, or more than is read.
    """
    if len(content) > MAX_BYTES:
        raise UnusableFileError(Unusable.TOO_LARGE)
    text = _decoded(content)
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise UnusableFileError(Unusable.EMPTY)
    if "BEGIN:VCALENDAR" not in text.upper():
        is_page = re.search(r"<(?:!doctype\s+html|html|head|body)\b", text[:10_000], re.IGNORECASE)
        raise UnusableFileError(Unusable.WEB_PAGE if is_page else Unusable.NO_CALENDAR)
    return _Sorting().sort(_joined(text))


def _decoded(content: bytes) -> str:
    for mark, encoding in _WIDE_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    # Lines are folded after so many bytes (RFC 5545, section 3.1), which may be in the middle of a letter.
    unfolded = _FOLD.sub(b"", content)
    try:
        return unfolded.decode("utf-8-sig")
    except UnicodeDecodeError:
        return unfolded.decode("cp1252", errors="replace")


def _joined(text: str) -> Iterator[str]:
    """Yield whole lines; what does not begin like a property goes on with the line before it, as it was meant to."""
    held = ""
    for line in _LINE_END.split(text.replace("\x00", "")):
        if _PROPERTY.match(line):
            yield held[:MAX_LINE_CHARS]
            held = line.rstrip()
        elif line.strip() and len(held) < MAX_LINE_CHARS:
            held += line[1:] if line[0] in " \t" else line
    yield held[:MAX_LINE_CHARS]


@dataclass(slots=True)
class _Sorting:
    own: list[str] = field(default_factory=list)
    events: list[tuple[str, ...]] = field(default_factory=list)
    zones: list[tuple[str, ...]] = field(default_factory=list)
    broken: int = 0
    stack: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def sort(self, lines: Iterator[str]) -> CalendarText:
        for line in lines:
            name, _colon, value = line.partition(":")
            match name.upper(), value.strip().upper():
                case "BEGIN", part:
                    self._begin(part, line)
                case "END", part:
                    self._end(part, line)
                case _:
                    self._keep(line)
        self.broken += "VEVENT" in self.stack
        return CalendarText(tuple(self.own), tuple(self.events), tuple(self.zones), self.broken)

    def _begin(self, part: str, line: str) -> None:
        if part == "VEVENT" and "VEVENT" in self.stack:
            # The one before was never ended.
            self.broken += 1
            del self.stack[self.stack.index("VEVENT") :]
        if len(self.stack) >= _DEEPEST:
            raise UnusableFileError(Unusable.NO_CALENDAR)
        self.stack.append(part)
        if part in {"VEVENT", "VTIMEZONE"}:
            self.held = []
        if "VTIMEZONE" in self.stack:
            self.held.append(line)

    def _end(self, part: str, line: str) -> None:
        if part not in self.stack:
            return
        if "VTIMEZONE" in self.stack:
            self.held.append(line)
        del self.stack[self.stack.index(part) :]
        if part == "VEVENT":
            self._end_event()
        elif part == "VTIMEZONE":
            self.zones.append(tuple(self.held))

    def _end_event(self) -> None:
        if len(self.held) > MAX_LINES_EACH:
            self.broken += 1
        elif len(self.events) >= MAX_EVENTS:
            raise UnusableFileError(Unusable.TOO_LARGE)
        else:
            self.events.append(tuple(self.held))

    def _keep(self, line: str) -> None:
        inner = self.stack[-1] if self.stack else ""
        match = _PROPERTY.match(line)
        if match is None or len(self.held) > MAX_LINES_EACH:
            return
        if "VTIMEZONE" in self.stack or (inner == "VEVENT" and match[1].upper() in KEPT):
            self.held.append(line)
        elif inner == "VCALENDAR":
            self.own.append(line)
