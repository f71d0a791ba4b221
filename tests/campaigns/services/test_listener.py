import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Membership, Person
from scheduler.accounts.services.memberships import Ending, end_membership
from scheduler.accounts.services.organisations import close_organisation
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.services.changes import ChangeContext, collect, notify_listeners
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import entry_of, publish, remove
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.campaigns.services.organisations import remove_organisation
from scheduler.campaigns.services.tasks import finish_task
from scheduler.events.services.events import EventDraft, cancel_event, change_event, create_event, restore_event
from scheduler.observances.models import Edition
from scheduler.outbox.models import Message
from tests.campaigns.conftest import DAY, AddTask, Coalition, StartCampaign, make_edition
from tests.fakes import Follower

ContextAs = Callable[[Person | None], ChangeContext]


def hold_edition(
    session: Session, edition: Edition, day: date, context: ChangeContext, *, cancelled: bool = False
) -> None:
    """Publish an edition as its feature does."""
    edition.rule_starts_on = edition.rule_ends_on = day
    status = EntryStatus.CANCELLED if cancelled else EntryStatus.CONFIRMED
    draft = EntryDraft(
        Source("edition", edition.id),
        EntryKind.EDITION,
        AllDay(day, day),
        public_guard(session).id,
        "Day",
        status=status,
    )
    collect(session, [publish(session, draft, context.now)], context)
    notify_listeners(session)


def notified(session: Session) -> list[tuple[str, int | None]]:
    """Return who has been told what once the transaction ends."""
    notify_listeners(session)
    rows = session.execute(select(Message.kind, Message.person_id).order_by(Message.kind, Message.person_id))
    return [(kind, person) for kind, person in rows]


def test_an_edition_that_moves_takes_campaign_and_open_tasks_along(
    session: Session,
    coalition: Coalition,
    start: StartCampaign,
    add: AddTask,
    context_as: ContextAs,
    edition: Edition,
    follower: Follower,
) -> None:
    context = context_as(None)
    hold_edition(session, edition, DAY, context)
    campaign = start(edition_id=edition.id)
    open_task = add(campaign, assignee_id=coalition.cleo.id)
    fixed, done = add(campaign, moves_along=False), add(campaign)
    finish_task(session, campaign, done, context)
    notify_listeners(session)
    session.execute(delete(Message))
    follower.kinds.clear()

    hold_edition(session, edition, DAY + timedelta(days=3), context)

    assert campaign.first_day == date(2027, 8, 2)
    assert [task.due_on for task in (open_task, fixed, done)] == [
        date(2027, 7, 19),
        date(2027, 7, 16),
        date(2027, 7, 16),
    ]
    assert open_task.offset_days == -14
    entry_row = entry_of(session, Source("campaign", campaign.id))
    assert entry_row is not None
    assert entry_row.starts_on == date(2027, 8, 2)
    # The edition itself, and what followed it below the feature that is told.
    assert follower.kinds == ["moved", "moved", "moved"]
    assert notified(session) == [("moved", coalition.ana.id), ("moved", coalition.cleo.id)]


def test_a_cancelled_edition_is_flagged_and_told_and_nothing_is_deleted(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs, edition: Edition
) -> None:
    context = context_as(None)
    hold_edition(session, edition, DAY, context)
    campaign = start(edition_id=edition.id)
    task = add(campaign)

    hold_edition(session, edition, DAY, context, cancelled=True)
    assert (campaign.day_lost_at, campaign.cancelled_at, task.deleted_at) == (context.now, None, None)
    everybody = [coalition.ana.id, coalition.ben.id]
    assert notified(session) == [("cancelled", person) for person in everybody]

    hold_edition(session, edition, DAY + timedelta(days=1), context)
    assert (campaign.day_lost_at, campaign.first_day, task.due_on) == (None, date(2027, 7, 31), date(2027, 7, 17))
    assert [row for row in notified(session) if row[0] == "restored"] == [("restored", person) for person in everybody]


