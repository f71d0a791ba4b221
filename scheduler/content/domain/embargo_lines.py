"""Reads the lines of a release that say until when it is under embargo; what is not clear is left to be asked.

A line counts as understood if it names one day, with its weekday if it names one, and one moment: a time with a zone,
or several that are the same moment. Everything else that speaks of an embargo is found, but not understood.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

import regex
from babel.dates import get_day_names, get_month_names

from scheduler.dates.meant_zones import is_plain_zone, zones_named
from scheduler.dates.timezones import TimeOutOfRangeError, resolve_local_time
from scheduler.dates.written import WrittenDay, read_day, read_time

MAX_LINE_CHARS = 250
MAX_LINES = 20
"""Whoever writes more of them means several things."""

LANGUAGES = ("en", "fr", "es", "de")

_NOT_TO_BE = r"not\W++to\W++be\W++(?:published|released|broadcast|distributed|used)\W++(?:before|until|till|prior)\b"
# At the start of a line: what is under embargo, and until when in the rest of it.
_LINE = regex.compile(
    r"(?i)[\W_]*+(?:strict(?:ly)?\W++)?(?:(?:not\W++for|under)\W++(?:strict\W++)?)?+"
    rf"(?:embargo(?:ed)?\b|{_NOT_TO_BE}|hold\W++(?:for|until)\b|sperrfrist\b|gesperrt\W++bis\b|embargad[oa]\b"
    r"|(?:publication|release|broadcast|use)\W++(?:before|until)\b"
    # With a day behind it: "for release of the hostages" is none.
    r"|for\W++release\b(?=\s*+(?:$|[:–—-]|(?:on|at|until|before|after)\b|\d|\p{L}++,?+\s++\d|\p{L}++,\s))"
    r"|(?:sous|bajo|unter)\W++embargo\b|embargo\b)"
)
# Anywhere: nobody writes so of trade.
_SPOKEN = regex.compile(
    r"(?i)\bembargoed\b|\b(?:under|sous|bajo)\W++(?:strict\W++)?embargo\b|\bembargo\W++(?:until|till|jusqu|hasta|bis)\b"
    r"|\bsperrfrist\b|\bnot\W++for\W++(?:publication|release)\W++yet\b"
    rf"|\b{_NOT_TO_BE}|\bnot\W++for\W++(?:publication|release|broadcast|use)\W++(?:before|until|till|prior)\b"
    r"|\bdo\W++not\W++(?:publish|release|distribute)\W++(?:before|until)\b|\bhold\W++for\W++release\b"
)
_MENTION = regex.compile(r"(?i)embarg(?:o|ad[oa]\b)|sperrfrist")
_IMMEDIATE = regex.compile(
    r"(?i)[\W_]*+(?:(?:press|media|news)\W+release\W+)?(?:for\W+immediate\W+(?:release|publication|distribution)"
    r"|(?:pour\W+)?(?:diffusion|publication)\W+immédiate|para\W+(?:su\W+)?(?:publicación|difusión|distribución)"
    r"\W+inmediata|zur\W+sofortigen\W+veröffentlichung)\b"
)
_DAY = regex.compile(
    r"(?i)\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)\d{4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|\.|º)?\s{1,3}(?:of\s|de\s)?\p{L}{3,12}\.?,?\s{1,3}(?:del?\s)?\d{4}\b"
    r"|\b\p{L}{3,12}\.?\s{1,3}\d{1,2}(?:st|nd|rd|th)?,?\s{1,3}\d{4}\b"
)
_CLOCK = regex.compile(
    r"(?i)\b(?P<clock>\d{1,2}\s?[:.h]\s?\d{2}(?:\s?[ap]\.?\s?m\b\.?)?|\d{1,2}\s?[ap]\.?\s?m\b\.?|\d{1,2}\s?(?:Uhr|h)\b"
    r"|(?P<joined>[0-2]\d[0-5]\d)(?=\s?(?:hrs|hours|h|GMT|UTC|[BCE]?E?ST|CET|[BCE]E?DT)\b))(?:\s?(?:hrs|hours|Uhr|h)\b)?"
    r"|\b(?P<noon>noon|midi|mediodía|mittags)\b"
)
# Behind a time, the day may come before its zone; both were put out of the way.
_ZONE = regex.compile(
    r"\s?\((?P<city>\p{Lu}[\p{L}’'. -]{1,30})(?:,\s(?P<offset>UTC\s?[+\-−]\s?\d{1,2}(?::?\d\d)?))?\)"
    r"|[\s,(–-]{0,4}(?:(?:on|le|el|am|of|the)\s)?(?:\p{L}{3,10},?\s)?\x00?[\s,(–-]{0,4}"
    r"(?P<zone>(?:UTC|GMT)\s?[+\-−]\s?\d{1,2}(?::?\d\d)?|\p{Lu}[\p{L}_]+/[\p{L}_/-]+|\p{Lu}{1,5}\b"
    r"|(?:heure\s(?:de\s|d['’])|hora\sde\s|Ortszeit\s)\p{Lu}[\p{L}’' -]{1,30}"
    r"|(?:\p{Lu}[\p{L}’'.-]+\s){1,3}[Tt]ime|local\stime)"
)
_PLACE = regex.compile(r"(?i)(?:heure\s(?:de\s|d['’])|hora\sde\s|ortszeit\s)?(?P<place>.+?)(?:\stime)?")
_MIDNIGHT = regex.compile(r"(?i)\b(?:midnight|minuit|medianoche|mitternacht)\b")
# By their names; what the abbreviation of a season means in the other one is not guessed.
_US = {
    **dict.fromkeys(("et", "eastern"), "New_York"),
    **dict.fromkeys(("ct", "central"), "Chicago"),
    **dict.fromkeys(("mt", "mountain"), "Denver"),
    **dict.fromkeys(("pt", "pacific"), "Los_Angeles"),
}
_GERMAN = {"mez": "CET", "mesz": "CEST"}
_GREENWICH = frozenset({"gmt", "utc", "z"})


@dataclass(frozen=True, slots=True)
class EmbargoFound:
    """What a release says of its embargo: the words, and as much of the moment as is certain.

    `clock` is `HH:MM`. `zone` is an IANA name once all is clear, before that what was written.
    """

    words: str
    day: date | None = None
    clock: str = ""
    zone: str = ""
    is_clear: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one text says: its days, and by wall time the zones as they were written."""

    days: frozenset[date]
    has_doubtful_day: bool
    clocks: tuple[tuple[time, str], ...]
    agrees: bool


