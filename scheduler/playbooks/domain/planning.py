"""On which days the slots of a plan fall in one campaign, for whom, and what there is to point out.

Tasks fall on the last working day up to their offset, in the country of their organisation. Content stays on its day,
as awareness days fall where they fall; a weekend or public holiday there is pointed out.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.content.domain.kinds import Kind
from scheduler.dates.timezones import (
    DstOutcome,
    Resolved,
    TimeOutOfRangeError,
    UnknownZoneError,
    day_of,
    resolve_local_time,
)
from scheduler.dates.working_days import DaysOff, working_day_up_to
from scheduler.playbooks.domain.slots import OwnerRole, Plan, Slot, SlotKind, ZoneRule

MAX_LINES = 500
"""More are neither read in a preview nor made in one act."""

STAND_IN_DAYS = 7
"""How long before its day an organisation is asked to plan content that nobody else may plan for it."""


class Remark(StrEnum):
    """What there is to point out about a line."""

    PAST = "past"
    MOVED_FROM_WEEKEND = "moved_from_weekend"
    MOVED_FROM_HOLIDAY = "moved_from_holiday"
    ON_WEEKEND = "on_weekend"
    ON_HOLIDAY = "on_holiday"
    SKIPPED_TIME = "skipped_time"
    REPEATED_TIME = "repeated_time"
    MADE = "made"
    STAND_IN = "stand_in"
    OTHER_ORGANISATION = "other_organisation"
    NOT_YOURS = "not_yours"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_ZONE = "unknown_zone"


BLOCKING = frozenset({Remark.NOT_YOURS, Remark.OUT_OF_RANGE})
LEFT_OUT = BLOCKING | {Remark.PAST, Remark.MADE}
"""Lines with one of these are not ticked at first."""


MadeKey = tuple[str, str, int, str]
"""What tells whether a line has been made before: task or content, slot, organisation, and the zone if by channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An open organisation taking part, and what whoever applies the plan may do for it.

    `channel_zones` has the zones of its channels' readers, by slug, where they are not the organisation's own.
    """

    organisation_id: int
    name: str
    zone: str
    days_off: DaysOff = field(default_factory=DaysOff)
    channel_zones: Mapping[str, str] = field(default_factory=dict)
    may_give_tasks: bool = True
    may_plan_content: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a plan is applied to.

    `members` says for which organisations somebody who can be given a task acts, `editors` where they are editor or
    lead. `made` are the lines that are there already, as `PlannedLine.made_key`.
    """

    first_day: date | None
    now: datetime
    lead_id: int
    manager_id: int
    parties: tuple[Party, ...]
    members: Mapping[int, frozenset[int]] = field(default_factory=dict)
    editors: Mapping[int, frozenset[int]] = field(default_factory=dict)
    made: Collection["MadeKey"] = ()

    @property
    def party_by_id(self) -> Mapping[int, Party]:
        """The organisations by id."""
        return {party.organisation_id: party for party in self.parties}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """A task or an item as it would be made.

    `slot_day` is where the offset falls, `day` where the line does; both None while the campaign has no day. `wall` is
    the naive time that clocks of `zone` show. `holiday` is the name of the one that a remark is about.
    """

    key: str
    made_from: str
    kind: SlotKind
    title: str
    note: str
    organisation_id: int
    organisation: str
    person_id: int | None
    offset_days: int
    slot_day: date | None
    day: date | None
    slot: Slot
    zone: str = ""
    wall: datetime | None = None
    at: datetime | None = None
    channels: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    holiday: str = ""

    @property
    def item_kind(self) -> Kind:
        """What kind of content it is."""
        return self.slot.item_kind

    @property
    def made_key(self) -> MadeKey:
        """What tells whether it has been made before."""
        return self.kind.value, self.made_from, self.organisation_id, self.zone if self.by_channel else ""

    @property
    def by_channel(self) -> bool:
        """Say whether its zone is that of channels, so that there may be several lines of one slot."""
        return self.kind is SlotKind.CONTENT and self.slot.zone_rule is ZoneRule.CHANNEL

    @property
    def is_blocked(self) -> bool:
        """Say whether it cannot be made."""
        return not BLOCKING.isdisjoint(self.remarks)

    @property
    def is_ticked(self) -> bool:
        """Say whether it is made unless somebody says otherwise."""
        return LEFT_OUT.isdisjoint(self.remarks)


