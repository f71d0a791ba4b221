"""The life of an item: the whole table, and each reason for a refusal."""

from dataclasses import replace

import pytest

from scheduler.content.domain.kinds import LinkRule
from scheduler.content.domain.signoff import Blocker, BlockerCode
from scheduler.content.domain.workflow import (
    TRANSITIONS,
    Action,
    ActionRefusedError,
    ItemRoles,
    Refusal,
    RefusalCode,
    State,
    TransitionInput,
    actions_for,
    may,
    moved,
    refusals,
    without_sign_off,
)

OWNER = ItemRoles(is_owner=True)
EDITOR = ItemRoles(is_editor=True)
LEAD = ItemRoles(is_lead=True)
COORDINATOR = ItemRoles(is_coordinator=True)
STRANGER = ItemRoles()
READY = TransitionInput(published_link="https://example.org/30-july", note="A figure was wrong.")

TABLE = """
idea       edit_text     idea
idea       start_draft    draft
idea       cancel         cancelled
draft      edit_text     draft
draft      send_to_review in_review
draft      cancel         cancelled
in_review  edit_text     in_review
in_review  back_to_draft  draft
in_review  approve        approved
in_review  cancel         cancelled
approved   edit_text     in_review
approved   back_to_draft  draft
approved   schedule       scheduled
approved   publish        published
approved   cancel         cancelled
scheduled  edit_text     in_review
scheduled  back_to_draft  draft
scheduled  unschedule     approved
scheduled  publish        published
scheduled  cancel         cancelled
published  correct        corrected
published  withdraw       withdrawn
corrected  correct        corrected
corrected  withdraw       withdrawn
cancelled  reopen         draft
"""
ALLOWED = {(State(a), Action(b)): State(c) for a, b, c in (line.split() for line in TABLE.strip().splitlines())}

EARLY = {
    (State.IDEA, Action.SEND_TO_REVIEW),
    *((state, Action.APPROVE) for state in (State.IDEA, State.DRAFT)),
    *((state, Action.SCHEDULE) for state in (State.IDEA, State.DRAFT, State.IN_REVIEW)),
    *((state, Action.PUBLISH) for state in (State.IDEA, State.DRAFT, State.IN_REVIEW)),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_every_state_and_action_is_as_the_table_says(state, action):
    target = ALLOWED.get((state, action))

    assert may(state, action, LEAD) == (target is not None)
    assert TRANSITIONS[action].moves.get(state) == target
    if target is None:
        code = RefusalCode.NOT_YET if (state, action) in EARLY else RefusalCode.WRONG_STATE
        assert refusals(state, action, LEAD, READY) == (Refusal(code, state=state),)
    else:
        assert moved(state, action, LEAD, READY) is target


@pytest.mark.parametrize(("state", "action"), ALLOWED)
def test_owner_lead_and_editor_may_and_others_may_not(state, action):
    assert may(state, action, OWNER)
    assert may(state, action, LEAD)
    assert may(state, action, EDITOR) == (action is not Action.WITHDRAW)
    assert not may(state, action, COORDINATOR)
    assert not may(state, action, STRANGER)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (STRANGER, RefusalCode.NOT_YOURS),
        (COORDINATOR, RefusalCode.COORDINATOR_HAS_NO_TEXT),
        (EDITOR, RefusalCode.LEAD_OR_OWNER_ONLY),
    ],
)
def test_who_has_no_right_learns_only_that(person, code):
    assert refusals(State.IDEA, Action.WITHDRAW, person, TransitionInput()) == (Refusal(code),)


def test_a_coordinator_who_is_also_lead_has_the_rights_of_a_lead():
    assert may(State.DRAFT, Action.EDIT_TEXT, ItemRoles(is_lead=True, is_coordinator=True))


def test_actions_for_lists_what_the_person_can_do_next():
    assert actions_for(State.PUBLISHED, LEAD) == (Action.CORRECT, Action.WITHDRAW)
    assert actions_for(State.PUBLISHED, EDITOR) == (Action.CORRECT,)
    assert actions_for(State.WITHDRAWN, LEAD) == ()
    assert actions_for(State.DRAFT, STRANGER) == ()


def codes(state: State, action: Action, item: TransitionInput) -> list[RefusalCode]:
    return [refusal.code for refusal in refusals(state, action, LEAD, item)]


