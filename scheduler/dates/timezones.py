"""The only place that turns wall time into instants and back; zone names are IANA's, as the pinned tzdata has them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from importlib.metadata import version
from zoneinfo import ZoneInfo

_SUGGESTIONS = 5
# Longer input is no misspelt name, and comparing it would only cost time.
_LONGEST_NAME = 64
_DAYS_KEPT = 16_384
FURTHEST_MOVE = timedelta(hours=26)
"""No new rule moves a wall time further: offsets run from UTC−12 to UTC+14."""


class UnknownZoneError(ValueError):
    """A name that is not an IANA zone; `suggestions` holds the zones that may have been meant, best first."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown time zone {name[:_LONGEST_NAME]!r}")
        self.name = name
        self.suggestions = suggest_zones(name)


class TimeOutOfRangeError(ValueError):
    """A wall time so near the year 1 or 9999 that its instant cannot be written down."""

    def __init__(self, wall: datetime | date) -> None:
        super().__init__(f"{wall.isoformat()} is outside the years that can be handled")
        self.wall = wall


class DstChoice(StrEnum):
    """Which of two instants is meant when clocks change; in a gap the earlier one shows the earlier wall time."""

    EARLIER = "earlier"
    LATER = "later"


class DstOutcome(StrEnum):
    """Whether a wall time names one instant, none (clocks skip it) or two (clocks repeat it)."""

    EXACT = "exact"
    GAP = "gap"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class DstOption:
    """One reading of a doubtful wall time: its instant, and the aware local time that clocks really show then."""

    choice: DstChoice
    instant_utc: datetime
    local: datetime


@dataclass(frozen=True, slots=True)
class Resolved:
    """The instant of a wall time; `wall` is the naive time that clocks show then (moved, in a gap).

    `options` is empty when the time is exact, else it holds the earlier and the later reading.
    """

    instant_utc: datetime
    outcome: DstOutcome
    wall: datetime
    options: tuple[DstOption, ...] = ()


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A zone for a list of choices: IANA name, place, and the ISO 3166 code of its territory ("" for UTC)."""

    name: str
    city: str
    territory: str


@dataclass(frozen=True, slots=True)
class ZoneGroup:
    """The zones of a region such as `Africa`, by city."""

    region: str
    zones: tuple[ZoneChoice, ...]


def zone(name: str) -> ZoneInfo:
    """Return the zone of exactly that IANA name, aliases such as `Asia/Calcutta` included.

    Raises:
        UnknownZoneError: the name, in this spelling and case, is not in the zone database.
    """
    if name not in zone_names():
        raise UnknownZoneError(name)
    return ZoneInfo(name)


@cache
def zone_names() -> frozenset[str]:
    """Return every IANA name that `zone` accepts, aliases included."""
    lines = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split()
    return frozenset(lines) - {"Factory"}


@cache
def zone_choices() -> tuple[ZoneGroup, ...]:
    """Return one zone per place, without aliases, grouped by region; UTC stands last.

    Source: zone.tab of the IANA database, which lists at least one zone for each inhabited territory.
    """
    groups: dict[str, list[ZoneChoice]] = {}
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            territory, _, name = line.split("\t")[:3]
            groups.setdefault(name.split("/")[0], []).append(ZoneChoice(name, zone_city(name), territory))
    regions = [
        ZoneGroup(region, tuple(sorted(groups[region], key=lambda item: item.city))) for region in sorted(groups)
    ]
    return (*regions, ZoneGroup("UTC", (ZoneChoice("UTC", "UTC", ""),)))


@cache
def _territory_by_zone() -> dict[str, str]:
    return {place.name: place.territory for group in zone_choices() for place in group.zones}


def territory_of(zone_name: str) -> str:
    """Return the ISO 3166 code of the territory that a listed zone is in; "" for aliases and UTC."""
    return _territory_by_zone().get(zone_name, "")


def suggest_zones(text: str) -> tuple[str, ...]:
    """Return up to five zones that a misspelt or half-typed name may have meant, best first."""
    wanted = "_".join(text.casefold().split())[:_LONGEST_NAME]
    if not wanted:
        return ()
    # Etc/GMT+8 is eight hours *behind* UTC: accepted, never proposed.
    by_case = {name.casefold(): name for name in sorted(zone_names()) if not name.startswith(("Etc/", "GMT"))}
    listed = [item.name for group in zone_choices() for item in group.zones]
    cities = {name.casefold().rsplit("/", 1)[-1]: name for name in listed}
    found = [by_case[wanted]] if wanted in by_case else []
    found += [name for name in listed if wanted in name.casefold()]
    found += [by_case[name] for name in get_close_matches(wanted, by_case, cutoff=0.8)]
    found += [cities[city] for city in get_close_matches(wanted.rsplit("/", 1)[-1], cities, cutoff=0.75)]
    return tuple(dict.fromkeys(found))[:_SUGGESTIONS]


def zone_city(zone_name: str) -> str:
    """Return the place in a zone's name, for people: `Ho Chi Minh` for `Asia/Ho_Chi_Minh`."""
    return zone_name.rsplit("/", 1)[-1].replace("_", " ")


