"""Who may hold, release, lift, remove and hand over what is under embargo: nobody lets out what they may not read."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.agenda.services.embargo import MayNotKeepError, MayNotLiftError, NotKeptBackError
from scheduler.agenda.services.guards import Embargo, LiftedError
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.services import history
from scheduler.content.services.item_plan import plan_of
from scheduler.content.services.items import edit_plan
from tests.content.services.test_embargo import LATER, act, break_in, calendar_entry, guard_of, put, remove
from tests.content.stage import ITEM_TEXT, LIFT, SECRECY, Stage


@pytest.mark.parametrize("who", ["owner", "editor"])
def test_who_may_not_lift_may_neither_remove_nor_end_earlier_nor_release_what_is_over(stage: Stage, who: str):
    item = stage.item(secrecy=SECRECY)
    sooner = Embargo(datetime(2027, 7, 30, 8, 59), "Asia/Manila", LIFT.at - timedelta(minutes=1))

    with pytest.raises(MayNotLiftError):
        remove(stage, item, who)
    with pytest.raises(MayNotLiftError):
        put(stage, item, who, embargo=sooner)
    put(stage, item, who, embargo=LATER)

    guard = guard_of(stage, item)
    assert (guard.embargo_at, guard.revealed_at) == (LATER.at, None)
    put(stage, item, "lead", embargo=sooner)
    assert guard.embargo_at == sooner.at


def test_who_may_not_lift_gives_it_to_no_other_organisation(stage: Stage):
    item = stage.item(secrecy=SECRECY)
    elsewhere = replace(plan_of(stage.session, item), organisation_id=stage.port.id, owner_id=None)

    def give(who: str) -> None:
        by, context = stage.by(who, item), stage.context(who)
        edit_plan(stage.session, item, elsewhere, revision=item.revision, by=by, context=context)

    with pytest.raises(MayNotLiftError):
        give("editor")
    stage.session.refresh(item)
    assert item.organisation_id == stage.bay.id
    give("lead")
    assert item.organisation_id == stage.port.id


def test_a_lead_outside_the_embargo_group_holds_it_back_and_does_not_let_it_out(stage: Stage):
    item = stage.item(secrecy=replace(SECRECY, embargo_group_people=frozenset({stage.id("editor")})))

    act(stage, "place_on_hold", item, "lead")
    act(stage, "release", item, "lead")
    with pytest.raises(MayNotLiftError):
        act(stage, "lift_now", item, "lead")
    act(stage, "place_on_hold", item, "lead")
    stage.now = LIFT.at
    with pytest.raises(MayNotLiftError):
        act(stage, "release", item, "lead")

    assert (guard_of(stage, item).held, guard_of(stage, item).revealed_at) == (True, None)


@pytest.mark.parametrize("name", ["place_on_hold", "release", "lift_now"])
@pytest.mark.parametrize("who", ["owner", "editor", "far_lead", "port_lead"])
def test_who_may_not_hold_release_or_lift(stage: Stage, name, who):
    item = stage.item(secrecy=SECRECY)

    with pytest.raises(MayNotKeepError):
        act(stage, name, item, who)


def test_a_coordinator_outside_the_embargo_group_lifts_early_only_after_saying_why(stage: Stage):
    item = stage.item(secrecy=SECRECY)

    with pytest.raises(MayNotLiftError):
        act(stage, "lift_now", item, "coordinator")
    assert (guard_of(stage, item).revealed_at, calendar_entry(stage, item).title) == (None, SECRECY.placeholder_title)
    break_in(stage, item)
    act(stage, "lift_now", item, "coordinator")

    assert (guard_of(stage, item).revealed_at, calendar_entry(stage, item).title) == (stage.now, ITEM_TEXT.title)
    assert stage.notified(NotificationKind.GLASS_BROKEN) == ["editor", "lead", "owner"]
    assert stage.notified(NotificationKind.ADVANCED) == ["editor", "lead", "owner"]
    acts = [row.act for row in history(stage.session, ("guard", item.guard_id))]
    assert acts[:2] == ["guard.advanced", "guard.glass_broken"]
    assert stage.notified(NotificationKind.LIFTED) == []
    with pytest.raises(LiftedError):
        put(stage, item)
    with pytest.raises(NotKeptBackError):
        act(stage, "place_on_hold", item, "lead")
