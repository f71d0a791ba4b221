"""Organisations are asked for a yes to exact text, and answer."""

import uuid
from datetime import timedelta

import pytest

from scheduler.accounts.services.organisations import close_organisation
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.services import history
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.signoff import BlockerCode, Status
from scheduler.content.domain.workflow import ActionRefusedError, State
from scheduler.content.models import Answer
from scheduler.content.queries.unguarded import current_version, sign_offs_of
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.content.services.signoffs import (
    Asking,
    CannotSignReason,
    MayNotSignError,
    NobodyToSignError,
    TextChangedError,
    ask_for_signoffs,
    remove_signatory,
)
from scheduler.rows import StaleEditError
from tests import factories
from tests.content.stage import DUE, ITEM_TEXT, SECRECY, Stage


def statuses(stage: Stage, item) -> list[Status]:
    return [row.status for row in LoadedItem(stage.session, item, stage.now).status.organisations]


def test_asking_sends_a_draft_to_review_and_notifies_every_signer(stage: Stage):
    item = stage.ask(stage.item(), stage.port, stage.kaagapay)

    assert (item.state, item.signoff_due_on) == (State.IN_REVIEW, DUE)
    assert statuses(stage, item) == [Status.AWAITING] * 3
    assert stage.notified(NotificationKind.SIGNOFF_ASKED) == ["lead", "manila_lead", "port_lead"]
    assert {part: row.starts_on for part, row in stage.deadlines(item).items()} == {
        f"signoff:{row.id}": DUE for row in (stage.bay, stage.port, stage.kaagapay)
    }


def test_three_yes_approve(stage: Stage):
    item = stage.ask(stage.item(), stage.port, stage.kaagapay)

    stage.say(item, "port_lead", stage.port)
    stage.say(item, "manila_lead", stage.kaagapay)
    assert item.state == State.IN_REVIEW
    stage.say(item, "lead", stage.bay)

    assert item.state == State.APPROVED
    assert stage.deadlines(item) == {}
    assert stage.notified(NotificationKind.SIGNED) == ["owner"] * 3


def test_two_of_three_said_yes_an_edit_voids_both_and_both_renew(stage: Stage):
    item = stage.ask(stage.item(), stage.port, stage.kaagapay)
    stage.say(item, "port_lead", stage.port)
    stage.say(item, "manila_lead", stage.kaagapay)

    stage.write(item, "We asked twelve platforms. Six answered.")

    assert statuses(stage, item) == [Status.AWAITING, Status.VOID, Status.VOID]
    assert stage.notified(NotificationKind.TEXT_CHANGED) == ["manila_lead", "port_lead"]
    assert sorted(stage.deadlines(item)) == sorted(
        f"signoff:{row.id}" for row in (stage.bay, stage.port, stage.kaagapay)
    )
    stage.say(item, "port_lead", stage.port)
    stage.say(item, "manila_lead", stage.kaagapay)
    stage.say(item, "lead", stage.bay)
    assert item.state == State.APPROVED
    assert [row.version_number for row in sign_offs_of(stage.session, item)] == [1, 1, 2, 2, 2]


def test_a_no_takes_an_approved_item_back_to_review(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "port_lead", stage.port)
    stage.say(item, "lead", stage.bay)
    assert item.state == State.APPROVED

    row = stage.say(item, "port_lead", stage.port, "no", comment="The number is wrong")

    assert (item.state, row.answer, row.comment) == (State.IN_REVIEW, Answer.NO, "The number is wrong")
    assert stage.deadlines(item) == {}


