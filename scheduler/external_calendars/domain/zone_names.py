"""Which zones the names in calendar files mean: IANA's, those of Windows, and a file's own."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import cast

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from scheduler.dates.timezones import in_zone, zone_names

_MAX_ZONES = 50
_SAMPLE_DAYS = 5
_MAX_LINES, _MAX_LINE_CHARS = 200, 500
# What turns clocks: one day of one month each year. Other rules, and parts named twice, can be worked out for ever.
_RULE = re.compile(
    r"(?=.*\bFREQ=YEARLY\b)(?:(?:FREQ=YEARLY|INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=[\d,-]+"
    r"|UNTIL=\d{8}(?:T\d{6}Z?)?|WKST=[A-Z]{2})(?:;|$))+",
    re.ASCII,
)
_IANA_END = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2}$")


def plain_zone(name: str) -> str | None:
    """Return the IANA zone that a name spells out, be it in a path or one of Windows's; None for any other name."""
    name = name.strip().strip('"')
    if name.upper() in {"UTC", "GMT", "Z", "ETC/UTC"}:
        return "UTC"
    if name in zone_names():
        return name
    if name in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[name]
    found = _IANA_END.search(name)
    while found is not None:
        tail = found[0]
        if tail in zone_names():
            return tail
        found = _IANA_END.search(tail.partition("/")[2])
    return None


class ZoneBook:
    """The zones of one file. Its own definitions count for names that nothing else explains."""

    def __init__(self, zones: Sequence[Sequence[str]], reading_zone: str, first: date, last: date) -> None:
        self._reading_zone = reading_zone
        self._moments = _moments(first, last)
        self._definitions = {_value(lines, "TZID"): lines for lines in zones[:_MAX_ZONES]}
        self._known: dict[str, str] = {}

    def meant(self, name: str) -> str:
        """Return the IANA zone of a name in the file; the reading zone where nothing says more."""
        if name not in self._known:
            self._known[name] = plain_zone(name) or self._defined(name) or self._reading_zone
        return self._known[name]

    def _defined(self, name: str) -> str | None:
        lines = self._definitions.get(name)
        if lines is None:
            return None
        named = plain_zone(_value(lines, "X-LIC-LOCATION"))
        return named or self._like(lines)

    def _like(self, lines: Sequence[str]) -> str | None:
        """Return the zone whose clocks show the same as the defined one's on all days of the window."""
        if len(lines) > _MAX_LINES or not all(map(_is_bounded, lines)):
            return None
        try:
            zone: tzinfo = cast("Timezone", Timezone.from_ical("\r\n".join(lines))).to_tz(lookup_tzid=False)
            wanted = [moment.astimezone(zone).utcoffset() for moment in self._moments]
        except Exception:  # noqa: BLE001 - the edge of what strangers wrote, for a library that expects what is valid
            return None
        for name in (self._reading_zone, *sorted(zone_names())):
            if all(in_zone(at, name).utcoffset() == offset for at, offset in zip(self._moments, wanted, strict=True)):
                return name
        return None


def _is_bounded(line: str) -> bool:
    """Say whether a line of a definition is short, and its rule, if it is one, turns the clocks on one day a year."""
    head, _colon, value = line.upper().partition(":")
    if len(line) > _MAX_LINE_CHARS:
        return False
    if "RRULE" not in line.upper():
        return True
    parts = [part.partition("=")[0] for part in value.strip().split(";")]
    return head == "RRULE" and len(parts) == len(set(parts)) and _RULE.fullmatch(value.strip()) is not None


def _moments(first: date, last: date) -> list[datetime]:
    start = datetime.combine(first, time(12), UTC)
    return [start + timedelta(days=days) for days in range(0, (last - first).days + 1, _SAMPLE_DAYS)]


def _value(lines: Sequence[str], name: str) -> str:
    for line in lines:
        head, _colon, value = line.partition(":")
        if head.partition(";")[0].upper() == name:
            return value.strip()
    return ""