def resolve_local_time(local: datetime, zone_name: str, choice: DstChoice | None = None) -> Resolved:
    """Return the instant at which clocks of the zone show a time, and whether there is any doubt.

    A time that clocks skip is read with the offset before the gap, so it moves forward by the length of the gap
    (RFC 5545, section 3.3.5); of a time that clocks show twice the first is taken. `choice` overrules both.

    Args:
        local: naive wall time.
        zone_name: IANA name.
        choice: the reader's answer, if there was a question.

    Raises:
        UnknownZoneError: no such zone.
        TimeOutOfRangeError: the instant lies before the year 1 or after 9999.
        ValueError: `local` is aware.
    """
    if local.tzinfo is not None:
        raise ValueError(f"aware datetime {local!r} given for a wall time")
    place = zone(zone_name)
    try:
        return _resolve(local.replace(fold=0), place, choice)
    except OverflowError:
        raise TimeOutOfRangeError(local) from None


def derived_again(local: datetime, zone: str, stored: datetime) -> datetime:
    """Return the instant (aware UTC) of a naive wall time by the present rules.

    Where clocks change, the one of both readings that was chosen before stays chosen; so does what is stored for a zone
    that is no more.
    """
    try:
        resolved = resolve_local_time(local, zone)
    except (UnknownZoneError, TimeOutOfRangeError):
        return stored
    return stored if stored in {option.instant_utc for option in resolved.options} else resolved.instant_utc


def derived_unless_past(
    local: datetime | None, zone: str | None, stored: datetime | None, now: datetime
) -> datetime | None:
    """Return a stored instant as `derived_again` has it if it is to come by the old rules or by the present ones.

    Looking at one of the two alone would take what is still to come for past where rules move it later.
    """
    if local is None or zone is None or stored is None:
        return stored
    by_rules = derived_again(local, zone, stored)
    return by_rules if max(stored, by_rules) > now else stored


def zone_data_version() -> str:
    """Return the release of the zone data that answers for zones, such as `2026.2`."""
    return version("tzdata")


def _resolve(local: datetime, place: ZoneInfo, choice: DstChoice | None) -> Resolved:
    readings = [local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)]
    first, second = sorted(readings)
    if first == second:
        return Resolved(first, DstOutcome.EXACT, local)
    options = (_option(DstChoice.EARLIER, first, place), _option(DstChoice.LATER, second, place))
    # In a gap the offset before it (fold 0) gives the later instant: PEP 495.
    outcome = DstOutcome.FOLD if readings[0] == first else DstOutcome.GAP
    usual = DstChoice.EARLIER if outcome is DstOutcome.FOLD else DstChoice.LATER
    taken = next(option for option in options if option.choice is (choice or usual))
    return Resolved(taken.instant_utc, outcome, taken.local.replace(tzinfo=None, fold=0), options)


