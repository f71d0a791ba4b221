"""What becomes of the embargo of a draft is nobody's news who has not been asked for anything yet."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from scheduler.agenda.models import EntryPerson, Guard
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.lift import lift
from scheduler.agenda.services.notices import NoticeKind
from scheduler.content.models import Item
from scheduler.content.services.publishing import republish
from tests.content.services.test_embargo import LATER, act, put
from tests.content.services.test_reviews import ask as ask_for_review
from tests.content.stage import LIFT, SECRECY, Stage


def reminded_of_lift(stage: Stage, item: Item) -> set[int]:
    entry = stage.deadlines(item)["lift"]
    return set(stage.session.scalars(select(EntryPerson.person_id).where(EntryPerson.entry_id == entry.id)))


def lift_by_itself(stage: Stage, item: Item) -> None:
    guard = stage.session.get_one(Guard, item.guard_id)
    lift(stage.session, guard.id, {"content": republish}, Telling((), None, LIFT.at))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda stage, item: put(stage, item, embargo=LATER), NoticeKind.MOVED),
        (lambda stage, item: act(stage, "hold_back", item, "lead"), NoticeKind.HELD),
        (lift_by_itself, NoticeKind.LIFTED),
    ],
)
def test_what_becomes_of_a_drafts_embargo_is_told_to_nobody_who_has_not_been_asked(
    stage: Stage, change: Callable[[Stage, Item], None], kind: NoticeKind
):
    both = frozenset({stage.bay.id, stage.port.id, stage.kaagapay.id})
    item = stage.item(secrecy=replace(SECRECY, circle_organisations=both), signatories=both - {stage.bay.id})
    ask_for_review(stage, item, "port_editor")

    change(stage, item)

    assert set(stage.told(kind)) <= {"owner", "port_editor"}
    assert stage.told(kind)


def test_the_lift_of_a_draft_is_a_reminder_for_those_alone_who_have_been_asked(stage: Stage):
    both = frozenset({stage.bay.id, stage.port.id})
    item = stage.item(secrecy=replace(SECRECY, circle_organisations=both))
    assert reminded_of_lift(stage, item) == {stage.id("owner")}

    stage.ask(item, stage.port)
    assert {stage.id("owner"), stage.id("port_lead"), stage.id("port_editor")} <= reminded_of_lift(stage, item)