def planned_lines(plan: Plan, scene: Scene) -> tuple[PlannedLine, ...]:
    """Return what a plan makes in a campaign, line by line, in the order of days."""
    lines = [line for slot in plan.slots for line in _lines(plan, slot, scene)]
    return tuple(sorted(lines, key=lambda one: (one.offset_days, one.kind != SlotKind.TASK, one.at is not None)))


def count_lines(plan: Plan, scene: Scene) -> int:
    """Return how many lines there would be at most, without making them."""
    each = {OwnerRole.EACH: len(scene.parties)}
    channels = {ZoneRule.CHANNEL: 1}
    return sum(
        each.get(slot.owner.role, 1) * max(1, channels.get(slot.zone_rule, 0) * len(slot.channels))
        for slot in plan.slots
    )


def fingerprint(lines: Iterable[PlannedLine]) -> str:
    """Return what is another as soon as anything of the lines is: a page that is sent back has to show what holds."""
    parts = [
        f"{one.key}\x1f{one.title}\x1f{one.organisation_id}\x1f{one.person_id}\x1f{one.day}\x1f{one.wall}\x1f{one.zone}"
        f"\x1f{','.join(one.channels)}\x1f{','.join(one.remarks)}\x1f{one.note}"
        for one in lines
    ]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:32]


def _lines(plan: Plan, slot: Slot, scene: Scene) -> Iterator[PlannedLine]:
    for party, person_id, remarks in _owners(slot, scene):
        for number, (zone, channels) in enumerate(_zones(slot, party)):
            line = PlannedLine(
                key=f"{slot.key}.{party.organisation_id}" + (f".{number}" if number else ""),
                made_from=f"{plan.source}:{slot.key}",
                kind=slot.kind,
                title=slot.title,
                note=slot.note,
                organisation_id=party.organisation_id,
                organisation=party.name,
                person_id=person_id,
                offset_days=slot.offset_days,
                slot_day=None,
                day=None,
                slot=slot,
                zone=zone,
                channels=channels,
                remarks=remarks,
            )
            yield _settled(line, party, scene)


Owned = tuple[Party, int | None, tuple[Remark, ...]]
"""An organisation that a slot is for, who has it there, and what there is to point out about that."""


def _owners(slot: Slot, scene: Scene) -> Iterable[Owned]:
    """Return for which organisations a slot is; none if the one that leads has closed."""
    owner = slot.owner
    if owner.organisation_id is not None:
        own = scene.party_by_id.get(owner.organisation_id)
        return [(own, _person(slot, own.organisation_id, scene), ())] if own else _led(scene, Remark.OTHER_ORGANISATION)
    match owner.role:
        case OwnerRole.EACH:
            return [(party, None, ()) for party in scene.parties]
        case OwnerRole.MANAGER:
            return _managed(slot, scene)
        case OwnerRole.LEAD:
            return _led(scene)


def _led(scene: Scene, *remarks: Remark) -> list[Owned]:
    lead = scene.party_by_id.get(scene.lead_id)
    return [(lead, None, remarks)] if lead is not None else []


def _managed(slot: Slot, scene: Scene) -> list[Owned]:
    """Return the campaign manager with an organisation taking part: the one that leads, if they act for it."""
    parties = scene.party_by_id
    places = _places(slot, scene.manager_id, scene) & parties.keys()
    if not places:
        return _led(scene)
    return [(parties[scene.lead_id if scene.lead_id in places else min(places)], scene.manager_id, ())]


def _places(slot: Slot, person_id: int, scene: Scene) -> frozenset[int]:
    """Return the organisations for which somebody can have what is made of a slot."""
    places = scene.members if slot.kind is SlotKind.TASK else scene.editors
    return places.get(person_id, frozenset())


def _person(slot: Slot, organisation_id: int, scene: Scene) -> int | None:
    person_id = slot.owner.person_id
    return person_id if person_id is not None and organisation_id in _places(slot, person_id, scene) else None