def is_embargo_line(text: str) -> bool:
    """Say whether a line is there to say that there is an embargo."""
    return len(text) <= MAX_LINE_CHARS and _LINE.match(text) is not None and not is_immediate(text)


def is_immediate(text: str) -> bool:
    """Say whether a line says that all may be published at once."""
    return len(text) <= MAX_LINE_CHARS and _IMMEDIATE.match(text) is not None


def speaks_of_embargo(text: str, *, is_apart: bool = False) -> str:
    """Return the words, none of them cut, around which a text speaks of an embargo; empty if it does not.

    In what stands `is_apart` from the running text, any mention counts, and any line or field that speaks of one.
    """
    for line in text.split("\n"):
        if _LINE.match(line) and not is_immediate(line) and (is_apart or len(line) > MAX_LINE_CHARS):
            return _around(line, 0, MAX_LINE_CHARS)
    found = _SPOKEN.search(text) or _dated().search(text) or (_MENTION.search(text) if is_apart else None)
    if found is not None:
        return _around(text, found.start() - 40, found.end() + 120)
    is_field = is_apart and any(_LINE.match(one) and not is_immediate(one) for one in text.split("\t"))
    return _around(text, 0, MAX_LINE_CHARS) if is_field else ""


def _around(text: str, start: int, end: int) -> str:
    """Return a passage up to the spaces on both sides: half of "12 June" or of "UTC+10" would be another moment."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[max(0, start) : end].strip()


def is_named_so(file_name: str) -> bool:
    """Say whether the name of a file speaks of an embargo."""
    return _MENTION.search(file_name) is not None


def days_in(text: str) -> list[WrittenDay]:
    """Return the days that a text names in full."""
    return [day for found in _DAY.finditer(text) if (day := read_day(found.group())) is not None]


def names_day_or_time(text: str) -> bool:
    """Say whether a text names a day in full, or a time."""
    return _DAY.search(text) is not None or _CLOCK.search(text) is not None


def names_day(text: str) -> bool:
    """Say whether a line names a day and is not much longer: the rest of an embargo line that was broken."""
    return len(text) <= MAX_LINE_CHARS // 2 and bool(days_in(text))


def read_embargo(
    lines: Iterable[str], *, spoken: Iterable[str] = (), more: Iterable[str] = (), is_contradicted: bool = False
) -> EmbargoFound | None:
    """Return what lines that speak of an embargo say together; None for none.

    Args:
        lines: what was written.
        spoken: passages of running text; what may be meant for somebody else, or is a part, makes nothing clear.
        more: what speaks of an embargo and is no text to read a moment from, such as the name of a file.
        is_contradicted: the release says as well that it may be published at once.
    """
    passages, others = list(spoken), list(more)
    texts = list(dict.fromkeys((*lines, *passages)))
    if not texts and not others:
        return None
    words = " · ".join((texts or others)[:3])[: 2 * MAX_LINE_CHARS]
    readings = [_read(text) for text in texts[:MAX_LINES]]
    days = frozenset[date]().union(*(one.days for one in readings))
    if len(days) != 1:
        return EmbargoFound(words)
    (day,) = days
    found = list(dict.fromkeys(pair for one in readings for pair in one.clocks))
    clock, zone = found[0] if found else (None, "")
    unclear = EmbargoFound(words, day, clock.strftime("%H:%M") if clock else "", zone)
    is_asked = is_contradicted or bool(passages) or len(texts) > MAX_LINES
    if is_asked or any(one.has_doubtful_day or not one.agrees for one in readings):
        return unclear
    moments = {_moment(day, *pair) for pair in found}
    instants = {moment[1] if moment else None for moment in moments}
    if len(instants) != 1 or None in instants or clock is None:
        return unclear
    first = _moment(day, clock, zone)
    return EmbargoFound(words, day, unclear.clock, first[0], is_clear=True) if first else unclear


def _read(text: str) -> _Reading:
    written = days_in(text)
    days = frozenset(day for one in written if (day := one.day(None)) is not None)
    masked = _DAY.sub("\x00", text)
    clocks = [one for found in _CLOCK.finditer(masked) if (one := _clock(found, masked)) is not None]
    doubtful = any(one.day(None) is None for one in written) or len(clocks) != len(_CLOCK.findall(masked))
    weekdays = _weekdays_in(masked)
    agrees = all(day.weekday() in weekdays for day in days) if weekdays else True
    return _Reading(days, doubtful or _MIDNIGHT.search(text) is not None, tuple(clocks), agrees and len(weekdays) < 2)


def _clock(found: regex.Match[str], text: str) -> tuple[time, str] | None:
    if found["noon"]:
        clock: time | None = time(12)
    else:
        typed = f"{found['joined'][:2]}:{found['joined'][2:]}" if found["joined"] else found["clock"]
        read = read_time(typed.replace(" :", ":").replace(": ", ":"))
        clock = read[0] if read else None
    return (clock, _zone_behind(text, found.end())) if clock is not None else None


def _zone_behind(text: str, place: int) -> str:
    """Return the zone that is written behind a time; of a place with its offset both, as `Manila, UTC+8`."""
    found = _ZONE.match(text, place)
    if found is None:
        return ""
    return ", ".join(filter(None, (found["city"], found["offset"]))) or str(found["zone"]).strip()


def _moment(day: date, clock: time, zone: str) -> tuple[str, datetime] | None:
    """Return the zone and the instant that a written time means; None where it may be several."""
    local = datetime.combine(day, clock)
    city, parted, offset = zone.rpartition(", ")
    if parted:
        both = _moment(day, clock, city), _moment(day, clock, offset)
        return both[0] if both[0] and both[1] and both[0][1] == both[1][1] else None
    instants: dict[datetime, str] = {}
    for name in _zones(zone, local):
        try:
            resolved = resolve_local_time(local, name)
        except TimeOutOfRangeError:
            return None
        if resolved.options:
            return None
        instants.setdefault(resolved.instant_utc, name)
    return next(((name, instant) for instant, name in instants.items()), None) if len(instants) == 1 else None


def _zones(text: str, local: datetime) -> tuple[str, ...]:
    if is_plain_zone(text):
        return (text,)
    found = _PLACE.fullmatch(text)
    place = found["place"].casefold() if found else ""
    if place in _GREENWICH:
        return ("UTC",)
    if place in _US:
        return (f"America/{_US[place]}",)
    return zones_named(_GERMAN.get(place, place), local) if place and place != "local" else ()


def _weekdays_in(text: str) -> frozenset[int]:
    known = _weekdays()
    return frozenset(known[word] for found in regex.findall(r"\p{L}+", text) if (word := found.casefold()) in known)


@cache
def _dated() -> regex.Pattern[str]:
    """Return what finds an embargo with a day or a time behind it; of trade, one writes "the embargo of 1962"."""
    months = {name.casefold() for one in LANGUAGES for name in get_month_names("wide", "format", one).values()}
    months |= {name.casefold() for name in get_month_names("abbreviated", "format", "en").values()}
    words = {*_weekdays(), "noon", "midnight", "midi", "minuit", "today", "tonight", "tomorrow"}
    between = r"(?:(?:date|time|day|lifts?|lifted|ends?|expires?|on|at|is|to|le|el|am|au|ab)\b\W{1,3}){0,3}"
    # "The embargo may fail" names no month.
    return regex.compile(
        rf"(?i)embargo\W{{0,9}}{between}(?:\d|\L<words>\b|\L<months>\W{{1,3}}\d)",
        words=sorted(words),
        months=sorted(months),
    )


@cache
def _weekdays() -> dict[str, int]:
    names = {
        name.casefold(): number for one in LANGUAGES for number, name in get_day_names("wide", "format", one).items()
    }
    short = get_day_names("abbreviated", "format", "en")
    # May is no weekday, and Sat and Sun are rarely words in such lines.
    return names | {name.casefold(): number for number, name in short.items()}
