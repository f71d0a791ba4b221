"""Sign-off: who has to say yes to exactly this text, and what is lacking."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.signoff import (
    AnswerRole,
    Blocker,
    BlockerCode,
    Organisation,
    RecordedAnswer,
    SignOffStatus,
    Status,
    may_answer,
    may_second_check,
    signoff_status,
)

NOW, OLD = "a" * 64, "b" * 64
OWN, PARTNER, THIRD = 1, 2, 3
ANA, BEN, CARA, DEV, EVE = 11, 12, 21, 31, 41
LEAD, DEPUTY, COORDINATOR = AnswerRole.LEAD, AnswerRole.DEPUTY, AnswerRole.COORDINATOR
OWNER = Organisation(OWN, leads=frozenset({ANA, BEN}))
ONE_LEAD = Organisation(OWN, leads=frozenset({ANA}))
SIGNATORY = Organisation(PARTNER, leads=frozenset({CARA}))
START = datetime(2027, 7, 1, tzinfo=UTC)


def answer(organisation, person, yes="yes", text=NOW, role=LEAD, hour=0):
    return RecordedAnswer(organisation, person, role, yes == "yes", text, START + timedelta(hours=hour))


def stand(answers, *, editor=EVE, owner=OWNER, signatories=()) -> SignOffStatus:
    return signoff_status(NOW, editor, owner, signatories, answers)


def codes(found: SignOffStatus) -> list[tuple[BlockerCode, int]]:
    return [(blocker.code, blocker.organisation_id) for blocker in found.blockers]


def statuses(found: SignOffStatus) -> list[Status]:
    return [row.status for row in found.organisations]


@pytest.mark.parametrize(
    ("answers", "editor", "owner", "awaits"),
    [
        ([], ANA, ONE_LEAD, True),
        ([answer(OWN, ANA)], ANA, ONE_LEAD, True),
        ([], EVE, ONE_LEAD, False),
        ([], ANA, OWNER, False),
        ([answer(OWN, ANA, "no")], ANA, ONE_LEAD, False),
        ([answer(OWN, DEV, role=COORDINATOR)], ANA, ONE_LEAD, False),
    ],
)
def test_whether_a_partners_yes_counts_for_the_owner_too(answers, editor, owner, awaits):
    assert stand(answers, editor=editor, owner=owner).awaits_second_check is awaits


def test_a_yes_by_a_lead_who_did_not_edit_is_enough():
    yes = answer(OWN, ANA)

    found = stand([yes])

    assert found.may_schedule
    assert found.is_approved
    assert [(row.organisation_id, row.status, row.answer) for row in found.organisations] == [(OWN, Status.YES, yes)]


@pytest.mark.parametrize(
    ("answers", "editor", "owner", "blocker"),
    [
        ([], EVE, OWNER, BlockerCode.AWAITING),
        ([], ANA, OWNER, BlockerCode.OTHER_LEAD_NEEDED),
        ([answer(OWN, ANA)], ANA, OWNER, BlockerCode.OTHER_LEAD_NEEDED),
        ([answer(OWN, ANA)], ANA, ONE_LEAD, BlockerCode.SECOND_PERSON_NEEDED),
        ([answer(OWN, ANA, text=OLD)], EVE, OWNER, BlockerCode.VOID),
        ([answer(OWN, ANA, "no")], EVE, OWNER, BlockerCode.CHANGES_REQUESTED),
        ([answer(OWN, ANA), answer(OWN, BEN, "no", hour=1)], EVE, OWNER, BlockerCode.CHANGES_REQUESTED),
        ([], EVE, Organisation(OWN), BlockerCode.NO_LEAD),
        ([answer(OWN, ANA)], EVE, Organisation(OWN, frozenset({ANA}), is_closed=True), BlockerCode.OWNER_CLOSED),
        # A coordinator or a partner cannot answer in place of an organisation that can check itself.
        ([answer(OWN, DEV, role=COORDINATOR)], EVE, OWNER, BlockerCode.AWAITING),
        ([answer(OWN, DEV, role=COORDINATOR)], EVE, ONE_LEAD, BlockerCode.AWAITING),
        ([answer(OWN, DEV, role=COORDINATOR)], ANA, OWNER, BlockerCode.OTHER_LEAD_NEEDED),
        ([answer(OWN, ANA, role=COORDINATOR)], ANA, ONE_LEAD, BlockerCode.SECOND_PERSON_NEEDED),
        ([answer(OWN, DEV, text=OLD, role=COORDINATOR)], ANA, ONE_LEAD, BlockerCode.SECOND_PERSON_NEEDED),
    ],
)
def test_what_blocks_the_owner(answers, editor, owner, blocker):
    found = stand(answers, editor=editor, owner=owner)

    assert codes(found) == [(blocker, OWN)]
    assert not found.may_schedule


@pytest.mark.parametrize(
    ("answers", "editor", "owner"),
    [
        ([answer(OWN, BEN)], ANA, OWNER),
        ([answer(OWN, BEN), answer(OWN, ANA, hour=1)], ANA, OWNER),
        ([answer(OWN, BEN, "no"), answer(OWN, BEN, hour=1)], ANA, OWNER),
        ([answer(OWN, BEN, text=OLD), answer(OWN, ANA, hour=1)], BEN, OWNER),
        ([answer(OWN, ANA)], EVE, ONE_LEAD),
        ([answer(OWN, DEV, role=DEPUTY)], EVE, OWNER),
        ([answer(OWN, DEV, role=DEPUTY)], ANA, ONE_LEAD),
        ([answer(OWN, DEV, role=COORDINATOR)], ANA, ONE_LEAD),
        # Ben has left since: what he signed as a lead stands.
        ([answer(OWN, BEN)], EVE, ONE_LEAD),
        ([answer(OWN, ANA)], None, ONE_LEAD),
    ],
)
def test_what_is_enough_for_the_owner(answers, editor, owner):
    assert stand(answers, editor=editor, owner=owner).may_schedule


def test_a_lead_who_took_back_a_yes_is_not_counted_through_a_colleague():
    answers = [answer(OWN, BEN), answer(OWN, BEN, "no", hour=1), answer(OWN, ANA, hour=2)]

    assert codes(stand(answers, editor=ANA)) == [(BlockerCode.OTHER_LEAD_NEEDED, OWN)]


def test_a_coordinator_cannot_overrule_a_no():
    answers = [answer(OWN, ANA, "no"), answer(OWN, DEV, role=COORDINATOR, hour=1)]

    assert codes(stand(answers, editor=ANA, owner=ONE_LEAD)) == [(BlockerCode.CHANGES_REQUESTED, OWN)]


def test_another_signatory_stands_in_for_the_only_lead_who_wrote_last():
    found = stand([answer(PARTNER, CARA)], editor=ANA, owner=ONE_LEAD, signatories=[SIGNATORY])

    assert found.may_schedule
    assert statuses(found) == [Status.YES, Status.YES]


def test_the_last_editor_cannot_stand_in_as_another_signatory():
    partner = Organisation(PARTNER, leads=frozenset({ANA}))

    found = stand([answer(PARTNER, ANA)], editor=ANA, owner=ONE_LEAD, signatories=[partner])

    assert codes(found) == [(BlockerCode.SECOND_PERSON_NEEDED, OWN)]


@pytest.mark.parametrize(
    ("answers", "status", "blocker"),
    [
        ([], Status.AWAITING, BlockerCode.AWAITING),
        ([answer(PARTNER, CARA, "no")], Status.NO, BlockerCode.CHANGES_REQUESTED),
        ([answer(PARTNER, CARA, text=OLD)], Status.VOID, BlockerCode.VOID),
        ([answer(PARTNER, CARA, "no", text=OLD)], Status.VOID, BlockerCode.VOID),
        ([answer(PARTNER, CARA), answer(PARTNER, DEV, text=OLD, hour=1)], Status.VOID, BlockerCode.VOID),
        ([answer(PARTNER, DEV, role=COORDINATOR)], Status.AWAITING, BlockerCode.AWAITING),
        ([answer(PARTNER, CARA, hour=2), answer(PARTNER, CARA, "no", hour=1)], Status.YES, None),
    ],
)
def test_each_signatory_has_to_say_yes_to_this_text(answers, status, blocker):
    found = stand([answer(OWN, ANA), *answers], signatories=[SIGNATORY])

    assert statuses(found) == [Status.YES, status]
    assert codes(found) == ([(blocker, PARTNER)] if blocker else [])


def test_a_closed_organisation_blocks_until_it_is_removed_or_replaced():
    closed = Organisation(PARTNER, is_closed=True)
    yes = answer(OWN, ANA)

    assert stand([yes], signatories=[closed]).blockers == (Blocker(BlockerCode.ORGANISATION_CLOSED, PARTNER),)
    assert stand([yes], signatories=[]).may_schedule


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([answer(PARTNER, CARA)], Status.YES),
        ([answer(PARTNER, CARA, text=OLD)], Status.CLOSED),
        ([answer(PARTNER, CARA, "no")], Status.CLOSED),
    ],
)
def test_a_closed_organisation_keeps_only_a_yes_to_this_text(answers, status):
    closed = Organisation(PARTNER, is_closed=True)

    assert statuses(stand([answer(OWN, ANA), *answers], signatories=[closed])) == [Status.YES, status]


def test_the_owner_named_as_signatory_is_asked_once_and_unnamed_organisations_are_ignored():
    found = stand([answer(OWN, ANA), answer(THIRD, DEV, "no")], signatories=[OWNER])

    assert statuses(found) == [Status.YES]
    assert found.may_schedule


def test_every_blocker_is_named_at_once_the_owner_first():
    found = stand([], signatories=[SIGNATORY, Organisation(THIRD, is_closed=True)])

    assert codes(found) == [
        (BlockerCode.AWAITING, OWN),
        (BlockerCode.AWAITING, PARTNER),
        (BlockerCode.ORGANISATION_CLOSED, THIRD),
    ]


answers_of_all = st.lists(
    st.builds(
        answer,
        st.sampled_from([OWN, PARTNER, THIRD]),
        st.sampled_from([ANA, BEN, CARA, DEV, EVE]),
        st.sampled_from(["yes", "no"]),
        st.sampled_from([NOW, OLD]),
        st.sampled_from(list(AnswerRole)),
        st.integers(0, 5),
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(answers_of_all, st.sampled_from([ANA, BEN, EVE, None]), st.sampled_from([OWNER, ONE_LEAD]))
def test_nothing_may_be_scheduled_without_a_yes_by_somebody_else_to_this_text(answers, editor, owner):
    found = stand(answers, editor=editor, owner=owner, signatories=[SIGNATORY])

    yes_by_others = [a for a in answers if a.is_yes and a.text_hash == NOW and a.person_id != editor]
    if found.may_schedule:
        assert yes_by_others
        assert any(a.organisation_id == PARTNER and a.is_yes and a.text_hash == NOW for a in answers)


@settings(max_examples=40)
@given(answers_of_all)
def test_new_text_voids_everything(answers):
    found = signoff_status("c" * 64, EVE, OWNER, [SIGNATORY], answers)

    assert not found.may_schedule
    assert Status.YES not in statuses(found)


def test_leads_and_deputies_of_an_open_organisation_may_answer():
    organisation = Organisation(OWN, leads=frozenset({ANA}), deputies=frozenset({DEV}))

    assert may_answer(organisation, ANA)
    assert may_answer(organisation, DEV)
    assert not may_answer(organisation, EVE)
    assert not may_answer(Organisation(OWN, leads=frozenset({ANA}), is_closed=True), ANA)


def test_a_coordinator_may_stand_in_only_where_nobody_else_can():
    assert may_second_check(ONE_LEAD, ANA, DEV, is_coordinator=True)
    assert not may_second_check(ONE_LEAD, ANA, DEV, is_coordinator=False)
    assert not may_second_check(ONE_LEAD, ANA, ANA, is_coordinator=True)
    assert not may_second_check(ONE_LEAD, EVE, DEV, is_coordinator=True)
    assert not may_second_check(OWNER, ANA, DEV, is_coordinator=True)