def _zones(slot: Slot, party: Party) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the zones of a slot for an organisation, each with its channels; more than one only by channel."""
    by_channel = slot.zone_rule is ZoneRule.CHANNEL and slot.channels and party.may_plan_content
    if slot.kind is SlotKind.TASK or not by_channel:
        yield slot.zone or party.zone, slot.channels
        return
    zones: dict[str, list[str]] = {}
    for channel in slot.channels:
        zones.setdefault(party.channel_zones.get(channel, party.zone), []).append(channel)
    for zone, channels in zones.items():
        yield zone, tuple(channels)


def _settled(line: PlannedLine, party: Party, scene: Scene) -> PlannedLine:
    """Return a line with its day and what there is to point out; what is not theirs to plan is asked for by a task."""
    if line.kind is SlotKind.CONTENT and not party.may_plan_content:
        line = _stand_in(line)
    if line.kind is SlotKind.TASK and not party.may_give_tasks:
        line = _with(line, Remark.NOT_YOURS)
    line = _placed(line, party, scene)
    return _with(line, Remark.MADE) if line.made_key in scene.made else line


def _stand_in(line: PlannedLine) -> PlannedLine:
    offset = line.offset_days - STAND_IN_DAYS
    line = replace(line, kind=SlotKind.TASK, person_id=None, channels=(), zone="", offset_days=offset)
    return _with(line, Remark.STAND_IN)


def _with(line: PlannedLine, *remarks: Remark) -> PlannedLine:
    return replace(line, remarks=(*line.remarks, *remarks))


def _placed(line: PlannedLine, party: Party, scene: Scene) -> PlannedLine:
    if scene.first_day is None:
        return line
    try:
        day = scene.first_day + timedelta(days=line.offset_days)
        if line.kind is SlotKind.TASK:
            return _task_placed(line, day, party, scene.now)
        return _content_placed(line, day, party, scene.now)
    except (OverflowError, TimeOutOfRangeError):
        return _with(line, Remark.OUT_OF_RANGE)


def _task_placed(line: PlannedLine, day: date, party: Party, now: datetime) -> PlannedLine:
    off = party.days_off
    placed = replace(line, slot_day=day, day=working_day_up_to(day, off))
    if placed.day != day:
        holiday = off.holiday(day)
        placed = _with(replace(placed, holiday=holiday), _which(holiday, moved=True))
    return _with(placed, Remark.PAST) if placed.day and placed.day < day_of(now, party.zone) else placed


def _content_placed(line: PlannedLine, day: date, party: Party, now: datetime) -> PlannedLine:
    placed = replace(line, slot_day=day, day=day)
    if party.days_off.is_off(day):
        holiday = party.days_off.holiday(day)
        placed = _with(replace(placed, holiday=holiday), _which(holiday, moved=False))
    if line.slot.at_time is None:
        return _with(placed, Remark.PAST) if day < day_of(now, party.zone) else placed
    placed = _timed(placed, datetime.combine(day, line.slot.at_time), party)
    return _with(placed, Remark.PAST) if placed.at is not None and placed.at < now else placed


def _which(holiday: str, *, moved: bool) -> Remark:
    if moved:
        return Remark.MOVED_FROM_HOLIDAY if holiday else Remark.MOVED_FROM_WEEKEND
    return Remark.ON_HOLIDAY if holiday else Remark.ON_WEEKEND


_DOUBTFUL = {DstOutcome.GAP: Remark.SKIPPED_TIME, DstOutcome.FOLD: Remark.REPEATED_TIME}


def _timed(line: PlannedLine, wall: datetime, party: Party) -> PlannedLine:
    try:
        resolved: Resolved = resolve_local_time(wall, line.zone)
    except UnknownZoneError:
        line = _with(replace(line, zone=party.zone), Remark.UNKNOWN_ZONE)
        resolved = resolve_local_time(wall, party.zone)
    remark = _DOUBTFUL.get(resolved.outcome)
    placed = replace(line, wall=resolved.wall, at=resolved.instant_utc, day=resolved.wall.date())
    return _with(placed, remark) if remark is not None else placed