def test_a_day_that_is_announced_dates_the_tasks_and_tells_who_has_them(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    edition = make_edition(session, None)
    campaign = start(edition_id=edition.id)
    task = add(campaign, due_on=None, offset_days=-7, assignee_id=coalition.cleo.id)
    assert notified(session) == []

    context = context_as(None)
    hold_edition(session, edition, DAY, context)

    assert (campaign.first_day, task.due_on, campaign.day_lost_at) == (DAY, date(2027, 7, 23), None)
    assert notified(session) == [("assigned", coalition.cleo.id), ("moved", coalition.ana.id)]


def test_a_removed_edition_is_flagged(
    session: Session, start: StartCampaign, context_as: ContextAs, edition: Edition
) -> None:
    context = context_as(None)
    hold_edition(session, edition, DAY, context)
    campaign = start(edition_id=edition.id)

    collect(session, [remove(session, Source("edition", edition.id), context.now)], context)
    notify_listeners(session)

    assert campaign.day_lost_at == context.now


def test_a_campaign_follows_the_days_of_an_event_in_its_own_zone(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    context = context_as(coalition.ben)
    when = Timed(datetime(2027, 7, 30, 9, 0), "Asia/Manila", at=datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
    draft = EventDraft(title="March", when=when, organisation_id=coalition.harbour.id, audience=Audience.COALITION)
    event = create_event(session, draft, form_id=str(uuid.uuid4()), context=context)
    campaign = start(event_id=event.id)
    task = add(campaign)

    later = Timed(datetime(2027, 8, 1, 1, 0), "Asia/Manila", datetime(2027, 8, 2, 1, 0))
    change_event(session, event, replace(draft, when=later), revision=1, context=context)
    notify_listeners(session)
    assert (campaign.first_day, campaign.last_day, task.due_on) == (
        date(2027, 8, 1),
        date(2027, 8, 2),
        date(2027, 7, 18),
    )

    cancel_event(session, event, "Storm", context)
    notify_listeners(session)
    assert campaign.day_lost_at is not None
    restore_event(session, event, context)
    notify_listeners(session)
    assert campaign.day_lost_at is None


def test_whoever_leaves_leaves_tasks_that_need_somebody_and_the_owner_is_notified(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task, other = add(campaign, assignee_id=coalition.cleo.id), add(campaign, assignee_id=coalition.ben.id)
    session.execute(delete(Message))
    membership = session.scalars(select(Membership).where(Membership.person_id == coalition.cleo.id)).one()

    end_membership(session, membership, Ending(None, (CampaignListener(),)), context_as(None).now)

    assert (task.assignee_id, task.former_assignee_id) == (None, coalition.cleo.id)
    assert other.assignee_id == coalition.ben.id
    assert notified(session) == [("needs_somebody", coalition.ana.id)]


def test_a_closed_organisation_leaves_its_tasks_to_the_one_that_leads(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task = add(campaign, assignee_id=coalition.cleo.id)
    session.execute(delete(Message))

    close_organisation(session, coalition.harbour, (CampaignListener(),), None, context_as(None).now)

    assert (task.assignee_id, task.former_assignee_id, task.organisation_id) == (
        None,
        coalition.cleo.id,
        coalition.lantern.id,
    )
    assert notified(session) == [("organisation_closed", coalition.ana.id)]


def test_when_the_leading_organisation_closes_coordinators_are_notified(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    start()

    close_organisation(session, coalition.lantern, (CampaignListener(),), None, context_as(None).now)

    assert ("organisation_closed", coalition.coordinator.id) in notified(session)


@pytest.mark.parametrize("elsewhere", [True, False])
def test_taking_an_organisation_out_frees_only_who_is_not_in_another(
    session: Session,
    coalition: Coalition,
    start: StartCampaign,
    add: AddTask,
    context_as: ContextAs,
    elsewhere: bool,
) -> None:
    campaign = start()
    task = add(campaign, assignee_id=coalition.cleo.id)
    if elsewhere:
        both = Membership(person_id=coalition.cleo.id, organisation_id=coalition.lantern.id, role="member")
        both.started_at = context_as(None).now
        session.add(both)

    remove_organisation(session, campaign, coalition.harbour.id, context_as(coalition.ana))

    assert task.assignee_id == (coalition.cleo.id if elsewhere else None)
    assert task.organisation_id == coalition.lantern.id
