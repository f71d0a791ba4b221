"""The playbooks that ship can be applied as they are: awareness_day, legislative_moment, report_launch."""

from datetime import time

import pytest

from scheduler.content.channels.registry import CHANNELS
from scheduler.playbooks.domain.slots import (
    FURTHEST_DAYS,
    MAX_SLOTS,
    MAX_TITLE_CHARS,
    OwnerRole,
    Plan,
    Slot,
    SlotKind,
    ZoneRule,
)
from scheduler.playbooks.shipped.awareness_day import AWARENESS_DAY
from scheduler.playbooks.shipped.legislative_moment import LEGISLATIVE_MOMENT
from scheduler.playbooks.shipped.registry import SHIPPED
from scheduler.playbooks.shipped.report_launch import REPORT_LAUNCH

PLANS = [one.worded(str) for one in SHIPPED]


def slot(plan: Plan, key: str) -> Slot:
    return next(one for one in plan.slots if one.key == key)


def test_three_ship():
    assert SHIPPED == (AWARENESS_DAY, LEGISLATIVE_MOMENT, REPORT_LAUNCH)
    assert [plan.source for plan in PLANS] == ["awareness-day", "legislative-moment", "report-launch"]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.source)
def test_a_playbook_holds_to_its_limits(plan: Plan):
    keys = [one.key for one in plan.slots]
    assert len(set(keys)) == len(keys) <= MAX_SLOTS
    assert {one.kind for one in plan.slots} == {SlotKind.TASK, SlotKind.CONTENT}
    assert {one.owner.role for one in plan.slots} == set(OwnerRole)
    for one in plan.slots:
        assert 0 < len(one.title) <= MAX_TITLE_CHARS
        assert abs(one.offset_days) <= FURTHEST_DAYS
        assert set(one.channels) <= CHANNELS.keys()
        if one.kind is SlotKind.TASK:
            assert (one.at_time, one.channels) == (None, ())
        # Fits the column that says what something was made from.
        assert len(f"{plan.source}:{one.key}") <= 80


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.source)
def test_slots_stand_in_the_order_of_days(plan: Plan):
    assert [one.offset_days for one in plan.slots] == sorted(one.offset_days for one in plan.slots)


@pytest.mark.parametrize(
    ("plan", "key", "expected"),
    [
        (PLANS[0], "pictures", (-30, None, ZoneRule.ORGANISATION)),
        (PLANS[0], "translate", (-14, None, ZoneRule.ORGANISATION)),
        (PLANS[0], "release", (-1, time(17), ZoneRule.ORGANISATION)),
        (PLANS[0], "post", (0, time(9), ZoneRule.CHANNEL)),
        (PLANS[1], "before", (0, time(8), ZoneRule.CHANNEL)),
        (PLANS[2], "page", (0, time(9), ZoneRule.ORGANISATION)),
    ],
)
def test_slots_fall_where_the_field_puts_them(plan: Plan, key: str, expected: tuple[int, time | None, ZoneRule]):
    found = slot(plan, key)
    assert (found.offset_days, found.at_time, found.zone_rule) == expected
