"""When a campaign moves, its tasks and unscheduled content move along; of what others relied on the owner decides."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import notify_listeners
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.services.guards import Embargo
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.reschedule import set_days
from scheduler.campaigns.services.tasks import change_task, draft_of
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.models import Answer, SignOff
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.observances.models import Edition
from scheduler.outbox.models import Message
from tests.campaigns.conftest import DAY, Coalition, StartCampaign
from tests.campaigns.services.test_listener import hold_edition
from tests.playbooks.conftest import Planner

LATER = date(2027, 8, 8)
"""A Sunday nine days after the first day."""


@pytest.fixture
def campaign(start: StartCampaign, planner: Planner) -> Campaign:
    found = start()
    planner.apply(found)
    return found


def move(planner: Planner, campaign: Campaign, to: date = LATER) -> None:
    set_days(planner.session, campaign, to, to, planner.context_as(planner.coalition.ana))
    notify_listeners(planner.session)


def test_tasks_move_along_and_stay_on_working_days(campaign: Campaign, planner: Planner) -> None:
    move(planner, campaign)

    # Five days before is a Tuesday, the day before a Saturday, a week before a Sunday.
    assert [(row.title, row.due_on) for row in planner.tasks(campaign)] == [
        ("Plan content: Post", date(2027, 7, 30)),
        ("Brief staff", date(2027, 8, 3)),
        ("Brief staff", date(2027, 8, 3)),
        ("Call partners", date(2027, 8, 6)),
    ]
    move(planner, campaign, DAY)
    assert planner.tasks(campaign)[-1].due_on == date(2027, 7, 29)


def test_an_edition_that_moves_takes_tasks_and_content_along_and_its_owner_hears_of_it_once(
    start: StartCampaign, planner: Planner, coalition: Coalition, edition: Edition, session: Session
) -> None:
    context = planner.context_as(None)
    hold_edition(session, edition, DAY, context)
    campaign = start(edition_id=edition.id)
    planner.apply(campaign)
    release, post = planner.items(campaign)
    release.state, release.owner_id, post.owner_id = "scheduled", coalition.ana.id, coalition.ana.id
    notify_listeners(session)
    session.execute(delete(Message))
    hold_edition(session, edition, LATER, context)

    assert (post.publish_on, release.publish_on, release.proposed_on) == (LATER, date(2027, 7, 29), date(2027, 8, 7))
    assert planner.tasks(campaign)[-1].due_on == date(2027, 8, 6)
    told = session.scalars(select(Message.person_id).where(Message.kind == "moved")).all()
    assert list(told).count(coalition.ana.id) == 1


def test_holidays_of_the_country_count_when_tasks_move(
    campaign: Campaign, planner: Planner, coalition: Coalition
) -> None:
    coalition.lantern.country = "US"
    move(planner, campaign, date(2027, 11, 26))

    assert planner.tasks(campaign)[-1].due_on == date(2027, 11, 24)


def test_a_task_whose_day_is_left_alone_keeps_its_distance_and_one_whose_day_is_changed_is_fixed_to_that(
    campaign: Campaign, planner: Planner, coalition: Coalition, session: Session
) -> None:
    brief, _other, _content, call = planner.tasks(campaign)
    mine = planner.context_as(coalition.ana)
    titled = replace(draft_of(campaign, brief), title="Brief everybody")
    change_task(session, campaign, brief, titled, revision=brief.revision, context=mine)
    dated = replace(draft_of(campaign, call), due_on=date(2027, 7, 31))
    change_task(session, campaign, call, dated, revision=call.revision, context=mine)

    assert (brief.due_on, brief.offset_days, brief.on_working_days) == (date(2027, 7, 23), -5, True)
    assert (call.due_on, call.offset_days, call.on_working_days) == (date(2027, 7, 31), 1, False)


def test_unscheduled_content_keeps_its_distance_and_its_time_of_day(campaign: Campaign, planner: Planner) -> None:
    move(planner, campaign, date(2027, 12, 24))

    release, post = planner.items(campaign)
    # New York is an hour further from UTC in winter.
    assert (release.publish_on, release.publish_at) == (date(2027, 12, 23), datetime(2027, 12, 23, 22, tzinfo=UTC))
    assert (post.publish_on, post.proposed_on) == (date(2027, 12, 24), None)
    acts = planner.session.scalars(select(AuditRow.act).where(AuditRow.subject_id == post.id)).all()
    assert AuditAct.CONTENT_FOLLOWED in acts


def test_a_time_that_clocks_skip_on_one_day_is_back_on_the_next(campaign: Campaign, planner: Planner) -> None:
    post = planner.items(campaign)[1]
    post.offset_time = time(2, 30)
    planner.session.flush()
    move(planner, campaign, date(2028, 3, 12))
    skipped = post.publish_local
    move(planner, campaign, date(2028, 3, 13))

    assert (skipped, post.publish_local) == (datetime(2028, 3, 12, 3, 30), datetime(2028, 3, 13, 2, 30))


@pytest.mark.parametrize("state", ["approved", "scheduled"])
def test_what_is_approved_or_scheduled_stays_and_its_owner_is_asked(
    campaign: Campaign, planner: Planner, state: str
) -> None:
    release, post = planner.items(campaign)
    release.state = state
    planner.session.flush()
    move(planner, campaign)

    assert (release.publish_on, release.proposed_on) == (date(2027, 7, 29), date(2027, 8, 7))
    assert post.publish_on == LATER


def test_what_is_under_embargo_stays_and_its_owner_is_asked(campaign: Campaign, planner: Planner) -> None:
    release = planner.items(campaign)[0]
    embargo = Embargo(datetime(2027, 7, 29, 17), "UTC", datetime(2027, 7, 29, 17, tzinfo=UTC))
    release.guard.embargo_local, release.guard.embargo_zone = embargo.local, embargo.zone
    release.guard.embargo_at = embargo.at
    planner.session.flush()
    move(planner, campaign)

    assert (release.publish_on, release.proposed_on) == (date(2027, 7, 29), date(2027, 8, 7))
    assert release.guard.embargo_at == embargo.at


def test_what_an_organisation_has_signed_stays_until_the_text_changes(
    campaign: Campaign, planner: Planner, coalition: Coalition, session: Session
) -> None:
    release, context = planner.items(campaign)[0], planner.context_as(coalition.ana)
    release.state = "in_review"
    version = current_version(session, release)
    answer = SignOff(item_id=release.id, version_number=1, text_hash=version.signed_hash, as_role="lead")
    answer.organisation_id, answer.person_id = coalition.lantern.id, coalition.ana.id
    answer.answer, answer.at = Answer.YES, context.now
    session.add(answer)
    session.flush()
    move(planner, campaign)
    assert (release.publish_on, release.proposed_on) == (date(2027, 7, 29), date(2027, 8, 7))

    answer.text_hash = "0" * 64
    session.flush()
    move(planner, campaign, LATER + timedelta(days=1))
    assert (release.publish_on, release.proposed_on) == (date(2027, 8, 8), None)


def test_moving_back_asks_nobody_any_more(campaign: Campaign, planner: Planner) -> None:
    release = planner.items(campaign)[0]
    release.state = "scheduled"
    planner.session.flush()
    move(planner, campaign)
    move(planner, campaign, DAY)

    assert (release.publish_on, release.proposed_on) == (date(2027, 7, 29), None)


def test_what_was_planned_by_hand_stays_as_before(
    campaign: Campaign, planner: Planner, coalition: Coalition, session: Session
) -> None:
    plan = ItemPlan(
        kind=Kind.POST,
        organisation_id=coalition.lantern.id,
        owner_id=coalition.ana.id,
        when=AllDay(DAY, DAY),
        campaign_id=campaign.id,
    )
    context = planner.context_as(coalition.ana)
    draft, queued = (
        create_item(session, ItemText(title=title), plan, form_id=str(uuid.uuid4()), context=context)
        for title in ("Draft", "Queued")
    )
    queued.state = "scheduled"
    session.flush()
    move(planner, campaign)

    assert (draft.publish_on, draft.proposed_on) == (DAY, None)
    assert (queued.publish_on, queued.proposed_on) == (DAY, LATER)


def test_a_first_day_dates_what_waited_for_one(start: StartCampaign, planner: Planner) -> None:
    campaign = start(first_day=None, last_day=None)
    planner.apply(campaign)
    move(planner, campaign, DAY)

    release, post = planner.items(campaign)
    assert (release.publish_at, post.publish_local) == (
        datetime(2027, 7, 29, 21, tzinfo=UTC),
        datetime(2027, 7, 30, 9),
    )
    assert {row.due_on for row in planner.tasks(campaign)} == {date(2027, 7, 23), date(2027, 7, 29)}


def test_what_would_leave_the_calendar_stays(campaign: Campaign, planner: Planner) -> None:
    item = planner.items(campaign)[1]
    item.offset_days = 700
    planner.session.flush()
    move(planner, campaign, date(9999, 6, 1))

    assert (item.publish_on, item.proposed_on) == (DAY, None)