def test_review_needs_text_and_required_fields():
    item = TransitionInput(has_text=False, missing_fields=("title", "byline"))

    assert refusals(State.DRAFT, Action.SEND_TO_REVIEW, LEAD, item) == (
        Refusal(RefusalCode.NO_TEXT, field="body"),
        Refusal(RefusalCode.FIELD_MISSING, field="title"),
        Refusal(RefusalCode.FIELD_MISSING, field="byline"),
    )


def test_what_the_steps_between_need_is_named_with_what_comes_too_early():
    item = TransitionInput(has_text=False, has_publish_time=False, blockers=(Blocker(BlockerCode.AWAITING, 7),))
    not_yet, no_text, lacking = RefusalCode.NOT_YET, RefusalCode.NO_TEXT, RefusalCode.SIGN_OFF_LACKING

    assert codes(State.IDEA, Action.PUBLISH, replace(item, published_link="https://x.example")) == [not_yet, no_text]
    assert codes(State.DRAFT, Action.SCHEDULE, item) == [not_yet, no_text, RefusalCode.NO_PUBLISH_TIME]
    assert codes(State.IN_REVIEW, Action.PUBLISH, replace(item, has_text=True)) == [
        not_yet,
        lacking,
        RefusalCode.LINK_MISSING,
    ]


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (State.IN_REVIEW, Action.APPROVE),
        (State.APPROVED, Action.SCHEDULE),
        (State.APPROVED, Action.PUBLISH),
        (State.SCHEDULED, Action.PUBLISH),
    ],
)
def test_what_blocks_the_sign_off_is_named(state, action):
    blocker = Blocker(BlockerCode.AWAITING, 7)
    item = TransitionInput(published_link="https://example.org", blockers=(blocker,))

    assert refusals(state, action, LEAD, item) == (Refusal(RefusalCode.SIGN_OFF_LACKING, blocker=blocker),)


def test_schedule_needs_a_time():
    assert codes(State.APPROVED, Action.SCHEDULE, TransitionInput(has_publish_time=False)) == [
        RefusalCode.NO_PUBLISH_TIME
    ]


@pytest.mark.parametrize(
    ("rule", "link", "reason", "expected"),
    [
        (LinkRule.REQUIRED, "https://example.org/a", "", []),
        (LinkRule.REQUIRED, "", "mailed", [RefusalCode.LINK_MISSING]),
        (LinkRule.REQUIRED, "javascript:alert(1)", "", [RefusalCode.LINK_INVALID]),
        (LinkRule.LINK_OR_REASON, "", "", [RefusalCode.LINK_OR_REASON_MISSING]),
        (LinkRule.LINK_OR_REASON, "", " \n", [RefusalCode.LINK_OR_REASON_MISSING]),
        (LinkRule.LINK_OR_REASON, "", "Mailed to 40 desks", []),
        (LinkRule.LINK_OR_REASON, "https://example.org/a", "", []),
        (LinkRule.LINK_OR_REASON, "example", "Mailed", [RefusalCode.LINK_INVALID]),
    ],
)
def test_publish_needs_a_link_or_where_allowed_a_reason(rule, link, reason, expected):
    item = TransitionInput(link_rule=rule, published_link=link, no_link_reason=reason)

    assert codes(State.SCHEDULED, Action.PUBLISH, item) == expected


def test_a_correction_keeps_the_link_and_needs_a_note():
    item = TransitionInput(published_link="", note=" ")

    assert codes(State.PUBLISHED, Action.CORRECT, item) == [RefusalCode.LINK_MISSING, RefusalCode.NOTE_MISSING]


def test_a_refused_action_raises_with_every_reason():
    with pytest.raises(ActionRefusedError, match="schedule: no_publish_time") as caught:
        moved(State.APPROVED, Action.SCHEDULE, LEAD, TransitionInput(has_publish_time=False))

    assert caught.value.refusals == (Refusal(RefusalCode.NO_PUBLISH_TIME, field="publish_at"),)


@pytest.mark.parametrize("state", State)
def test_losing_a_sign_off_leads_back_to_review_and_never_onwards(state):
    expected = State.IN_REVIEW if state in (State.APPROVED, State.SCHEDULED) else state

    assert without_sign_off(state) is expected
