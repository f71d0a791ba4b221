"""VTIMEZONE: the clock changes of a zone as calendar programs read them, with yearly rules and never lists of days.

No library writes it so: icalendar writes RDATEs that end, which several programs do not read. The changes are those
that zoneinfo has; their rules are found by trying which one fits.
"""

import calendar
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from scheduler.agenda.domain.ical import content_lines
from scheduler.dates.timezones import zone

CYCLE_YEARS = 28
"""After so many years all days fall on the same weekdays again, so a rule that holds as long holds on."""

_BEFORE = timedelta(days=400)
"""Any yearly change was made at least once within it."""

_STEP = timedelta(days=7)
"""No zone changes its clocks there and back within it."""

_SECOND = timedelta(seconds=1)
_SECONDS = range(_STEP // _SECOND + 1)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_WEEK = 7
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class ClockChange:
    """When clocks change (aware UTC), and from which offset to which; `name` is that of the new one."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def shown(self) -> datetime:
        """What clocks show, naive, when they are changed."""
        return self.at.replace(tzinfo=None) + self.before


def clock_changes(zone_name: str, first: datetime, last: datetime) -> Iterator[ClockChange]:
    """Yield the changes of a zone between two moments (aware UTC), to the second."""
    place = zone(zone_name)
    while first < last:
        before = _offset(first, place)
        if _offset(first + _STEP, place) != before:
            at = _change_after(first, place)
            yield ClockChange(at, before, _offset(at, place), at.astimezone(place).tzname() or zone_name)
        first += _STEP


def _change_after(first: datetime, place: ZoneInfo) -> datetime:
    """Return the first second within a step from which on another offset is in force."""
    before = _offset(first, place)
    return first + _SECOND * bisect_left(
        _SECONDS, 1, key=lambda second: _offset(first + second * _SECOND, place) != before
    )


def _offset(at: datetime, place: ZoneInfo) -> timedelta:
    return at.astimezone(place).utcoffset() or timedelta()


@lru_cache(maxsize=64)
def vtimezone_lines(zone_name: str, year: int) -> bytes:
    """Return the VTIMEZONE of a zone that is right from a year on, for `CYCLE_YEARS` at least.

    Changes without a yearly rule, as around Ramadan, stand there one by one.
    """
    start, end = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1), datetime(year + CYCLE_YEARS, 1, 1, tzinfo=UTC)
    changes = list(clock_changes(zone_name, start - _BEFORE, end))
    earlier, later = [change for change in changes if change.at <= start], [one for one in changes if one.at > start]
    component = Timezone()
    component.add("TZID", zone_name)
    if not (earlier and later):
        now = start.astimezone(zone(zone_name))
        offset = now.utcoffset() or timedelta()
        _add(component, [ClockChange(_ALWAYS - offset, offset, offset, now.tzname() or zone_name)])
    kept = [earlier[-1], *later] if earlier and later else later
    for run in _runs(kept):
        _add(component, run, goes_on=run[-1].at.year == end.year - 1)
    return b"".join(content_lines(component))


def _runs(changes: Sequence[ClockChange]) -> list[list[ClockChange]]:
    """Return changes that are alike and of one yearly rule together, in order of the first."""
    runs: list[list[ClockChange]] = []
    latest: dict[tuple[timedelta, timedelta, str], list[ClockChange]] = {}
    for change in changes:
        alike = (change.before, change.after, change.name)
        run = latest.get(alike)
        if run is not None and _rule([*run, change]) is not None:
            run.append(change)
        else:
            runs.append([change])
            latest[alike] = runs[-1]
    return runs


def _rule(run: Sequence[ClockChange]) -> str | None:
    """Return the yearly rule (RFC 5545, section 3.3.10) of changes; None if they have none."""
    shown = [change.shown for change in run]
    first, days = shown[0], [moment.day for moment in shown]
    alike = {(moment.month, moment.weekday(), moment.time()) for moment in shown}
    if len(alike) > 1 or [moment.year for moment in shown] != list(range(first.year, first.year + len(shown))):
        return None
    weekday = _WEEKDAYS[first.weekday()]
    nth = {(day - 1) // _WEEK + 1 for day in days}
    yearly = f"FREQ=YEARLY;BYMONTH={first.month}"
    if all(day + _WEEK > _last_day(moment) for day, moment in zip(days, shown, strict=True)):
        return f"{yearly};BYDAY=-1{weekday}"
    if len(nth) == 1:
        return f"{yearly};BYDAY={nth.pop()}{weekday}"
    if max(days) - min(days) < _WEEK and min(days) + _WEEK - 1 <= _last_day(first):
        # The first such weekday from a day on, as the Friday before a last Sunday.
        return f"{yearly};BYDAY={weekday};BYMONTHDAY={','.join(str(min(days) + day) for day in range(_WEEK))}"
    return None


def _last_day(moment: datetime) -> int:
    return calendar.monthrange(moment.year, moment.month)[1]


def _add(component: Timezone, run: Sequence[ClockChange], *, goes_on: bool = False) -> None:
    first = run[0]
    # By which way clocks go, not by what a zone calls summer: of each kind programs expect one, the later in summer.
    part = TimezoneDaylight() if first.after > first.before else TimezoneStandard()
    part.add("DTSTART", first.shown)
    part.add("TZOFFSETFROM", first.before)
    part.add("TZOFFSETTO", first.after)
    part.add("TZNAME", first.name)
    rule = _rule(run)
    if rule is not None and len(run) > 1:
        yearly = vRecur.from_ical(rule)
        if not goes_on:
            yearly["UNTIL"] = [run[-1].at]
        part.add("RRULE", yearly)
    component.add_component(part)
