"""Items move through their life with what each step needs, and calendars follow."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryStatus, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.guards import Embargo
from scheduler.audit.services import history
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import Action, ActionRefusedError, RefusalCode, State
from scheduler.content.queries.unguarded import channels_of, current_version
from scheduler.content.services.transitions import (
    PublishedLink,
    PublishedLinks,
    UnderEmbargoError,
    add_outcomes,
    correct_item,
    mark_published,
    move_item,
)
from scheduler.outbox.models import Message
from tests.content import builders
from tests.content.builders import LIFT, entry_of, longer

AT_NINE = Timed(LIFT.local, LIFT.zone, at=LIFT.at)
ON_X = PublishedLinks({"x": PublishedLink("https://x.example/1"), "bluesky": PublishedLink()})


def move(session, item, action, person, now, note=""):
    by = builders.by(session, person, item)
    move_item(session, item, action, by=by, context=ChangeContext((), person.id, now), note=note)


def publish(session, item, outcomes, person, now):
    by = builders.by(session, person, item)
    mark_published(session, item, outcomes, by=by, context=ChangeContext((), person.id, now))


@pytest.fixture
def approved(session, bay, now):
    item = builders.item(session, bay, now, when=AT_NINE)
    builders.sign(session, item, bay, now)
    item.state = State.APPROVED
    session.flush()
    return item


def test_review_asks_those_who_may_sign(session, bay, harbour, now):
    item = builders.item(session, bay, now, signatories=frozenset({harbour.id}))

    move(session, item, Action.SEND_TO_REVIEW, bay.editor, now)

    asked = session.scalars(select(Message.person_id).where(Message.kind == "signoff_asked")).all()
    assert sorted(asked) == sorted([bay.lead.id, harbour.lead.id])
    assert item.state == State.IN_REVIEW


def test_nothing_is_approved_or_scheduled_without_the_yes_it_needs(session, bay, now):
    item = builders.item(session, bay, now, when=AT_NINE)
    item.state = State.IN_REVIEW

    with pytest.raises(ActionRefusedError) as caught:
        move(session, item, Action.APPROVE, bay.lead, now)

    assert {refusal.code for refusal in caught.value.refusals} == {RefusalCode.SIGN_OFF_LACKING}


def test_scheduled_is_certain_in_calendars(session, bay, approved, now):
    move(session, approved, Action.SCHEDULE, bay.editor, now)

    assert entry_of(session, approved).status == EntryStatus.CONFIRMED
    assert history(session, ("content", approved.id))[0].act == "content.schedule"


def test_without_a_time_nothing_is_scheduled(session, bay, now):
    item = builders.item(session, bay, now)
    builders.sign(session, item, bay, now)
    item.state = State.APPROVED

    with pytest.raises(ActionRefusedError):
        move(session, item, Action.SCHEDULE, bay.editor, now)


def test_publishing_keeps_the_link_of_each_channel(session, bay, approved, now):
    publish(session, approved, ON_X, bay.editor, now)

    links = {row.channel: (row.published_url, row.published_at) for row in channels_of(session, approved)}
    assert approved.state == State.PUBLISHED
    assert links == {"x": ("https://x.example/1", now), "bluesky": ("", None)}
    assert approved.published_url == "https://x.example/1"


@pytest.mark.parametrize(
    "outcomes",
    [
        PublishedLinks(),
        PublishedLinks({"x": PublishedLink(reason="It went out by mail")}),
        PublishedLinks({"x": PublishedLink("javascript:alert(1)")}),
        PublishedLinks({"x": PublishedLink("https://x.example/1"), "bluesky": PublishedLink("nowhere")}),
    ],
)
def test_publishing_needs_a_link_that_is_one(session, bay, approved, now, outcomes):
    with pytest.raises(ActionRefusedError):
        publish(session, approved, outcomes, bay.editor, now)

    assert approved.state == State.APPROVED


def test_what_goes_out_by_mail_has_a_reason_instead(session, bay, now):
    item = builders.item(session, bay, now, kind=Kind.PRESS_RELEASE, channels=("press_list",))
    builders.sign(session, item, bay, now)
    item.state = State.APPROVED

    publish(session, item, PublishedLinks({"press_list": PublishedLink(reason="Mailed to 120 editors")}), bay.lead, now)

    assert channels_of(session, item)[0].no_link_reason == "Mailed to 120 editors"


def test_once_published_everybody_may_know_if_so_chosen(session, bay, approved, now):
    approved.public_when_published = True

    publish(session, approved, ON_X, bay.editor, now)

    assert session.get_one(Guard, approved.guard_id).audience == Audience.PUBLIC


def test_published_otherwise_stays_among_those_who_knew(session, bay, approved, now):
    publish(session, approved, ON_X, bay.editor, now)

    assert session.get_one(Guard, approved.guard_id).audience == Audience.ORGANISATIONS


def test_nothing_is_out_before_its_embargo(session, bay, now):
    item = builders.item(session, bay, now, embargo=LIFT)
    builders.sign(session, item, bay, now)
    item.state = State.APPROVED

    with pytest.raises(UnderEmbargoError) as caught:
        publish(session, item, ON_X, bay.lead, now)

    assert caught.value.until == LIFT.at


def test_nothing_is_out_before_its_embargo_ends_by_new_rules_of_its_zone(session, bay, now):
    # Ten o'clock in Mexico City as it was before 2022: an hour earlier than it is now.
    stored, by_rules = datetime(2027, 7, 30, 15, 0, tzinfo=UTC), datetime(2027, 7, 30, 16, 0, tzinfo=UTC)
    embargo = Embargo(datetime(2027, 7, 30, 10, 0), "America/Mexico_City", stored)
    item = builders.item(session, bay, now, embargo=embargo)
    builders.sign(session, item, bay, now)
    item.state = State.APPROVED

    with pytest.raises(UnderEmbargoError) as caught:
        publish(session, item, ON_X, bay.lead, stored)

    assert caught.value.until == by_rules


def test_an_embargo_that_is_over_does_not_wait_for_the_worker(session, bay, now):
    before = now - timedelta(hours=1)
    item = builders.item(session, bay, before, embargo=Embargo(now.replace(tzinfo=None), "UTC", now))
    builders.sign(session, item, bay, now)
    item.state = State.APPROVED

    publish(session, item, ON_X, bay.lead, now)

    assert item.state == State.PUBLISHED
    assert entry_of(session, item).concealed is True


def test_links_are_added_as_channels_follow(session, bay, approved, now):
    publish(session, approved, ON_X, bay.editor, now)

    more = PublishedLinks({"bluesky": PublishedLink("https://bsky.example/2")})
    by = builders.by(session, bay.member, approved)
    with pytest.raises(ActionRefusedError):
        add_outcomes(session, approved, more, by=by, context=ChangeContext((), None, now))
    add_outcomes(
        session, approved, more, by=builders.by(session, bay.lead, approved), context=ChangeContext((), None, now)
    )

    assert [row.published_url for row in channels_of(session, approved)] == [
        "https://x.example/1",
        "https://bsky.example/2",
    ]


def test_a_correction_needs_a_note_and_tells(session, bay, harbour, approved, now):
    publish(session, approved, ON_X, bay.editor, now)
    by, context = builders.by(session, bay.editor, approved), ChangeContext((), bay.editor.id, now)

    with pytest.raises(ActionRefusedError):
        correct_item(session, approved, longer(), " ", revision=approved.revision, by=by, context=context)
    correct_item(session, approved, longer(), "A number was wrong.", revision=approved.revision, by=by, context=context)

    notified = session.scalars(select(Message.person_id).where(Message.kind == "corrected")).all()
    assert (approved.state, approved.state_note) == (State.CORRECTED, "A number was wrong.")
    assert current_version(session, approved).number == 2
    assert notified == [bay.lead.id]


@pytest.mark.parametrize("action", [Action.CANCEL, Action.WITHDRAW])
def test_what_is_called_off_stays_in_calendars_as_cancelled(session, bay, approved, now, action):
    if action is Action.WITHDRAW:
        publish(session, approved, ON_X, bay.editor, now)

    move(session, approved, action, bay.lead, now, note="The bill was withdrawn.")

    assert entry_of(session, approved).status == EntryStatus.CANCELLED
    assert approved.state_note == "The bill was withdrawn."


def test_only_owner_and_lead_withdraw(session, bay, now):
    item = builders.item(session, bay, now, owner_id=bay.lead.id)
    item.state = State.PUBLISHED
    session.flush()

    with pytest.raises(ActionRefusedError) as caught:
        move(session, item, Action.WITHDRAW, bay.editor, now)

    assert caught.value.refusals[0].code is RefusalCode.LEAD_OR_OWNER_ONLY


def test_a_cancelled_item_can_be_taken_up_again(session, bay, approved, now):
    move(session, approved, Action.CANCEL, bay.lead, now)
    move(session, approved, Action.REOPEN, bay.lead, now)

    assert (approved.state, entry_of(session, approved).status) == (State.DRAFT, EntryStatus.TENTATIVE)
