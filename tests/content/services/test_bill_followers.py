"""Whoever follows a bill hears of it once: as the owner of copy that cites it, or else as a follower."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.accounts.models import Membership
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Entry, Follow
from scheduler.agenda.services.changes import notify_listeners
from scheduler.agenda.services.follows import follow as topic_follow
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.services.listener import ContentListener
from scheduler.legislation.jobs import notify_of_reached_milestones
from scheduler.legislation.models import Bill
from scheduler.legislation.services.bills import change_bill, find_or_create
from scheduler.legislation.services.following import follow_bill, unfollow_bill
from scheduler.legislation.services.listener import BillListener
from scheduler.legislation.services.milestones import change_milestone, take_back
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import NotSent
from scheduler.outbox.services import suppress
from scheduler.reminders.services.following import ReminderListener
from tests.content.services.test_bill_news import BILL, VOTE, cite, vote
from tests.content.stage import SECRECY, Stage
from tests.fakes import FakeClock
from tests.written import answers, letter

FOLLOWED, CITED = NotificationKind.BILL_FOLLOWED, NotificationKind.BILL_CHANGED


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def bill(stage: Stage) -> Bill:
    stage.listeners = (ContentListener(), BillListener(), ReminderListener())
    return find_or_create(stage.session, BILL, actor_id=None, now=stage.now)


def follow(stage: Stage, bill: Bill, *who: str) -> None:
    for one in who:
        follow_bill(stage.session, stage.id(one), bill, stage.now)


def count(stage: Stage, who: str) -> int:
    notify_listeners(stage.session)
    query = select(Message.id).where(Message.kind == FOLLOWED, Message.person_id == stage.id(who))
    return len(stage.session.scalars(query).all())


def test_followers_hear_of_each_change_with_the_status_and_not_of_another_name(stage: Stage, bill: Bill):
    follow(stage, bill, "port_lead", "far_lead")
    row = vote(stage, bill)

    assert stage.notified(FOLLOWED) == ["port_lead"]
    found = letter(stage.session, FOLLOWED, stage.id("port_lead"), stage.now)
    assert found.subject == "Bill update: Floor vote: H.R. 2732"
    for said in ("Floor vote on Wed 30 Jun 2027.", "91–3", "Status", f"/bills/{bill.id}#milestone-{row.id}"):
        assert said in found.text

    stage.now += timedelta(hours=1)
    context = stage.context("far_lead")
    change_bill(stage.session, bill, replace(BILL, title="Safer Routes Act"), revision=1, context=context)
    assert count(stage, "port_lead") == 1

    stage.now += timedelta(hours=1)
    draft = replace(VOTE, votes_against=4)
    change_milestone(stage.session, row, draft, revision=row.revision, context=stage.context("far_lead"))
    assert count(stage, "port_lead") == 2
    assert answers(stage.session, FOLLOWED, stage.id("port_lead"), stage.now)[0] == NotSent("changed_again")

    stage.now += timedelta(hours=1)
    take_back(stage.session, row, "The page is wrong", revision=row.revision, context=stage.context("far_lead"))
    assert count(stage, "port_lead") == 3
    found = letter(stage.session, FOLLOWED, stage.id("port_lead"), stage.now)
    assert "Fay Far (Far Hills) retracted “Floor vote”" in found.text
    assert "The page is wrong" in found.text


def test_who_owns_copy_that_cites_it_hears_of_it_once(stage: Stage, bill: Bill):
    cite(stage, bill)
    follow(stage, bill, "owner", "port_lead")
    vote(stage, bill)

    assert (stage.notified(CITED), stage.notified(FOLLOWED)) == (["owner"], ["port_lead"])


@pytest.mark.parametrize("scope", ["kind", "entry"])
def test_who_does_not_want_to_hear_of_their_copy_hears_of_the_bill(stage: Stage, bill: Bill, scope: str):
    item = cite(stage, bill)
    entry = stage.session.scalars(
        select(Entry.id).where(Entry.source_kind == SourceKind.CONTENT, Entry.source_id == item.id, Entry.part == "")
    ).one()
    unwanted = CITED if scope == "kind" else f"entry:{entry}"
    suppress(stage.session, stage.id("owner"), Stream.NOTICE, unwanted, stage.now)
    follow(stage, bill, "owner")
    vote(stage, bill)

    assert stage.notified(FOLLOWED) == ["owner"]


@pytest.mark.parametrize("kept", ["under embargo", "for named people", "in one organisation"])
def test_copy_that_is_kept_back_does_not_show_in_who_is_notified_of_the_bill(stage: Stage, bill: Bill, kept: str):
    changes: dict[str, dict[str, Any]] = {
        "under embargo": {"secrecy": SECRECY},
        "for named people": {"sharing": Sharing(ShareScope.PEOPLE, frozenset({stage.id("port_lead")}))},
        "in one organisation": {"sharing": Sharing(ShareScope.OWN)},
    }
    cite(stage, bill, **changes[kept])
    follow(stage, bill, "owner")
    vote(stage, bill)

    assert stage.notified(FOLLOWED) == ["owner"]


def test_companions_are_one_bill(stage: Stage, bill: Bill):
    other = find_or_create(stage.session, replace(BILL, number="S. 1207"), actor_id=None, now=stage.now)
    other.companion_of_id = bill.id
    follow(stage, bill, "port_lead")
    follow(stage, other, "port_lead")

    vote(stage, other)
    assert count(stage, "port_lead") == 1

    unfollow_bill(stage.session, stage.id("port_lead"), other)
    vote(stage, bill)
    assert count(stage, "port_lead") == 1


def test_the_day_of_a_planned_milestone_is_told_once_to_those_who_followed_before(stage: Stage, bill: Bill):
    follow(stage, bill, "port_lead")
    day = date(2027, 7, 9)
    vote(stage, bill, day=day)
    vote(stage, bill, day=stage.now.date())
    notify_listeners(stage.session)
    stage.session.commit()
    clock = FakeClock(stage.now)
    sessions = lambda: type(stage.session)(stage.session.get_bind())  # noqa: E731

    assert notify_of_reached_milestones(sessions, clock) == 0
    clock.advance(timedelta(days=8))
    stage.now = clock.now()
    follow(stage, bill, "port_editor")
    stage.session.commit()

    assert [notify_of_reached_milestones(sessions, clock) for _ in range(2)] == [1, 0]
    assert (count(stage, "port_lead"), count(stage, "port_editor")) == (3, 0)


def test_who_leaves_the_coalition_follows_no_bill_and_who_is_anonymised_nothing(stage: Stage, bill: Bill):
    follow(stage, bill, "port_lead", "far_lead")
    topic_follow(stage.session, stage.id("far_lead"), "topic:youth", stage.now)
    listener, session = BillListener(), stage.session

    def left(who: str, organisation_id: int) -> list[str]:
        listener.membership_ended(session, stage.id(who), organisation_id, None, stage.now)
        return list(session.scalars(select(Follow.target).where(Follow.person_id == stage.id(who))))

    assert left("port_lead", stage.port.id) == [f"bill:{bill.id}"]
    for membership in session.scalars(select(Membership).where(Membership.organisation_id != stage.bay.id)):
        membership.ended_at = stage.now
    assert (left("port_lead", stage.port.id), left("far_lead", stage.far.id)) == ([], ["topic:youth"])

    ReminderListener().person_anonymised(session, stage.id("far_lead"))
    assert session.scalars(select(Follow)).all() == []