def _option(choice: DstChoice, instant_utc: datetime, place: ZoneInfo) -> DstOption:
    return DstOption(choice, instant_utc, instant_utc.astimezone(place))


def first_instant_at_or_after(local: datetime, zone_name: str) -> datetime:
    """Return the first instant (aware UTC) at which clocks of the zone show a naive wall time or a later one.

    This is what a rule such as "at 8 in the morning" means: a skipped hour is told when the gap ends, a repeated
    one once, the first time.

    Raises:
        UnknownZoneError, TimeOutOfRangeError, ValueError: as `resolve_local_time`.
    """
    resolved = resolve_local_time(local, zone_name)
    if resolved.outcome is not DstOutcome.GAP:
        return resolved.instant_utc
    before, after = (option.instant_utc for option in resolved.options)
    return _end_of_gap(before, after, local, zone(zone_name))


def _end_of_gap(before: datetime, after: datetime, local: datetime, place: ZoneInfo) -> datetime:
    """Find the clock change between two instants to the second: clocks show less than `local` before it."""
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        shown = (before + timedelta(seconds=middle)).astimezone(place).replace(tzinfo=None)
        low, high = (low, middle) if shown >= local else (middle, high)
    return before.replace(microsecond=0) + timedelta(seconds=high)


def local_moment(day: date, hour: int, zone_name: str) -> datetime:
    """Return the instant (aware UTC) at which a local day reaches a full hour, 0 to 23.

    If clocks skip that hour it is the first moment after the gap; if they show it twice, the first time.

    Raises:
        UnknownZoneError, TimeOutOfRangeError: as `resolve_local_time`.
    """
    return first_instant_at_or_after(datetime.combine(day, time(hour)), zone_name)


# A page of a campaign asks for a thousand of them, most for the same days in the same zones.
@lru_cache(maxsize=_DAYS_KEPT)
def day_start(day: date, zone_name: str) -> datetime:
    """Return the first instant (aware UTC) of a local day, which is not midnight where clocks skip that."""
    return local_moment(day, 0, zone_name)


@lru_cache(maxsize=_DAYS_KEPT)
def day_end(day: date, zone_name: str) -> datetime:
    """Return the instant (aware UTC, exclusive) at which a local day is over: the first of the next day.

    Raises:
        UnknownZoneError, TimeOutOfRangeError: as `resolve_local_time`.
    """
    if day == date.max:
        raise TimeOutOfRangeError(day)
    return day_start(day + timedelta(days=1), zone_name)


def in_zone(instant: datetime, zone_name: str) -> datetime:
    """Return an aware instant as aware local time of the zone.

    Raises:
        UnknownZoneError: no such zone.
        ValueError: the instant is naive.
    """
    if instant.tzinfo is None:
        raise ValueError(f"naive datetime {instant!r} given for an instant")
    return instant.astimezone(zone(zone_name))


@lru_cache(maxsize=_DAYS_KEPT)
def day_of(instant: datetime, zone_name: str) -> date:
    """Return the day that an aware instant falls on in the zone."""
    return in_zone(instant, zone_name).date()


def same_wall(instant: datetime, zone_a: str, zone_b: str) -> bool:
    """Say whether clocks of both zones show the same at that instant, so that naming one of them is enough."""
    return in_zone(instant, zone_a).utcoffset() == in_zone(instant, zone_b).utcoffset()


def offset_label(instant: datetime, zone_name: str) -> str:
    """Return the offset in force at an instant as people write it: `UTC`, `UTC+8`, `UTC−3:30` (a true minus)."""
    offset = in_zone(instant, zone_name).utcoffset() or timedelta(0)
    minutes = round(abs(offset).total_seconds() / 60)
    if not minutes:
        return "UTC"
    sign = "−" if offset < timedelta(0) else "+"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
