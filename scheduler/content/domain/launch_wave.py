"""When content of a campaign comes out together: one moment for all, or the same local time around the world; pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from scheduler.content.domain.moving import moves_along
from scheduler.content.domain.workflow import State
from scheduler.dates.timezones import DstOutcome, TimeOutOfRangeError, UnknownZoneError, in_zone, resolve_local_time

DAY_BEGINS, DAY_ENDS = timedelta(hours=-14), timedelta(hours=24 + 11)
"""Where a day lies, counted from its midnight in UTC: from its first hour at UTC+14 to its last one at UTC-11."""


class WaveZone(StrEnum):
    """Whose local time is meant."""

    ORGANISATION = "organisation"
    CHANNEL = "channel"


class WaveRemark(StrEnum):
    """What there is to point out about an item; those of `BLOCKING` keep it where it is."""

    UNDER_EMBARGO = "under_embargo"
    ON_HOLD = "on_hold"
    CAMPAIGN_UNDER_EMBARGO = "campaign_under_embargo"
    PAST = "past"
    OUT_OF_RANGE = "out_of_range"
    RELIED_ON = "relied_on"
    SCHEDULED = "scheduled"
    SKIPPED_TIME = "skipped_time"
    REPEATED_TIME = "repeated_time"
    SEVERAL_ZONES = "several_zones"
    UNKNOWN_ZONE = "unknown_zone"


BLOCKING = frozenset(
    {
        WaveRemark.UNDER_EMBARGO,
        WaveRemark.ON_HOLD,
        WaveRemark.CAMPAIGN_UNDER_EMBARGO,
        WaveRemark.PAST,
        WaveRemark.OUT_OF_RANGE,
    }
)
LEFT_OUT = BLOCKING | {WaveRemark.RELIED_ON, WaveRemark.SCHEDULED}
"""Items with one of these are moved only if somebody ticks them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An embargo: up to which aware moment nothing comes out, None for no end; `held` whatever the clock says."""

    until: datetime | None
    held: bool = False

    def forbids(self, at: datetime) -> bool:
        """Say whether nothing may come out at that moment."""
        return self.held or self.until is None or at < self.until


@dataclass(frozen=True, slots=True)
class Wave:
    """What is wanted: one aware moment for all, or a local time on a day by the clocks of `zone_rule`."""

    at: datetime | None = None
    day: date | None = None
    local: time | None = None
    zone_rule: WaveZone = WaveZone.ORGANISATION


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveItem:
    """An item that may be moved, with what its place in the wave depends on.

    `channels` has the zone of each channel's readers, by slug. `embargo` is None when nothing keeps it back.
    """

    item_id: int
    title: str
    organisation: str
    zone: str
    state: State
    channels: Mapping[str, str]
    is_signed: bool = False
    embargo: Kept | None = None
    publish_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaveLine:
    """An item with the place that it gets: the aware moment, and the naive wall time in its zone."""

    item: WaveItem
    zone: str
    wall: datetime | None = None
    at: datetime | None = None
    remarks: tuple[WaveRemark, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Say whether it stays where it is."""
        return not BLOCKING.isdisjoint(self.remarks)

    @property
    def is_ticked(self) -> bool:
        """Say whether it is moved unless somebody says otherwise."""
        return LEFT_OUT.isdisjoint(self.remarks)


def wave_lines(
    items: Iterable[WaveItem], wave: Wave, campaign_embargo: Kept | None, now: datetime
) -> tuple[WaveLine, ...]:
    """Return where each item comes to lie, the first one first; what cannot be placed comes last."""
    lines = [_checked(_placed(_zoned(item, wave), wave), campaign_embargo, now) for item in items]
    end = datetime.max.replace(tzinfo=now.tzinfo)
    return tuple(sorted(lines, key=lambda line: (line.at or end, line.zone, line.item.title, line.item.item_id)))


def fingerprint(lines: Iterable[WaveLine]) -> str:
    """Return what is another as soon as anything of the lines is: a page that is sent back has to show what holds."""
    parts = [
        f"{one.item.item_id}\x1f{one.item.state}\x1f{one.item.publish_at}\x1f{one.zone}\x1f{one.wall}\x1f{one.at}"
        f"\x1f{','.join(one.remarks)}"
        for one in lines
    ]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:32]


def span(moments: Collection[datetime], wave: Wave) -> tuple[datetime, datetime]:
    """Return between which aware moments a wave is drawn: all of its day, or half a day around one moment."""
    first, last = min(moments), max(moments)
    if wave.day is None:
        return first - timedelta(hours=12), last + timedelta(hours=12)
    midnight = datetime.combine(wave.day, time(), tzinfo=first.tzinfo)
    return min(first, midnight + DAY_BEGINS), max(last, midnight + DAY_ENDS)


def _zoned(item: WaveItem, wave: Wave) -> WaveLine:
    """Return an item with the zone by whose clocks it comes out: an item has one time, so channels have to agree."""
    if wave.zone_rule is WaveZone.ORGANISATION or not item.channels:
        return WaveLine(item, item.zone)
    zones = set(item.channels.values())
    return WaveLine(item, zones.pop()) if len(zones) == 1 else WaveLine(item, item.zone, remarks=(_SEVERAL,))


_SEVERAL = WaveRemark.SEVERAL_ZONES
_DOUBTFUL = {DstOutcome.GAP: WaveRemark.SKIPPED_TIME, DstOutcome.FOLD: WaveRemark.REPEATED_TIME}


def _placed(line: WaveLine, wave: Wave) -> WaveLine:
    """Return a line with its moment; a time that clocks skip moves forward, of one shown twice the first is taken."""
    try:
        if wave.at is not None:
            return replace(line, at=wave.at, wall=in_zone(wave.at, line.zone).replace(tzinfo=None))
        if wave.day is None or wave.local is None:
            return _with(line, WaveRemark.OUT_OF_RANGE)
        resolved = resolve_local_time(datetime.combine(wave.day, wave.local), line.zone)
    except TimeOutOfRangeError:
        return _with(line, WaveRemark.OUT_OF_RANGE)
    except UnknownZoneError:
        return _placed(_with(replace(line, zone="UTC"), WaveRemark.UNKNOWN_ZONE), wave)
    remark = _DOUBTFUL.get(resolved.outcome)
    placed = replace(line, at=resolved.instant_utc, wall=resolved.wall)
    return _with(placed, remark) if remark else placed


def _checked(line: WaveLine, campaign_embargo: Kept | None, now: datetime) -> WaveLine:
    """Return a line with what keeps it back, and who has relied on where it is."""
    item, at = line.item, line.at
    if at is None:
        return line
    if at < now:
        line = _with(line, WaveRemark.PAST)
    if item.embargo is not None and item.embargo.forbids(at):
        line = _with(line, WaveRemark.ON_HOLD if item.embargo.held else WaveRemark.UNDER_EMBARGO)
    if campaign_embargo is not None and campaign_embargo.forbids(at):
        line = _with(line, WaveRemark.CAMPAIGN_UNDER_EMBARGO)
    if item.publish_at == at:
        return line
    if item.state is State.SCHEDULED:
        return _with(line, WaveRemark.SCHEDULED)
    movable = moves_along(item.state, is_signed=item.is_signed, is_concealed=item.embargo is not None)
    return line if movable else _with(line, WaveRemark.RELIED_ON)


def _with(line: WaveLine, *remarks: WaveRemark) -> WaveLine:
    return replace(line, remarks=(*line.remarks, *remarks))
