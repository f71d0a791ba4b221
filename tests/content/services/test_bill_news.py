"""Owners hear when a bill that their copy cites moved on; who has compared the two is kept, up to what they saw."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from scheduler.agenda.services.changes import notify_listeners
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.services.copy_news import check_copy
from scheduler.content.services.listener import ContentListener
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.services.bills import BillDraft, change_bill, find_or_create
from scheduler.legislation.services.milestones import MilestoneDraft, add_milestone, change_milestone, take_back
from scheduler.outbox.models import Message
from scheduler.rows import RowGoneError
from tests.content.services.test_what_mail_tells import mail_to
from tests.content.stage import ITEM_TEXT, SECRECY, Stage
from tests.costs import statements

BILL = BillDraft("US Congress", "H.R. 2732", "Safe Routes Act")
VOTE = MilestoneDraft(
    kind=MilestoneKind.FLOOR_VOTE,
    day=date(2027, 6, 30),
    votes_for=91,
    votes_against=3,
    source_url="https://congress.example/votes/7",
)
NEWS = NotificationKind.BILL_CHANGED


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def bill(stage: Stage) -> Bill:
    stage.listeners = (ContentListener(),)
    return find_or_create(stage.session, BILL, actor_id=None, now=stage.now)


def vote(stage: Stage, bill: Bill, who: str = "far_lead", day: date = VOTE.day) -> BillMilestone:
    stage.now += timedelta(hours=1)
    draft = replace(VOTE, day=day)
    return add_milestone(stage.session, bill, draft, form_id=str(uuid.uuid4()), context=stage.context(who))


def cite(stage: Stage, *bills: Bill, **changes: Any) -> Item:
    return stage.item(bills=frozenset(bill.id for bill in bills), **changes)


def messages(stage: Stage) -> list[Message]:
    notify_listeners(stage.session)
    return list(stage.session.scalars(select(Message).where(Message.kind == NEWS)))


def test_the_owner_of_copy_that_cites_it_hears_of_a_milestone_and_nobody_else(stage: Stage, bill: Bill):
    cite(stage, bill)
    stage.item()

    vote(stage, bill)

    assert stage.notified(NEWS) == ["owner"]
    assert mail_to(stage, NEWS, "owner") == (
        "Check the copy: Five of twelve answered",
        "H.R. 2732: Floor vote, Wed 30 Jun 2027. Check whether the copy is still right.",
    )


def test_whoever_entered_it_themselves_is_not_told(stage: Stage, bill: Bill):
    cite(stage, bill)
    vote(stage, bill, who="owner")

    assert stage.notified(NEWS) == []


def test_leads_hear_of_it_while_nobody_owns_the_item(stage: Stage, bill: Bill):
    cite(stage, bill).owner_id = None
    vote(stage, bill)

    assert stage.notified(NEWS) == ["lead"]


def test_news_of_a_companion_is_news(stage: Stage, bill: Bill):
    other = find_or_create(stage.session, replace(BILL, number="S. 1207"), actor_id=None, now=stage.now)
    other.companion_of_id = bill.id
    stranger = find_or_create(stage.session, replace(BILL, number="S. 1"), actor_id=None, now=stage.now)
    cite(stage, other)
    cite(stage, bill, other)
    cite(stage, stranger)

    vote(stage, bill)
    assert len(messages(stage)) == 2
    vote(stage, other)
    assert len(messages(stage)) == 4


def test_a_change_and_a_retraction_are_news_and_another_name_is_none(stage: Stage, bill: Bill):
    cite(stage, bill)
    row = vote(stage, bill)
    stage.now += timedelta(hours=1)
    change_bill(
        stage.session, bill, replace(BILL, title="Safer Routes Act"), revision=1, context=stage.context("far_lead")
    )
    assert len(messages(stage)) == 1

    stage.now += timedelta(hours=1)
    draft = replace(VOTE, votes_against=4)
    change_milestone(stage.session, row, draft, revision=row.revision, context=stage.context("far_lead"))
    assert len(messages(stage)) == 2

    stage.now += timedelta(hours=1)
    take_back(stage.session, row, "The page is wrong", revision=row.revision, context=stage.context("far_lead"))
    assert len(messages(stage)) == 3
    assert mail_to(stage, NEWS, "owner")[1] == (
        "Fay Far (Far Hills) retracted “Floor vote” of H.R. 2732. Check whether the copy is still right."
    )


@pytest.mark.parametrize("state", list(State))
def test_what_is_published_is_to_be_checked_and_what_nobody_reads_is_not(stage: Stage, bill: Bill, state: State):
    cite(stage, bill).state = state
    vote(stage, bill)

    is_over = state in {State.IDEA, State.WITHDRAWN, State.CANCELLED}
    assert stage.notified(NEWS) == ([] if is_over else ["owner"])


def test_a_deleted_item_is_nobodys_matter(stage: Stage, bill: Bill):
    cite(stage, bill).deleted_at = stage.now
    vote(stage, bill)

    assert stage.notified(NEWS) == []


def test_mail_about_copy_under_embargo_names_no_bill_and_stands_in_nobody_elses_log(stage: Stage, bill: Bill):
    cite(stage, bill, secrecy=SECRECY)
    vote(stage, bill)

    (message,) = messages(stage)
    assert mail_to(stage, NEWS, "owner") == (
        f"Check the copy: {SECRECY.placeholder_title}",
        "A bill that this cites has moved on. Check whether the copy is still right.",
    )
    assert message.dedup_key.startswith("private:")


def test_an_item_without_a_day_is_told_of_as_well(stage: Stage, bill: Bill):
    cite(stage, bill, when=None)
    vote(stage, bill)

    assert stage.notified(NEWS) == ["owner"]


def test_many_items_cost_as_many_statements_as_two(stage: Stage, bill: Bill, engine: Engine):
    def cost() -> int:
        with statements(engine) as asked:
            vote(stage, bill, day=stage.now.date() - timedelta(days=len(asked_before)))
            notify_listeners(stage.session)
        asked_before.append(len(asked))
        return len(asked)

    asked_before: list[int] = []

    for _ in range(2):
        cite(stage, bill)
    few = cost()
    for _ in range(6):
        cite(stage, bill)

    assert cost() <= few


def test_it_is_kept_up_to_what_was_seen_and_never_less(stage: Stage, bill: Bill):
    item = cite(stage, bill)
    seen = vote(stage, bill).changed_at
    assert seen is not None
    stage.now += timedelta(hours=1)
    by = stage.by("editor", item)

    check_copy(stage.session, item, seen, by=by, context=stage.context("editor"))
    assert item.bills_checked_at == seen
    check_copy(stage.session, item, seen - timedelta(days=1), by=by, context=stage.context("editor"))
    assert item.bills_checked_at == seen
    check_copy(stage.session, item, stage.now + timedelta(days=9), by=by, context=stage.context("editor"))
    assert item.bills_checked_at == stage.now

    query = select(AuditRow.actor_id).where(AuditRow.act == AuditAct.CONTENT_BILLS_CHECKED)
    assert list(stage.session.scalars(query)) == [stage.id("editor")] * 2


def test_whoever_may_not_write_cannot_confirm_nor_can_anybody_what_is_deleted(stage: Stage, bill: Bill):
    item = cite(stage, bill, text=ItemText(title=ITEM_TEXT.title, body="The bill passed."))
    for who in ("port_lead", "coordinator", "far_lead"):
        with pytest.raises(NotYoursError):
            check_copy(stage.session, item, stage.now, by=stage.by(who, item), context=stage.context(who))
    assert item.bills_checked_at is None

    item.deleted_at = stage.now
    stage.session.flush()
    with pytest.raises(RowGoneError):
        check_copy(stage.session, item, stage.now, by=stage.by("owner", item), context=stage.context("owner"))
