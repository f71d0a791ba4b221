"""On which days the lines of a plan fall, for whom, and what is pointed out: the rule by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.kinds import Kind
from scheduler.dates.working_days import DaysOff
from scheduler.playbooks.domain.planning import (
    Party,
    PlannedLine,
    Remark,
    Scene,
    count_lines,
    fingerprint,
    planned_lines,
)
from scheduler.playbooks.domain.slots import FURTHEST_DAYS, Owner, OwnerRole, Plan, Slot, SlotKind, ZoneRule, in_order

FRIDAY = date(2027, 7, 30)
NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
LEAD, OTHER, MANAGER = 1, 2, 7
BAY = Party(organisation_id=LEAD, name="Lantern Bay", zone="America/New_York")
PORT = Party(organisation_id=OTHER, name="Harbour Light", zone="Asia/Manila")
SCENE = Scene(
    first_day=FRIDAY,
    now=NOW,
    lead_id=LEAD,
    manager_id=MANAGER,
    parties=(BAY, PORT),
    members={MANAGER: frozenset({LEAD})},
    editors={MANAGER: frozenset({LEAD})},
)


def task(offset: int, role: OwnerRole = OwnerRole.LEAD, key: str = "one") -> Slot:
    return Slot(key=key, kind=SlotKind.TASK, title="Brief staff", offset_days=offset, owner=Owner(role=role))


def content(offset: int, at: time | None = None, rule: ZoneRule = ZoneRule.ORGANISATION, **more: object) -> Slot:
    values: dict[str, object] = {"key": "post", "kind": SlotKind.CONTENT, "title": "Post", "offset_days": offset}
    return Slot(**(values | {"at_time": at, "zone_rule": rule} | more))  # type: ignore[arg-type]


def lines(*slots: Slot, scene: Scene = SCENE) -> list[PlannedLine]:
    return list(planned_lines(Plan(source="p", name="Plan", slots=slots), scene))


def with_bay(**changes: object) -> Scene:
    return replace(SCENE, parties=(replace(BAY, **changes), PORT))  # type: ignore[arg-type]


def test_a_task_on_a_weekend_is_due_on_the_working_day_before():
    [line] = lines(task(-5))

    assert (line.slot_day, line.day) == (date(2027, 7, 25), date(2027, 7, 23))
    assert (line.offset_days, line.remarks) == (-5, (Remark.MOVED_FROM_WEEKEND,))


def test_a_task_on_a_holiday_is_moved_as_well_and_the_holiday_is_named():
    scene = with_bay(days_off=DaysOff(holidays={date(2027, 7, 29): "Founders' Day", date(2027, 7, 28): "Eve"}))
    [line] = lines(task(-1), scene=scene)

    assert (line.day, line.holiday, line.remarks) == (date(2027, 7, 27), "Founders' Day", (Remark.MOVED_FROM_HOLIDAY,))


def test_the_weekend_is_that_of_the_organisation_which_has_the_task():
    weekend = DaysOff(weekend=frozenset({4, 5}))
    [line] = lines(task(0), scene=with_bay(days_off=weekend))

    assert (line.day, line.remarks) == (date(2027, 7, 29), (Remark.MOVED_FROM_WEEKEND,))


def test_content_stays_where_it_falls_and_says_so():
    holiday = DaysOff(holidays={date(2027, 7, 29): "Founders' Day"})
    on_weekend, on_holiday = lines(content(-5), content(-1), scene=with_bay(days_off=holiday))

    assert (on_weekend.day, on_weekend.remarks) == (date(2027, 7, 25), (Remark.ON_WEEKEND,))
    assert (on_holiday.day, on_holiday.remarks, on_holiday.holiday) == (
        date(2027, 7, 29),
        (Remark.ON_HOLIDAY,),
        "Founders' Day",
    )


def test_a_time_is_in_the_zone_of_the_owning_organisation():
    slot = content(-1, time(17), owner=Owner(role=OwnerRole.EACH))
    bay, port = lines(slot)

    assert (bay.zone, bay.at) == ("America/New_York", datetime(2027, 7, 29, 21, tzinfo=UTC))
    assert (port.zone, port.at) == ("Asia/Manila", datetime(2027, 7, 29, 9, tzinfo=UTC))


def test_channels_with_readers_elsewhere_get_a_line_of_their_own():
    slot = content(0, time(9), ZoneRule.CHANNEL, channels=("bluesky", "facebook", "linkedin"))
    own, tokyo = lines(slot, scene=with_bay(channel_zones={"facebook": "Asia/Tokyo"}))

    assert (own.key, own.zone, own.channels) == ("post.1", "America/New_York", ("bluesky", "linkedin"))
    assert (tokyo.key, tokyo.zone, tokyo.channels) == ("post.1.1", "Asia/Tokyo", ("facebook",))
    assert (own.wall, tokyo.wall) == (datetime(2027, 7, 30, 9), datetime(2027, 7, 30, 9))


@pytest.mark.parametrize(
    ("day", "at", "wall", "remark"),
    [
        (date(2027, 3, 14), time(2, 30), datetime(2027, 3, 14, 3, 30), Remark.SKIPPED_TIME),
        (date(2027, 11, 7), time(1, 30), datetime(2027, 11, 7, 1, 30), Remark.REPEATED_TIME),
    ],
)
def test_a_time_that_clocks_skip_or_repeat_is_pointed_out(day: date, at: time, wall: datetime, remark: Remark):
    scene = replace(SCENE, first_day=day, now=datetime(2027, 1, 1, tzinfo=UTC))
    [line] = lines(content(0, at), scene=scene)

    assert (line.wall, remark in line.remarks) == (wall, True)


def test_a_zone_that_is_no_more_is_replaced_by_the_organisations():
    [line] = lines(content(0, time(9), zone="Mars/Olympus"))

    assert (line.zone, line.remarks) == ("America/New_York", (Remark.UNKNOWN_ZONE,))


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (OwnerRole.LEAD, [(LEAD, None)]),
        (OwnerRole.MANAGER, [(LEAD, MANAGER)]),
        (OwnerRole.EACH, [(LEAD, None), (OTHER, None)]),
    ],
)
def test_roles_stand_for_those_who_have_them(role: OwnerRole, expected: list[tuple[int, int | None]]):
    assert [(line.organisation_id, line.person_id) for line in lines(task(-1, role))] == expected


def test_a_manager_from_another_organisation_has_it_there_and_one_from_none_leaves_it_to_the_lead():
    elsewhere = replace(SCENE, members={MANAGER: frozenset({OTHER, 99})})
    assert [(line.organisation_id, line.person_id) for line in lines(task(-1, OwnerRole.MANAGER), scene=elsewhere)] == [
        (OTHER, MANAGER)
    ]
    gone = replace(SCENE, members={})
    assert [(line.organisation_id, line.person_id) for line in lines(task(-1, OwnerRole.MANAGER), scene=gone)] == [
        (LEAD, None)
    ]


def test_where_the_lead_organisation_has_closed_only_the_others_get_theirs():
    scene = replace(SCENE, parties=(PORT,))
    assert lines(task(-1), scene=scene) == []
    assert [line.organisation_id for line in lines(task(-1, OwnerRole.EACH), scene=scene)] == [OTHER]


def test_the_plan_of_another_campaign_keeps_organisation_and_person_where_they_can_have_it():
    owner = Owner(organisation_id=OTHER, person_id=8)
    slot = replace(task(-1), owner=owner)

    [gone] = lines(slot)
    [there] = lines(slot, scene=replace(SCENE, members={8: frozenset({OTHER})}))
    [left] = lines(slot, scene=replace(SCENE, parties=(BAY,), members={8: frozenset({OTHER})}))

    assert (gone.organisation_id, gone.person_id) == (OTHER, None)
    assert (there.organisation_id, there.person_id) == (OTHER, 8)
    assert (left.organisation_id, left.person_id, left.remarks) == (LEAD, None, (Remark.OTHER_ORGANISATION,))


def test_content_that_somebody_may_not_plan_becomes_a_task_a_week_before():
    scene = with_bay(may_plan_content=False, channel_zones={"facebook": "Asia/Tokyo"})
    slot = content(0, time(9), ZoneRule.CHANNEL, channels=("bluesky", "facebook"))
    [line] = lines(slot, scene=scene)

    assert (line.kind, line.day, line.channels, line.at) == (SlotKind.TASK, date(2027, 7, 23), (), None)
    assert line.remarks == (Remark.STAND_IN,)


def test_what_is_nobodys_to_give_is_shown_but_cannot_be_ticked():
    [line] = lines(content(0), scene=with_bay(may_plan_content=False, may_give_tasks=False))

    assert (line.is_blocked, line.is_ticked) == (True, False)


def test_the_past_and_what_is_there_already_are_not_ticked():
    late = replace(SCENE, now=datetime(2027, 7, 30, 13, tzinfo=UTC))
    past, today = lines(task(-1), task(0, key="two"), scene=late)
    early, later = lines(content(0, time(8)), content(0, time(10), key="later"), scene=late)
    [made] = lines(task(-1), scene=replace(SCENE, made={("task", "p:one", LEAD, "")}))
    [other_kind] = lines(task(-1), scene=replace(SCENE, made={("content", "p:one", LEAD, "")}))

    assert [line.is_ticked for line in (past, today, early, later)] == [False, True, False, True]
    assert (made.remarks, made.is_ticked, made.is_blocked) == ((Remark.MADE,), False, False)
    assert other_kind.is_ticked


def test_without_a_day_there_are_offsets_alone():
    for line in lines(task(-5), content(0, time(9)), scene=replace(SCENE, first_day=None)):
        assert (line.day, line.at, line.remarks, line.is_ticked) == (None, None, (), True)


@pytest.mark.parametrize("first_day", [date.min, date.max])
def test_the_calendar_has_ends(first_day: date):
    slots = (task(-FURTHEST_DAYS), task(FURTHEST_DAYS), content(-1, time(0)), content(1, time(23, 59)), content(0))
    for line in lines(*slots, scene=replace(SCENE, first_day=first_day)):
        assert (line.day is None) == (Remark.OUT_OF_RANGE in line.remarks) == line.is_blocked


OFFSETS = st.integers(-FURTHEST_DAYS, FURTHEST_DAYS)
HOLIDAYS = st.dictionaries(st.dates(date(2025, 1, 1), date(2030, 12, 31)), st.just("Holiday"), max_size=40)
WEEKENDS = st.sets(st.integers(0, 6), max_size=3).map(frozenset)


@given(OFFSETS, HOLIDAYS, WEEKENDS)
def test_a_task_is_never_late_never_on_a_day_off_and_says_when_it_was_moved(
    offset: int, holidays: dict[date, str], weekend: frozenset[int]
):
    off = DaysOff(weekend, holidays)
    [line] = lines(task(offset), scene=with_bay(days_off=off))

    assert line.slot_day == FRIDAY + timedelta(days=offset)
    assert line.day is not None
    assert line.day <= line.slot_day
    assert not off.is_off(line.day)
    moved = {Remark.MOVED_FROM_WEEKEND, Remark.MOVED_FROM_HOLIDAY} & set(line.remarks)
    assert (line.day != line.slot_day) == bool(moved)
    assert (Remark.MOVED_FROM_HOLIDAY in line.remarks) == (line.slot_day in holidays)


@given(OFFSETS, st.times(), HOLIDAYS)
def test_content_keeps_its_distance_whatever_day_it_is(offset: int, at: time, holidays: dict[date, str]):
    [line] = lines(content(offset, at.replace(fold=0)), scene=with_bay(days_off=DaysOff(holidays=holidays)))

    assert line.day == FRIDAY + timedelta(days=offset)
    assert line.at is not None


def test_lines_stand_in_the_order_of_days():
    made = lines(task(3, key="late"), content(0), task(-9, key="early"), task(0, key="day"))
    assert [line.offset_days for line in made] == [-9, 0, 0, 3]
    assert [line.kind for line in made[1:3]] == [SlotKind.TASK, SlotKind.CONTENT]
    assert [slot.key for slot in in_order((task(3, key="late"), content(0), task(0, key="day")))] == [
        "day", "post", "late",
    ]  # fmt: skip


def test_no_more_lines_are_made_than_counted():
    slots = (task(-1, OwnerRole.EACH), content(0, time(9), ZoneRule.CHANNEL, channels=("bluesky", "facebook")), task(1))
    scene = with_bay(channel_zones={"facebook": "Asia/Tokyo"})
    assert count_lines(Plan(source="p", name="", slots=slots), scene) == len(lines(*slots, scene=scene)) == 5


@pytest.mark.parametrize(
    "change",
    [
        {"first_day": date(2027, 7, 31)},
        {"parties": (BAY,)},
        {"made": {("task", "p:one", LEAD, "")}},
        {"now": datetime(2027, 8, 30, tzinfo=UTC)},
    ],
)
def test_a_page_that_showed_something_else_is_known_by_its_fingerprint(change: dict[str, object]):
    slots = (task(-1, OwnerRole.EACH), content(0, time(9), item_kind=Kind.POST))
    changed = replace(SCENE, **change)  # type: ignore[arg-type]

    assert fingerprint(lines(*slots)) == fingerprint(lines(*slots))
    assert fingerprint(lines(*slots)) != fingerprint(lines(*slots, scene=changed))
