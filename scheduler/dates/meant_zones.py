"""Which time zones somebody may mean who types an abbreviation, an offset, a Windows name, a country or a city.

Names come from CLDR through Babel (cities, countries, metazones, Windows zones) and from the zone database itself
(abbreviations). Nothing here takes a zone: whoever typed it chooses.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TypeVar

from babel import Locale
from babel.core import get_global

from scheduler.dates.timezones import in_zone, suggest_zones, zone_choices, zone_names
from scheduler.normal_forms import normal_form

MOST_MEANT = 30
"""A longer list is not read; whoever is not in it types a country or a city."""

T = TypeVar("T")

# fmt: off
LANGUAGES = (
    "en", "am", "ar", "bg", "bn", "cs", "da", "de", "el", "es", "fa", "fi", "fil", "fr", "he", "hi", "hr", "hu", "id",
    "it", "ja", "ko", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi",
    "zh", "zh_Hant",
)
# fmt: on
"""Whose names of cities, countries and zones are understood, whatever the language of the page."""

_OFFSET = re.compile(r"(?:utc|gmt|z)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.ASCII)
_LONGEST_TEXT = 64
_MOST_HOURS = 14
# Years are typed: kept are those that people plan in, not every one that somebody tries.
_YEARS_KEPT = 4

# Not in the zone database, which holds no abbreviation that its editors had to invent, but in daily use.
_IN_DAILY_USE = {
    "art": "America/Argentina/Buenos_Aires",
    "bdt": "Asia/Dhaka",
    "brt": "America/Sao_Paulo",
    "clt": "America/Santiago",
    "cot": "America/Bogota",
    "gst": "Asia/Dubai",
    "ict": "Asia/Bangkok",
    "myt": "Asia/Kuala_Lumpur",
    "npt": "Asia/Kathmandu",
    "pet": "America/Lima",
    "pht": "Asia/Manila",
    "sgt": "Asia/Singapore",
    "trt": "Europe/Istanbul",
    "uyt": "America/Montevideo",
    "vet": "America/Caracas",
}
_GENERIC = {"et": "est", "ct": "cst", "mt": "mst", "pt": "pst", "at": "ast", "z": "gmt", "zulu": "gmt"}


def is_plain_zone(name: str) -> bool:
    """Say whether a name means one zone for certain: a place, UTC, or a fixed offset that is spelt out as such.

    `EST`, `CET` and `GMT` are in the zone database, too, but as fixed offsets or for another place than is meant.
    """
    return name in zone_names() and (name == "UTC" or "/" in name)


def zones_meant(text: str, at: datetime) -> tuple[str, ...]:
    """Return the zones that a text may mean, best first, at most `MOST_MEANT`; none when nothing is like it.

    Args:
        text: what was typed.
        at: when it is said of, since offsets and abbreviations change: an aware instant, or a naive wall time, which an
            offset is read with (`UTC+2` of a day in July means Berlin, whatever month it is typed in).
    """
    if not _plain(text[:_LONGEST_TEXT]):
        return ()
    return (zones_named(text, at) or tuple(dict.fromkeys(suggest_zones(text))))[:MOST_MEANT]


def zones_named(text: str, at: datetime) -> tuple[str, ...]:
    """Return all zones that a text names as it is spelt, best first; `at` is as in `zones_meant`."""
    wanted = _plain(text[:_LONGEST_TEXT])
    ways: Sequence[Callable[[str, datetime], Iterable[str]]] = (_by_offset, _by_abbreviation, _by_name)
    return tuple(dict.fromkeys(zone for way in ways for zone in way(wanted, at))) if wanted else ()


def _by_offset(wanted: str, at: datetime) -> Iterator[str]:
    match = _OFFSET.fullmatch(wanted.replace(" ", ""))
    if match is None or int(match[2]) > _MOST_HOURS:
        return
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) * (1 if match[1] == "+" else -1)
    if not offset:
        yield "UTC"
    instant = (at - offset).replace(tzinfo=UTC) if at.tzinfo is None else at
    yield from _best_first(zone for zone in _listed() if in_zone(instant, zone).utcoffset() == offset)


def _by_abbreviation(wanted: str, at: datetime) -> Iterator[str]:
    word = _GENERIC.get(wanted, wanted)
    if word in _IN_DAILY_USE:
        yield _IN_DAILY_USE[word]
    if word in {"utc", "gmt"}:
        yield "UTC"
    yield from _best_first(_abbreviations(at.year).get(word, ()))


def _by_name(wanted: str, _at: datetime) -> Iterator[str]:
    yield from _international_names().get(wanted, ())
    # One language after the other, until one knows the name: each takes hundredths of a second and a few megabytes.
    yield from next((zones for language in LANGUAGES if (zones := _names(language).get(wanted))), ())


@cache
def _listed() -> tuple[str, ...]:
    return tuple(place.name for group in zone_choices() for place in group.zones if place.territory)


@cache
def _territories() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for group in zone_choices():
        for place in group.zones:
            found.setdefault(place.territory, []).append(place.name)
    return found


@cache
def _best_of_territories() -> dict[str, list[str]]:
    """Return the zones of each territory, best first: the same in every language, so put in order once."""
    return {code: _best_first(places) for code, places in _territories().items()}


@cache
def _of_windows() -> dict[str, str]:
    """Return by Windows name the zone that stands for it, as the zone database calls it now."""
    current = get_global("zone_aliases")
    return {name: current.get(zone, zone) for name, zone in get_global("windows_zone_mapping").items()}


@cache
def _old_names() -> dict[str, list[str]]:
    """Return by zone what it was called before: CLDR keeps the first name that a zone had."""
    found: dict[str, list[str]] = {}
    for old, new in get_global("zone_aliases").items():
        found.setdefault(new, []).append(old)
    return found


def _of_cldr(table: Mapping[str, T], zone: str, default: T) -> T:
    """Return what a table of CLDR says of a zone, under its present name or an earlier one."""
    return next((table[name] for name in (zone, *_old_names().get(zone, ())) if name in table), default)


def _best_first(zones: Iterable[str]) -> list[str]:
    """Put first the zones that stand for many people, then one of each territory, then the others."""
    found = set(zones)
    # `Eastern Standard Time` before `Eastern Standard Time (Mexico)`.
    known = sorted(_of_windows().items(), key=lambda item: "(" in item[0])
    leading = [zone for _name, zone in known if zone in found]
    leading += [next((zone for zone in places if zone in found), "") for places in _territories().values()]
    ordered = [zone for zone in dict.fromkeys([*leading, *sorted(found)]) if zone in found]
    return sorted(ordered, key=lambda zone: zone.startswith(("Antarctica/", "Arctic/")))


@lru_cache(maxsize=_YEARS_KEPT)
def _abbreviations(year: int) -> dict[str, tuple[str, ...]]:
    """Return by abbreviation the zones that use it in a year; those of digits alone are offsets."""
    found: dict[str, dict[str, None]] = {}
    moments = [datetime(year, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10)]
    for name in _listed():
        for short in {in_zone(moment, name).tzname() or "" for moment in moments}:
            if short.isalpha():
                found.setdefault(short.casefold(), {})[name] = None
    return {short: tuple(zones) for short, zones in found.items()}


@cache
def _names(language: str) -> dict[str, tuple[str, ...]]:
    """Return zones by every name of a city, a country or a metazone in a language."""
    found = _Names()
    metazones, locale = _metazones(), Locale.parse(language)
    for zone in _listed():
        found.add(_of_cldr(locale.time_zones, zone, {}).get("city", ""), [zone])
    for code, places in _best_of_territories().items():
        found.add(locale.territories.get(code, ""), places)
    for meta, labels in locale.meta_zones.items():
        for name in labels.get("long", {}).values():
            found.add(name, metazones.get(meta, ()))
    return found.by_name()


@cache
def _international_names() -> dict[str, tuple[str, ...]]:
    """Return zones by the names that are the same in all languages: of Windows, of the zone database, of codes."""
    found = _Names()
    for name, zone in _of_windows().items():
        found.add(name, [zone])
    for zone in _listed():
        found.add(zone.rsplit("/", 1)[-1], [zone])
    for code, places in _best_of_territories().items():
        found.add(code, places)
    for name, code in (("usa", "US"), ("uk", "GB")):
        found.add(name, _best_of_territories()[code])
    return found.by_name()


class _Names:
    """Gathers zones by name."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, None]] = {}

    def add(self, name: str, zones: Iterable[str]) -> None:
        if key := _plain(name):
            self._found.setdefault(key, {}).update(dict.fromkeys(zones))

    def by_name(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(zones) for name, zones in self._found.items() if zones}


@cache
def _metazones() -> dict[str, list[str]]:
    of_zone = get_global("meta_zones")
    found: dict[str, list[str]] = {}
    for zone in _listed():
        if meta := _of_cldr(of_zone, zone, ""):
            found.setdefault(meta, []).append(zone)
    return {meta: _best_first(zones) for meta, zones in found.items()}


def _plain(text: str) -> str:
    """Return text without case, accents and signs that do not count, so that spellings of one name are the same."""
    text = text.replace("−", "-").replace("–", "-")
    letters = normal_form("NFKD", text.casefold())
    kept = "".join(char for char in letters if not unicodedata.combining(char))
    if re.search(r"[+-]\s*\d", kept):
        return re.sub(r"\s+", "", kept)
    return " ".join(re.findall(r"[^\W_]+", normal_form("NFC", kept)))