def test_an_answer_to_other_text_records_nothing(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    read = current_version(stage.session, item)
    stage.write(item, "Other words.")

    with pytest.raises(TextChangedError) as caught:
        stage.say(item, "port_lead", stage.port, text_hash=read.text_hash)

    assert (caught.value.read, caught.value.current.number) == (read, 2)
    assert sign_offs_of(stage.session, item) == []


def test_an_answer_to_text_that_never_was(stage: Stage):
    item = stage.ask(stage.item(), stage.port)

    with pytest.raises(TextChangedError) as caught:
        stage.say(item, "port_lead", stage.port, text_hash="f" * 64)

    assert caught.value.read is None


def test_the_same_form_twice_is_one_answer(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    form_id = str(uuid.uuid4())

    text_hash = current_version(stage.session, item).text_hash
    first = stage.say(item, "port_lead", stage.port, form_id=form_id)
    stage.write(item, "Other words.")
    again = stage.say(item, "port_lead", stage.port, form_id=form_id, text_hash=text_hash)

    assert again is first
    assert len(sign_offs_of(stage.session, item)) == 1


def test_another_answer_from_the_same_page_is_another_answer_and_the_last_one_counts(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    form_id = str(uuid.uuid4())

    answers = [
        stage.say(item, "port_lead", stage.port, answer, comment=comment, form_id=form_id)
        for answer, comment in (("yes", ""), ("no", "Name the law"), ("no", "Name the law"), ("yes", ""), ("yes", ""))
    ]

    assert [row.answer for row in sign_offs_of(stage.session, item)] == ["yes", "no", "yes"]
    assert (answers[1] is answers[2], answers[3] is answers[4], answers[0] is answers[3]) == (True, True, False)
    assert stage.notified(NotificationKind.SIGNED) == ["owner"] * 3


def test_somebody_elses_form_is_not_answered_for_them(stage: Stage):
    item = stage.ask(stage.item(), stage.port, stage.kaagapay)
    form_id = str(uuid.uuid4())

    first = stage.say(item, "port_lead", stage.port, form_id=form_id)
    other = stage.say(item, "manila_lead", stage.kaagapay, form_id=form_id)

    assert (other is first, other.person_id) == (False, stage.id("manila_lead"))


@pytest.mark.parametrize(
    ("who", "organisation", "bar"),
    [
        ("port_editor", "port", CannotSignReason.NOT_A_SIGNER),
        ("far_lead", "port", CannotSignReason.NOT_A_SIGNER),
        ("coordinator", "port", CannotSignReason.NOT_A_SIGNER),
        ("coordinator", "bay", CannotSignReason.NOT_A_SIGNER),
        ("owner", "bay", CannotSignReason.NOT_A_SIGNER),
        ("far_lead", "far", CannotSignReason.NOT_ASKED),
        ("manila_lead", "kaagapay", CannotSignReason.NOT_ASKED),
    ],
)
def test_who_may_not_answer(stage: Stage, who, organisation, bar):
    item = stage.ask(stage.item(), stage.port)

    with pytest.raises(MayNotSignError) as caught:
        stage.say(item, who, getattr(stage, organisation))

    assert caught.value.bar is bar


def test_nobody_answers_a_draft(stage: Stage):
    item = stage.item(signatories=frozenset({stage.port.id}))

    with pytest.raises(MayNotSignError) as caught:
        stage.say(item, "port_lead", stage.port)

    assert caught.value.bar is CannotSignReason.NOT_ASKED


def test_who_wrote_the_text_cannot_check_it_and_a_coordinator_stands_in(stage: Stage):
    item = stage.ask(stage.item(writer="lead"), stage.port)
    stage.say(item, "port_lead", stage.port, "no", comment="Not yet")

    with pytest.raises(MayNotSignError) as caught:
        stage.say(item, "lead", stage.bay)
    assert caught.value.bar is CannotSignReason.OWN_TEXT

    row = stage.say(item, "coordinator", stage.bay)
    assert row.as_role == "coordinator"
    assert [blocker.code for blocker in LoadedItem(stage.session, item, stage.now).status.blockers] == [
        BlockerCode.CHANGES_REQUESTED
    ]


def test_a_deputy_answers_for_a_lead_who_is_away(stage: Stage):
    lead = stage.people["port_lead"]
    lead.away_until, lead.deputy_id = DUE, stage.id("port_editor")
    item = stage.ask(stage.item(), stage.port)

    row = stage.say(item, "port_editor", stage.port)

    assert (row.as_role, row.on_behalf_of) == ("deputy", lead.id)
    assert stage.notified(NotificationKind.SIGNOFF_ASKED) == ["lead", "port_editor", "port_lead"]


def test_signatories_of_an_embargoed_item_come_into_the_embargo_group(stage: Stage):
    item = stage.ask(stage.item(secrecy=SECRECY), stage.port)

    stage.say(item, "port_lead", stage.port)

    assert statuses(stage, item) == [Status.AWAITING, Status.YES]
    assert {row.title for row in stage.deadlines(item).values()} == {SECRECY.placeholder_title}


def test_an_organisation_without_a_lead_cannot_be_asked(stage: Stage):
    empty = factories.organisation(stage.session, "Empty House")
    item = stage.item()

    with pytest.raises(NobodyToSignError) as caught:
        stage.ask(item, empty)

    assert (caught.value.organisation_ids, item.state) == ((empty.id,), State.DRAFT)


def test_asking_needs_text_rights_and_the_present_revision(stage: Stage):
    item = stage.item()
    asking = Asking(frozenset({stage.port.id}), DUE)

    with pytest.raises(NotYoursError):
        stage.ask(item, stage.port, who="port_lead")
    by, context = stage.by("owner", item), stage.context("owner")
    with pytest.raises(StaleEditError):
        ask_for_signoffs(stage.session, item, asking, revision=item.revision - 1, by=by, context=context)
    with pytest.raises(ActionRefusedError):
        stage.ask(stage.item(text=ItemText(title="Only an idea")), stage.port)


def test_a_closed_organisation_is_never_taken_as_agreed(stage: Stage):
    item = stage.ask(stage.item(), stage.port, stage.kaagapay)
    stage.say(item, "lead", stage.bay)
    stage.say(item, "port_lead", stage.port)

    close_organisation(stage.session, stage.kaagapay, (), stage.id("coordinator"), stage.now)

    assert [blocker.code for blocker in LoadedItem(stage.session, item, stage.now).status.blockers] == [
        BlockerCode.ORGANISATION_CLOSED
    ]
    assert item.state == State.IN_REVIEW
    by, context = stage.by("owner", item), stage.context("owner")
    remove_signatory(stage.session, item, stage.kaagapay.id, revision=item.revision, by=by, context=context)
    assert item.state == State.APPROVED
    acts = [row.act for row in history(stage.session, ("content", item.id))]
    assert "content.signatory_removed" in acts
    assert acts[0] == "content.approve"


def test_removing_a_signatory_is_for_the_owner_and_the_editors(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    by, context = stage.by("port_lead", item), stage.context("port_lead")

    with pytest.raises(NotYoursError):
        remove_signatory(stage.session, item, stage.port.id, revision=item.revision, by=by, context=context)


def test_an_item_without_a_day_is_told_of_too(stage: Stage):
    item = stage.ask(stage.item(when=None), stage.port)

    stage.say(item, "port_lead", stage.port)
    stage.write(item, "Other words.")

    assert stage.notified(NotificationKind.SIGNED) == ["owner"]
    assert stage.notified(NotificationKind.TEXT_CHANGED) == ["port_lead"]
    assert stage.deadlines(item)["no_day"].title == ITEM_TEXT.title


def test_the_due_day_moves_with_another_asking(stage: Stage):
    item = stage.ask(stage.item(), stage.port)

    stage.ask(item, stage.port, due=DUE + timedelta(days=2))

    assert {row.starts_on for row in stage.deadlines(item).values()} == {DUE + timedelta(days=2)}
    assert stage.notified(NotificationKind.SIGNOFF_ASKED) == ["lead", "port_lead"]


def test_only_those_who_can_answer_are_asked(stage: Stage):
    stage.ask(stage.item(writer="lead"), stage.port)

    # Lantern Bay's only lead wrote the text, so a coordinator stands in.
    assert stage.notified(NotificationKind.SIGNOFF_ASKED) == ["coordinator", "port_lead"]
