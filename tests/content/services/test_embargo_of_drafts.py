"""What becomes of the embargo of a draft is nobody's news who has not been asked for anything yet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.agenda.models import EntryPerson, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.lift import lift
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.content.domain.workflow import Action
from scheduler.content.models import Item
from scheduler.content.services.calendar_entries import entry_of_item, republish
from scheduler.content.services.reviews import Advice, give_review, withdraw_review
from scheduler.content.services.transitions import move_item
from tests.content.services.test_embargo import LATER, act, put
from tests.content.services.test_reviews import ask as ask_for_review
from tests.content.stage import LIFT, SECRECY, Stage


def group(stage: Stage) -> frozenset[int]:
    return frozenset({stage.bay.id, stage.port.id, stage.kaagapay.id})


def under_embargo(stage: Stage) -> Item:
    """Make a draft that three organisations may read before the lift."""
    return stage.item(secrecy=replace(SECRECY, embargo_group_organisations=group(stage)))


def move(stage: Stage, item: Item, who: str = "owner", to: Embargo = LATER) -> None:
    put(stage, item, who, embargo=to, embargo_group_organisations=group(stage))


def back_to_draft(stage: Stage, item: Item) -> None:
    move_item(stage.session, item, Action.BACK_TO_DRAFT, by=stage.by("owner", item), context=stage.context("owner"))


def reminded_of_lift(stage: Stage, item: Item) -> set[int]:
    entry = stage.deadlines(item)["lift"]
    return set(stage.session.scalars(select(EntryPerson.person_id).where(EntryPerson.entry_id == entry.id)))


def lift_by_itself(stage: Stage, item: Item) -> None:
    guard = stage.session.get_one(Guard, item.guard_id)
    lift(stage.session, guard.id, {"content": republish}, ChangeContext((), None, LIFT.at))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda stage, item: put(stage, item, embargo=LATER), NotificationKind.MOVED),
        (lambda stage, item: act(stage, "place_on_hold", item, "lead"), NotificationKind.HELD),
        (lift_by_itself, NotificationKind.LIFTED),
    ],
)
def test_what_becomes_of_a_drafts_embargo_is_told_to_nobody_who_has_not_been_asked(
    stage: Stage, change: Callable[[Stage, Item], None], kind: NotificationKind
):
    both = frozenset({stage.bay.id, stage.port.id, stage.kaagapay.id})
    item = stage.item(secrecy=replace(SECRECY, embargo_group_organisations=both), signatories=both - {stage.bay.id})
    ask_for_review(stage, item, "port_editor")

    change(stage, item)

    assert set(stage.notified(kind)) == {"owner", "port_editor"} - {"owner" if kind is NotificationKind.MOVED else ""}


@pytest.mark.parametrize(
    ("change", "kind", "notified"),
    [
        (move, NotificationKind.MOVED, ["lead", "port_lead"]),
        (lambda stage, item: act(stage, "place_on_hold", item, "lead"), NotificationKind.HELD, ["owner", "port_lead"]),
        (lift_by_itself, NotificationKind.LIFTED, ["lead", "owner", "port_lead"]),
    ],
)
def test_whoever_was_asked_hears_of_it_when_it_is_a_draft_again(
    stage: Stage, change: Callable[[Stage, Item], None], kind: NotificationKind, notified: list[str]
):
    item = under_embargo(stage)
    stage.ask(item, stage.port)
    back_to_draft(stage, item)

    change(stage, item)

    assert stage.notified(kind) == notified


def test_a_release_is_told_to_whoever_heard_of_the_hold(stage: Stage):
    item = under_embargo(stage)
    stage.ask(item, stage.port)
    act(stage, "place_on_hold", item, "lead")
    assert {"port_lead", "port_editor", "manila_lead"} <= set(stage.notified(NotificationKind.HELD))
    back_to_draft(stage, item)

    act(stage, "release", item, "lead")

    assert stage.notified(NotificationKind.RELEASED) == sorted(stage.notified(NotificationKind.HELD))


def test_whoever_was_told_of_a_move_is_told_of_the_next_one(stage: Stage):
    item = under_embargo(stage)
    stage.ask(item, stage.port)
    move(stage, item)
    back_to_draft(stage, item)
    stage.now += timedelta(hours=1)

    move(stage, item, "lead", LIFT)

    assert stage.notified(NotificationKind.MOVED).count("port_editor") == 2
    assert stage.notified(NotificationKind.MOVED).count("manila_lead") == 2


def test_reviewers_who_have_answered_and_who_were_let_off_hear_of_it(stage: Stage):
    item = under_embargo(stage)
    [answered] = ask_for_review(stage, item, "port_editor")
    [withdrawn] = ask_for_review(stage, item, "manila_lead")
    give_review(stage.session, item, answered, Advice(True, 1), context=stage.context("port_editor"))
    by, context = stage.by("owner", item), stage.context("owner")
    withdraw_review(stage.session, item, withdrawn, by=by, context=context)

    move(stage, item)

    assert stage.notified(NotificationKind.MOVED) == ["manila_lead", "port_editor"]


def test_whoever_has_answered_hears_of_it_when_it_is_a_draft_again(stage: Stage):
    item = under_embargo(stage)
    stage.ask(item, stage.port)
    stage.say(item, "port_lead", stage.port)
    back_to_draft(stage, item)

    move(stage, item)

    assert stage.notified(NotificationKind.MOVED) == ["lead", "port_lead"]


def test_a_follower_of_its_day_has_not_been_asked(stage: Stage):
    item = under_embargo(stage)
    entry = entry_of_item(stage.session, item)
    assert entry is not None
    moved = NotificationDraft(
        entry.id, NotificationKind.MOVED, stage.id("owner"), (stage.id("port_editor"),), "k", {"from_day": 1}
    )
    notify(stage.session, moved, stage.now)

    act(stage, "place_on_hold", item, "lead")

    assert stage.notified(NotificationKind.HELD) == ["owner"]


def test_the_lift_of_a_draft_is_a_reminder_for_those_alone_who_have_been_asked(stage: Stage):
    both = frozenset({stage.bay.id, stage.port.id})
    item = stage.item(secrecy=replace(SECRECY, embargo_group_organisations=both))
    assert reminded_of_lift(stage, item) == {stage.id("owner")}

    stage.ask(item, stage.port)
    assert {stage.id("owner"), stage.id("port_lead"), stage.id("port_editor")} <= reminded_of_lift(stage, item)
