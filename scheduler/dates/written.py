"""Reads days and times as people write them in tables, and says where a number may be the day or the month."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache

from babel.dates import get_day_names, get_month_names

from scheduler.normal_forms import normal_form

FIRST_YEAR, LAST_YEAR = 1900, 2200
MAX_CHARS = 80
"""A longer text is no day."""

# fmt: off
LANGUAGES = (
    "en", "ar", "bg", "cs", "da", "de", "el", "es", "fi", "fil", "fr", "hr", "hu", "id", "it", "nl", "no", "pl", "pt",
    "ro", "ru", "sv", "sw", "tr", "uk", "vi",
)
# fmt: on
"""Whose names of months are read."""


class DayOrder(StrEnum):
    """What comes first where a day is written in numbers."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it was written: `day_first` and `month_first` are what it means in either order, None if it is no day.

    They are the same where the order does not matter. `clock` and `zone` are what stood behind it; None and empty where
    nothing did.
    """

    day_first: date | None
    month_first: date | None
    clock: time | None = None
    zone: str = ""

    def day(self, order: DayOrder | None) -> date | None:
        """Return the day in that order; None if it is none, or the order is not known and matters."""
        if order is None:
            return self.day_first if self.day_first == self.month_first else None
        return self.day_first if order is DayOrder.DAY_FIRST else self.month_first

    @property
    def shows(self) -> DayOrder | None:
        """Return the one order in which this is a day, None if that does not show."""
        if (self.day_first is None) == (self.month_first is None):
            return None
        return DayOrder.MONTH_FIRST if self.day_first is None else DayOrder.DAY_FIRST


def shown_orders(days: Iterable[WrittenDay]) -> frozenset[DayOrder]:
    """Return the orders of which a column gives proof: none, one, or both where it contradicts itself."""
    return frozenset(day.shows for day in days if day.shows is not None)


def is_doubtful(days: Iterable[WrittenDay]) -> bool:
    """Say whether a day means something else in the other order."""
    return any(day.day_first != day.month_first for day in days)


def read_day(text: str) -> WrittenDay | None:
    """Read a day, with a time and a zone behind it if there is one; None if it is none.

    Read are `2027-07-30`, `2027/7/30`, `30/07/2027`, `7/30/2027`, `30.7.2027`, `30 July 2027`, `July 30, 2027`,
    `30. Juli 2027` and the like, with or without the day of the week, and the number by which spreadsheets keep a day
    (ECMA-376, part 1, section 18.17.4.1, counted from 30 December 1899).
    """
    plain = _plain(text)
    if not plain or len(plain) > MAX_CHARS:
        return None
    if _SERIAL.fullmatch(plain):
        return _serial(float(plain))
    day_text, clock, zone = _parted(plain)
    found = _numbered(day_text) or _named(day_text)
    if found is None or (clock is None and zone):
        return None
    return WrittenDay(found[0], found[1], clock, zone)


def read_time(text: str) -> tuple[time, str] | None:
    """Read a time with the zone behind it, as `9:00`, `09.00`, `9h30`, `9 am`, `14:00 CET` or `0.375`; else None."""
    plain = _plain(text)
    if _FRACTION.fullmatch(plain):
        minutes = round(float(plain) * 24 * 60)
        return (time(minutes // 60, minutes % 60), "") if minutes < 24 * 60 else None
    found = _CLOCK_ALONE.match(plain) if len(plain) <= MAX_CHARS else None
    clock = _clock(found) if found else None
    return (clock, _zone(plain[found.end() :])) if found and clock is not None else None


_SERIAL = re.compile(r"[2-7][0-9]{4}(\.[0-9]{1,12})?")
_FRACTION = re.compile(r"0?\.[0-9]{1,17}|0")
_FIRST_SERIAL_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall time
_HALF = r"(?P<half>[ap])\.? ?m\b\.?"
_SECONDS = r"(?::[0-9]{2}(?:\.[0-9]+)?)?"
_CLOCK = re.compile(
    rf"(?:(?<=[0-9])t|\b)(?:(?P<hour>[0-9]{{1,2}})(?::| ?h ?)(?P<minute>[0-9]{{2}}){_SECONDS}(?: ?{_HALF})?"
    rf"|(?P<bare>[0-9]{{1,2}}) ?{_HALF.replace('half', 'bare_half')})"
)
_CLOCK_ALONE = re.compile(
    rf"(?P<hour>[0-9]{{1,2}})(?:(?:[:.]| ?h ?)(?P<minute>[0-9]{{2}}){_SECONDS}(?: ?{_HALF})?"
    rf"| ?{_HALF.replace('half', 'bare_half')}| ?(?:uhr|h)\b)(?: ?(?:uhr|h)\b)?"
)
_YEAR_FIRST = re.compile(r"(?P<y>[0-9]{4})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})\.?")
_YEAR_LAST = re.compile(r"(?P<a>[0-9]{1,2}) ?(?P<sign>[-/.]) ?(?P<b>[0-9]{1,2}) ?(?P=sign) ?(?P<y>[0-9]{4})\.?")
_DAY_NUMBER = re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|re|e|[ºª°])?")
_BESIDE = frozenset(
    {
        "de",
        "del",
        "di",
        "of",
        "den",
        "der",
        "am",
        "on",
        "the",
        "le",
        "el",
        "da",
        "at",
        "um",
        "à",
        "kl",
        "год",
        "г",
        "року",
        "р",
    }
)


def _plain(text: str) -> str:
    """Return a text in small letters, with single spaces and the digits 0 to 9."""
    composed = normal_form("NFC", text).casefold()
    digits = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in composed)
    return " ".join("".join(digits).replace("\u200e", "").replace("\u200f", "").split())


def _serial(number: float) -> WrittenDay:
    at = _FIRST_SERIAL_DAY + timedelta(minutes=round(number * 24 * 60))
    return WrittenDay(at.date(), at.date(), None if at.time() == time() else at.time())


def _parted(plain: str) -> tuple[str, time | None, str]:
    """Return what stands before the time, the time, and the zone behind it."""
    found = next((found for found in _CLOCK.finditer(plain) if found.start() > 0), None)
    if found is None:
        return plain, None, ""
    clock = _clock(found)
    if clock is None:
        # No day either.
        return "", None, ""
    return plain[: found.start()].rstrip(" ,;"), clock, _zone(plain[found.end() :])


def _zone(rest: str) -> str:
    return rest.strip(" ,;()[]").removeprefix("uhr").removeprefix("h ").strip(" ,;()[]")


def _clock(found: re.Match[str]) -> time | None:
    parts = found.groupdict()
    hour = int(parts.get("hour") or parts.get("bare") or 0)
    minute = int(parts.get("minute") or 0)
    half = parts.get("half") or parts.get("bare_half")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _numbered(text: str) -> tuple[date | None, date | None] | None:
    parts = [part for part in re.split(r"[ ,]+", text) if part]
    if len(parts) > 1:
        text = " ".join(part for part in parts if not _is_weekday(part.rstrip(".")) and part not in _BESIDE)
    first = _YEAR_FIRST.fullmatch(text)
    if first:
        day = _date(first["y"], first["m"], first["d"])
        return (day, day) if day else None
    last = _YEAR_LAST.fullmatch(text)
    if last is None:
        return None
    day_first = _date(last["y"], last["b"], last["a"])
    # Where a full stop parts them the day comes first, in every country that writes so.
    month_first = day_first if last["sign"] == "." else _date(last["y"], last["a"], last["b"])
    return (day_first, month_first) if day_first or month_first else None


def _named(text: str) -> tuple[date, date] | None:
    """Read a day with the month in words; a word that is another month in another language is not guessed."""
    days: list[str] = []
    years: list[str] = []
    months: list[int] = []
    for word in re.split(r"[ ,./-]+", text):
        number = _DAY_NUMBER.fullmatch(word)
        if re.fullmatch(r"[0-9]{4}", word):
            years.append(word)
        elif number:
            days.append(number["day"])
        elif len(meant := _months().get(word, ())) == 1:
            months.extend(meant)
        elif word and word not in _BESIDE and not _is_weekday(word):
            return None
    if not len(days) == len(years) == len(months) == 1:
        return None
    day = _date(years[0], str(months[0]), days[0])
    return (day, day) if day else None


def _date(year: str, month: str, day: str) -> date | None:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _is_weekday(word: str) -> bool:
    return word in _weekdays()


def _word(name: str) -> str:
    return _plain(name).strip(". ")


@cache
def _months() -> dict[str, set[int]]:
    """Return by name which months it may mean; one that is written in full in English means that."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for name, number in _names_of_months(language):
            if re.search(r"[^\W\d_]", name):
                found.setdefault(name, set()).add(number)
    for name, number in _names_of_months("en"):
        found[name] = {number}
    return found


def _names_of_months(language: str) -> Iterator[tuple[str, int]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            names = get_month_names(width, context, language)
            yield from ((_word(name), int(number)) for number, name in names.items())


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(
        _word(name)
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, context, language).values()
    )
