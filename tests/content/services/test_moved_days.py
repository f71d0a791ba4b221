"""Scheduled content is not moved, by whichever way, to a day on which it could not be published."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.quotes import ConsentBasis, Quote
from scheduler.content.domain.skipping import SkippedError, SkipReason
from scheduler.content.domain.workflow import RefusalCode, State
from scheduler.content.models import Item, ItemUndo
from scheduler.content.services.bulk import ItemWithRoles, shift_item, shift_items, undo
from scheduler.content.services.campaign_days import follow_campaign, move_as_proposed
from scheduler.content.services.item_plan import plan_of
from scheduler.content.services.items import edit_plan
from scheduler.content.services.moved_days import stopped_by
from scheduler.content.services.quotes import ConsentDraft, record_consent
from scheduler.guidance.models import CheckRule
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import BillMilestone
from scheduler.legislation.services.bills import find_or_create
from tests.content.services.test_bill_news import BILL, cite
from tests.content.stage import DAY, ITEM_TEXT, Stage

LATER = DAY + timedelta(days=7)
QUOTE = Quote("Our calls went unanswered.", "Ana Roe")


def scheduled(stage: Stage, text: ItemText) -> Item:
    """Return scheduled content that cites a bill whose vote is three days after its own day."""
    stage.session.merge(CheckRule(slug="bill_stage", level="required"))
    bill = find_or_create(stage.session, BILL, actor_id=None, now=stage.now)
    vote = BillMilestone(bill_id=bill.id, kind=MilestoneKind.FLOOR_VOTE, day=DAY + timedelta(days=3), source_url="x")
    vote.created_at = stage.now
    stage.session.add(vote)
    item = cite(stage, bill, text=text)
    item.state = State.SCHEDULED
    stage.session.flush()
    return item


def too_late(stage: Stage) -> Item:
    return scheduled(stage, replace(ITEM_TEXT, body="The Senate will vote on H.R. 2732 next week."))


def quoting(stage: Stage, until: date | None = DAY) -> Item:
    item = scheduled(stage, replace(ITEM_TEXT, quotes=(QUOTE,)))
    draft = ConsentDraft(ConsentBasis.AGREED, "Ana Roe", "The release", until)
    by, context = stage.by("editor", item), stage.context("editor")
    record_consent(stage.session, item, QUOTE.key, draft, revision=None, by=by, context=context)
    return item


def shift(stage: Stage, *items: Item, days: int = 7):
    mine = [ItemWithRoles(item, stage.by("lead", item)) for item in items]
    return shift_items(stage.session, mine, days, stage.context("lead"))


def test_those_of_several_that_can_be_published_then_are_moved(stage: Stage):
    late, quote, fine = too_late(stage), quoting(stage), scheduled(stage, ITEM_TEXT)

    result = shift(stage, late, quote, fine)

    assert result.done == (fine.id,)
    assert dict(result.skipped) == {late.id: SkipReason.CHECK_FAILED, quote.id: SkipReason.QUOTE_FAULTY}
    assert (late.publish_on, quote.publish_on, fine.publish_on) == (DAY, DAY, LATER)
    assert shift(stage, late, quote, days=2).done == (late.id,)


def test_what_is_no_longer_or_not_yet_scheduled_moves(stage: Stage):
    late = too_late(stage)
    late.state = State.APPROVED

    assert shift(stage, late).done == (late.id,)
    late.state = State.SCHEDULED
    # What stands in the way on its own day already does not keep it there.
    assert shift(stage, late, days=1).done == (late.id,)


def test_an_undone_move_does_not_go_back_either(stage: Stage):
    item = quoting(stage, until=LATER)
    moved = shift(stage, item, days=-2)
    by, context = stage.by("editor", item), stage.context("editor")
    ended = ConsentDraft(ConsentBasis.AGREED, "Ana Roe", "The release", DAY - timedelta(days=1))
    record_consent(stage.session, item, QUOTE.key, ended, revision=1, by=by, context=context)
    assert item.state == State.SCHEDULED

    back = undo(stage.session, stage.session.get_one(ItemUndo, moved.undo_id), stage.context("lead"))

    assert (back.skipped, item.publish_on) == (((item.id, SkipReason.QUOTE_FAULTY),), DAY - timedelta(days=2))


def test_its_date_is_not_edited_to_that_day_and_the_reason_is_said(stage: Stage):
    item = too_late(stage)
    plan = replace(plan_of(stage.session, item), when=AllDay(LATER, LATER))
    by, context = stage.by("owner", item), stage.context("owner")

    with pytest.raises(SkippedError) as error:
        edit_plan(stage.session, item, plan, revision=item.revision, by=by, context=context)

    assert [one.code for one in error.value.refusals] == [RefusalCode.CHECK_FAILED]
    assert item.publish_on == DAY


def test_a_campaign_that_moves_asks_the_owner_who_is_refused_that_day(stage: Stage):
    item = quoting(stage)
    item.offset_days = 0

    follow_campaign(stage.session, [item], LATER, 7, stage.context("lead"))
    assert (item.publish_on, item.proposed_on) == (DAY, LATER)

    by, context = stage.by("owner", item), stage.context("owner")
    with pytest.raises(SkippedError):
        move_as_proposed(stage.session, item, LATER, by=by, context=context)
    assert (item.publish_on, item.proposed_on) == (DAY, LATER)


@pytest.mark.parametrize(
    ("make", "days", "found"),
    [
        (too_late, 7, [RefusalCode.CHECK_FAILED]),
        (too_late, 1, []),
        (quoting, 7, [RefusalCode.QUOTE_FAULTY]),
        (quoting, -1, []),
    ],
)
def test_what_would_keep_it_from_a_day_is_known_without_moving_it(
    stage: Stage, make: Callable[[Stage], Item], days: int, found: list[RefusalCode]
):
    item = make(stage)
    stage.session.commit()

    refusals = stopped_by(stage.session, item, lambda: shift_item(item, days), stage.now)

    assert ([one.code for one in refusals], item.publish_on) == (found, DAY)
    assert not stage.session.is_modified(item)
