"""A plan makes what its preview showed: once, under one lock, with the rights of whoever applies it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.campaigns.services.bulk import Picked, delete_tasks
from scheduler.content.models import OrganisationChannelZone
from scheduler.playbooks.domain.planning import MAX_LINES, Remark
from scheduler.playbooks.domain.slots import Owner, OwnerRole, SlotKind
from scheduler.playbooks.models import PlaybookUse
from scheduler.playbooks.services.apply import TooManyLinesError
from scheduler.rows import StaleEditError
from tests.campaigns.conftest import Coalition, StartCampaign
from tests.factories import LONG_AGO
from tests.playbooks.conftest import PLAN, Planner


def test_tasks_and_items_are_made_as_the_preview_showed_them(
    start: StartCampaign, planner: Planner, coalition: Coalition
) -> None:
    campaign = start()
    use = planner.apply(campaign)

    # 25 July 2027 is a Sunday; Harbour's post is for its own editors to plan, so it gets a task a week before.
    assert [(row.title, row.due_on, row.organisation_id, row.assignee_id) for row in planner.tasks(campaign)] == [
        ("Brief staff", date(2027, 7, 23), coalition.lantern.id, None),
        ("Brief staff", date(2027, 7, 23), coalition.harbour.id, None),
        ("Plan content: Post", date(2027, 7, 23), coalition.harbour.id, None),
        ("Call partners", date(2027, 7, 29), coalition.lantern.id, coalition.ana.id),
    ]
    release, post = planner.items(campaign)
    assert (planner.title(release), release.kind, release.state) == ("Press release", "press_release", "idea")
    assert (release.publish_at, release.publish_zone) == (datetime(2027, 7, 29, 21, tzinfo=UTC), "America/New_York")
    assert (post.organisation_id, post.publish_local) == (coalition.lantern.id, datetime(2027, 7, 30, 9))
    assert (post.offset_days, post.offset_time, post.offset_zone) == (0, time(9), "America/New_York")
    assert (use.tasks, use.items, use.source, use.person_id) == (4, 2, "trial", coalition.ana.id)


def test_what_was_made_stands_in_calendars_and_on_record(
    start: StartCampaign, planner: Planner, session: Session
) -> None:
    campaign = start()
    planner.apply(campaign)

    titles = {entry.title for entry in session.scalars(select(Entry).where(Entry.removed_at.is_(None)))}
    assert {"Brief staff", "Call partners", "Press release", "Post"} <= titles
    row = session.scalars(select(AuditRow).where(AuditRow.act == AuditAct.CAMPAIGN_PLANNED)).one()
    assert (row.details["count"], row.details["items"]) == (4, 2)


def test_lines_without_a_tick_are_left_out(start: StartCampaign, planner: Planner) -> None:
    campaign = start()
    sent = planner.sending(campaign)
    wanted = {key for key in sent.ticked if key.startswith("call")}
    use = planner.apply(campaign, replace(sent, ticked=frozenset({*wanted, "made-up.1"})))

    assert [row.title for row in planner.tasks(campaign)] == ["Call partners"]
    assert (use.tasks, use.items) == (1, 0)


def test_the_same_form_sent_twice_makes_everything_once(
    start: StartCampaign, planner: Planner, session: Session
) -> None:
    campaign = start()
    sent = planner.sending(campaign)

    assert planner.apply(campaign, sent).id == planner.apply(campaign, sent).id
    assert (len(planner.tasks(campaign)), len(planner.items(campaign))) == (4, 2)
    assert len(session.scalars(select(PlaybookUse)).all()) == 1


def test_whoever_comes_second_is_told_that_the_page_is_out_of_date(start: StartCampaign, planner: Planner) -> None:
    campaign = start()
    first, second = planner.sending(campaign), planner.sending(campaign, form_id="other")
    planner.apply(campaign, first)

    with pytest.raises(StaleEditError):
        planner.apply(campaign, second)
    assert len(planner.tasks(campaign)) == 4
    assert {line.remarks[-1:] for line in planner.lines(campaign)} == {(Remark.MADE,)}


def test_what_was_deleted_since_can_be_made_again(
    start: StartCampaign, planner: Planner, session: Session, coalition: Coalition
) -> None:
    campaign = start()
    planner.apply(campaign)
    call = planner.tasks(campaign)[-1]
    delete_tasks(session, campaign, [Picked(call.id, call.revision)], planner.context_as(coalition.ana))

    assert planner.sending(campaign).ticked == {f"call.{coalition.lantern.id}"}


def test_an_editor_elsewhere_plans_for_the_own_organisation_alone(
    start: StartCampaign, planner: Planner, coalition: Coalition
) -> None:
    campaign = start()
    lines = {line.key: line for line in planner.lines(campaign, who=coalition.ben)}
    planner.apply(campaign, who=coalition.ben)

    assert lines[f"call.{coalition.lantern.id}"].remarks == (Remark.NOT_YOURS,)
    assert lines[f"release.{coalition.lantern.id}"].remarks == (Remark.STAND_IN, Remark.NOT_YOURS)
    assert {row.organisation_id for row in planner.tasks(campaign)} == {coalition.harbour.id}
    [post] = planner.items(campaign)
    assert (post.organisation_id, post.publish_zone) == (coalition.harbour.id, "Asia/Manila")


def test_the_task_in_place_of_content_does_not_keep_editors_from_planning_it(
    start: StartCampaign, planner: Planner, coalition: Coalition
) -> None:
    campaign = start()
    planner.apply(campaign)

    ticked = {line.key for line in planner.lines(campaign, who=coalition.ben) if line.is_ticked}
    assert ticked == {f"post.{coalition.harbour.id}"}


def test_holidays_of_the_country_move_tasks_and_are_named(
    start: StartCampaign, planner: Planner, coalition: Coalition
) -> None:
    coalition.lantern.country = "US"
    campaign = start(first_day=date(2027, 11, 26), last_day=date(2027, 11, 26))
    line = next(line for line in planner.lines(campaign) if line.key.startswith("call"))

    assert (line.day, line.holiday, line.remarks) == (
        date(2027, 11, 24),
        "Thanksgiving Day",
        (Remark.MOVED_FROM_HOLIDAY,),
    )


def test_a_channel_with_readers_elsewhere_gets_an_item_of_its_own(
    start: StartCampaign, planner: Planner, session: Session, coalition: Coalition
) -> None:
    zone = OrganisationChannelZone(organisation_id=coalition.lantern.id, channel="facebook", zone="Asia/Tokyo")
    session.add(zone)
    campaign = start()
    planner.apply(campaign)

    posts = [item for item in planner.items(campaign) if item.publish_on == date(2027, 7, 30)]
    assert {(item.publish_zone, item.publish_local) for item in posts} == {
        ("America/New_York", datetime(2027, 7, 30, 9)),
        ("Asia/Tokyo", datetime(2027, 7, 30, 9)),
    }
    assert planner.sending(campaign).ticked == frozenset()


def test_a_closed_organisation_gets_nothing_and_makes_an_open_page_stale(
    start: StartCampaign, planner: Planner, session: Session, coalition: Coalition
) -> None:
    campaign = start()
    sent = planner.sending(campaign)
    coalition.harbour.closed_at = LONG_AGO
    session.flush()

    with pytest.raises(StaleEditError):
        planner.apply(campaign, sent)
    assert {line.organisation_id for line in planner.lines(campaign)} == {coalition.lantern.id}


def test_a_campaign_without_a_day_gets_what_waits_for_one(
    start: StartCampaign, planner: Planner, session: Session
) -> None:
    campaign = start(first_day=None, last_day=None)
    planner.apply(campaign)

    assert {row.due_on for row in planner.tasks(campaign)} == {None}
    release = planner.items(campaign)[0]
    assert (release.publish_on, release.offset_days, release.offset_time) == (None, -1, time(17))


def test_more_lines_than_anybody_reads_are_refused(start: StartCampaign, planner: Planner) -> None:
    slot = replace(PLAN.slots[0], owner=Owner(role=OwnerRole.LEAD))
    slots = tuple(replace(slot, key=str(number)) for number in range(MAX_LINES + 1))
    campaign = start()

    with pytest.raises(TooManyLinesError):
        planner.lines(campaign, replace(PLAN, slots=slots))
    assert len(planner.lines(campaign, replace(PLAN, slots=slots[:-1]))) == MAX_LINES


def test_what_lies_in_the_past_can_be_ticked_by_hand(start: StartCampaign, planner: Planner, now: datetime) -> None:
    today = now.date()
    campaign = start(first_day=today + timedelta(days=1), last_day=today + timedelta(days=1))
    brief = [line for line in planner.lines(campaign) if line.key.startswith("brief")]

    assert {Remark.PAST in line.remarks for line in brief} == {True}
    sent = planner.sending(campaign, ticked=frozenset(line.key for line in brief))
    assert planner.apply(campaign, sent).tasks == len(brief)
    assert {line.kind for line in brief} == {SlotKind.TASK}
