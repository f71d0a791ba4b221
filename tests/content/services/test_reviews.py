"""Named people are asked for advice on the text."""

import uuid
from datetime import date

import pytest

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.errors import NotYoursError, WrongStateError
from scheduler.content.domain.workflow import State
from scheduler.content.models import Answer, Item
from scheduler.content.queries.feedback import open_reviews
from scheduler.content.services.reviews import (
    Advice,
    CannotReadError,
    RequestClosedError,
    ReviewDraft,
    ask_for_reviews,
    give_review,
    withdraw_review,
)
from tests.content.stage import SECRECY, Stage

DUE = date(2027, 7, 12)


def ask(stage: Stage, item: Item, *reviewers: str, who: str = "owner", form_id: str = ""):
    draft = ReviewDraft(frozenset(stage.id(name) for name in reviewers), "Is the law named right?", DUE)
    by, context = stage.by(who, item), stage.context(who)
    return ask_for_reviews(stage.session, item, draft, form_id=form_id or str(uuid.uuid4()), by=by, context=context)


def give(stage: Stage, item: Item, request, who: str, comment: str = "Fine"):
    advice = Advice(is_yes=True, version_number=item.version_number, comment=comment)
    give_review(stage.session, item, request, advice, context=stage.context(who))


def test_each_reviewer_is_asked_has_a_deadline_and_answers(stage: Stage):
    item = stage.item()
    first, second = ask(stage, item, "port_editor", "far_lead")

    assert stage.notified(NotificationKind.REVIEW_ASKED) == ["far_lead", "port_editor"]
    assert {part: row.starts_on for part, row in stage.deadlines(item).items()} == {
        f"review:{first.id}": DUE,
        f"review:{second.id}": DUE,
    }
    give(stage, item, first, "port_editor")
    assert (first.answer, first.answered_version, first.comment) == (Answer.YES, 1, "Fine")
    assert list(stage.deadlines(item)) == [f"review:{second.id}"]
    assert stage.notified(NotificationKind.REVIEW_ANSWERED) == ["owner"]


def test_nobody_is_asked_twice(stage: Stage):
    item, form_id = stage.item(), str(uuid.uuid4())

    ask(stage, item, "port_editor", form_id=form_id)
    again = ask(stage, item, "port_editor", form_id=form_id)
    other = ask(stage, item, "port_editor", "far_lead")

    assert (again, [row.reviewer_id for row in other]) == ((), [stage.id("far_lead")])
    assert len(open_reviews(stage.session, item)) == 2


def test_a_form_sent_again_after_the_answer_asks_nobody(stage: Stage):
    item, form_id = stage.item(), str(uuid.uuid4())
    (request,) = ask(stage, item, "port_editor", form_id=form_id)
    give(stage, item, request, "port_editor")

    assert ask(stage, item, "port_editor", form_id=form_id) == ()


def test_only_those_who_may_read_can_be_asked(stage: Stage):
    item = stage.item(secrecy=SECRECY)

    with pytest.raises(CannotReadError) as caught:
        ask(stage, item, "far_lead", "lead")

    assert caught.value.person_ids == (stage.id("far_lead"),)


def test_who_may_ask_answer_and_withdraw(stage: Stage):
    item = stage.item()
    with pytest.raises(NotYoursError):
        ask(stage, item, "far_lead", who="port_lead")
    (request,) = ask(stage, item, "far_lead", who="editor")

    with pytest.raises(NotYoursError):
        give(stage, item, request, "port_lead")
    with pytest.raises(NotYoursError):
        withdraw_review(
            stage.session, item, request, by=stage.by("port_lead", item), context=stage.context("port_lead")
        )
    withdraw_review(stage.session, item, request, by=stage.by("lead", item), context=stage.context("lead"))
    assert (open_reviews(stage.session, item), stage.deadlines(item)) == ([], {})
    with pytest.raises(RequestClosedError):
        give(stage, item, request, "far_lead")


def test_the_same_advice_twice_is_given_once(stage: Stage):
    item = stage.item()
    (request,) = ask(stage, item, "far_lead")

    give(stage, item, request, "far_lead")
    give(stage, item, request, "far_lead")

    assert stage.notified(NotificationKind.REVIEW_ANSWERED) == ["owner"]
    with pytest.raises(RequestClosedError):
        give(stage, item, request, "far_lead", "On second thoughts")
    with pytest.raises(RequestClosedError):
        withdraw_review(stage.session, item, request, by=stage.by("lead", item), context=stage.context("lead"))


def test_what_is_out_is_not_reviewed(stage: Stage):
    item = stage.item()
    item.state = State.PUBLISHED

    with pytest.raises(WrongStateError):
        ask(stage, item, "far_lead")
