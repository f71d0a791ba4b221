"""VTIMEZONEs: the clock changes of zoneinfo, as any program that reads yearly rules finds them."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr

from scheduler.agenda.domain.vtimezones import vtimezone_lines
from scheduler.dates.meant_zones import is_plain_zone
from scheduler.dates.timezones import zone_names
from tests.plugins.audit import Extent

LAST = datetime(2041, 1, 1, tzinfo=UTC)
SECOND, WEEK = timedelta(seconds=1), timedelta(days=7)
OFFERED = sorted(filter(is_plain_zone, zone_names()))
ODD: tuple[str, ...] = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/Nuuk",
    "America/Santiago",
    "America/Vancouver",
)
ODD += ("Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu", "Atlantic/Azores")
ODD += ("Australia/Lord_Howe", "Europe/Brussels", "Europe/Dublin", "Pacific/Chatham", "Pacific/Easter")


def parts(lines: bytes) -> list[Any]:
    return list(icalendar.Timezone.from_ical(lines).subcomponents)


def onsets(lines: bytes) -> Iterator[tuple[datetime, timedelta]]:
    """Yield when each offset comes into force, up to the last day that is looked at, and the offset."""
    for part in parts(lines):
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        start = part["DTSTART"].dt.replace(tzinfo=timezone(before))
        if "RRULE" not in part:
            yield start, after
            continue
        for at in rrulestr(part["RRULE"].to_ical().decode(), dtstart=start):
            if at >= LAST:
                break
            yield at, after


def offset(place: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(place).utcoffset()


def differences(name: str, year: int) -> list[str]:
    """Return where a VTIMEZONE says something else than zoneinfo, looking at each change and each week."""
    place, found = ZoneInfo(name), sorted(onsets(vtimezone_lines(name, year)))
    moments, offsets = [at for at, _after in found], [after for _at, after in found]
    first = datetime(year, 1, 1, tzinfo=UTC)
    weeks = [first + WEEK * week for week in range((LAST - first) // WEEK)]
    beside = [at - gap for at in moments for gap in (SECOND, timedelta()) if first <= at < LAST]
    return [
        f"{name} at {at}" for at in (*weeks, *beside) if offsets[bisect_right(moments, at) - 1] != offset(place, at)
    ]


def test_zones_change_their_clocks_when_zoneinfo_says_so_up_to_2040(extent: Extent) -> None:
    spread = [name for name in OFFERED if name not in ODD]
    asked = {*ODD, *extent.some(spread, 5, 8)} | ({"UTC"} & set(OFFERED))

    assert [line for name in sorted(asked) for year in (2026, 2033) for line in differences(name, year)] == []


def test_a_yearly_rule_is_one_and_no_list_of_days() -> None:
    brussels = vtimezone_lines("Europe/Brussels", 2027).decode().splitlines()

    assert [line for line in brussels if line.startswith(("RRULE", "RDATE"))] == [
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    ]
    assert [line for line in brussels if line.startswith("BEGIN")][1:] == ["BEGIN:STANDARD", "BEGIN:DAYLIGHT"]


def test_a_zone_without_clock_changes_is_one_standard_time() -> None:
    (only,) = parts(vtimezone_lines("Asia/Kathmandu", 2027))

    assert only.name == "STANDARD"
    assert only["TZOFFSETFROM"].td == only["TZOFFSETTO"].td == timedelta(hours=5, minutes=45)


@pytest.mark.parametrize("name", ["Asia/Gaza", "Africa/Cairo"])
def test_what_has_no_yearly_rule_stands_there_one_by_one(name: str) -> None:
    lines = vtimezone_lines(name, 2027)

    assert b"RDATE" not in lines
    assert len(parts(lines)) > 2
    assert len(lines) < 16_000


def test_where_changes_have_ended_the_last_one_stands_alone() -> None:
    (only,) = parts(vtimezone_lines("America/Vancouver", 2028))

    assert only["TZOFFSETTO"].td == timedelta(hours=-7)
