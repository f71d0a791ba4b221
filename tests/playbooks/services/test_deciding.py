"""Whoever owns content decides what becomes of it when its campaign moved, and that is its new distance."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.changes import notify_listeners
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.reschedule import set_days
from scheduler.content.models import Item, ItemUndo
from scheduler.content.permissions import roles
from scheduler.content.services.bulk import ItemWithRoles, shift_items, undo
from scheduler.content.services.campaign_days import keep_day, move_as_proposed
from scheduler.content.services.item_plan import ItemPlan, plan_of
from scheduler.content.services.items import edit_plan
from scheduler.rows import StaleEditError
from tests.campaigns.conftest import DAY, Coalition, StartCampaign
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


def by_ana(planner: Planner, item: Item) -> ItemWithRoles:
    return ItemWithRoles(item, roles(actor_roles(planner.session, planner.coalition.ana.id), item))


def test_the_owner_moves_it_along(campaign: Campaign, planner: Planner, coalition: Coalition) -> None:
    release = planner.items(campaign)[0]
    release.state, release.signoff_due_on = "scheduled", date(2027, 7, 20)
    planner.session.flush()
    move(planner, campaign)
    by, context = by_ana(planner, release).by, planner.context_as(coalition.ana)

    with pytest.raises(StaleEditError):
        move_as_proposed(planner.session, release, date(2027, 8, 6), by=by, context=context)
    move_as_proposed(planner.session, release, date(2027, 8, 7), by=by, context=context)

    assert (release.publish_on, release.publish_local) == (date(2027, 8, 7), datetime(2027, 8, 7, 17))
    assert (release.signoff_due_on, release.state) == (date(2027, 7, 29), "scheduled")
    assert (release.proposed_on, release.offset_days) == (None, -1)
    with pytest.raises(StaleEditError):
        move_as_proposed(planner.session, release, date(2027, 8, 7), by=by, context=context)


def test_the_owner_keeps_the_day_and_it_moves_along_no_more(
    campaign: Campaign, planner: Planner, coalition: Coalition
) -> None:
    release = planner.items(campaign)[0]
    release.state = "scheduled"
    planner.session.flush()
    move(planner, campaign)
    keep_day(
        planner.session,
        release,
        date(2027, 8, 7),
        by=by_ana(planner, release).by,
        context=planner.context_as(coalition.ana),
    )
    release.state = "draft"
    planner.session.flush()
    move(planner, campaign, LATER + timedelta(days=1))

    assert (release.publish_on, release.proposed_on, release.offset_days) == (date(2027, 7, 29), None, None)


def test_a_day_that_somebody_gives_it_is_its_new_distance(
    campaign: Campaign, planner: Planner, coalition: Coalition, session: Session
) -> None:
    post, mine = planner.items(campaign)[1], planner.context_as(coalition.ana)
    plan = plan_of(session, post)
    by = by_ana(planner, post).by
    moved = AllDay(date(2027, 8, 2), date(2027, 8, 2))
    changed = ItemPlan(**{name: getattr(plan, name) for name in ItemPlan.__dataclass_fields__} | {"when": moved})
    edit_plan(session, post, changed, revision=post.revision, by=by, context=mine)

    assert (post.offset_days, post.offset_time, post.offset_zone) == (3, None, None)
    move(planner, campaign)
    assert post.publish_on == date(2027, 8, 11)


def test_shifting_several_decides_for_them_and_can_be_taken_back(
    campaign: Campaign, planner: Planner, coalition: Coalition, session: Session
) -> None:
    release, mine = planner.items(campaign)[0], planner.context_as(coalition.ana)
    release.state = "scheduled"
    session.flush()
    move(planner, campaign)
    done = shift_items(session, [by_ana(planner, release)], 9, mine)
    assert (release.publish_on, release.proposed_on, release.offset_days) == (date(2027, 8, 7), None, -1)

    undo(session, session.get_one(ItemUndo, done.undo_id), mine)
    assert (release.publish_on, release.proposed_on) == (date(2027, 7, 29), date(2027, 8, 7))


def test_what_waits_under_embargo_for_a_first_day_gets_it_from_its_owner(
    start: StartCampaign, planner: Planner, coalition: Coalition
) -> None:
    campaign = start(first_day=None, last_day=None)
    planner.apply(campaign)
    release = planner.items(campaign)[0]
    release.guard.embargo_local, release.guard.embargo_zone = datetime(2027, 7, 29, 17), "UTC"
    release.guard.embargo_at = datetime(2027, 7, 29, 17, tzinfo=UTC)
    planner.session.flush()
    move(planner, campaign, DAY)
    assert (release.publish_on, release.proposed_on) == (None, date(2027, 7, 29))

    by, context = by_ana(planner, release).by, planner.context_as(coalition.ana)
    move_as_proposed(planner.session, release, date(2027, 7, 29), by=by, context=context)
    assert (release.publish_local, release.offset_days) == (datetime(2027, 7, 29, 17), -1)
