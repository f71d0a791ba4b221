from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Membership, Person
from scheduler.accounts.services.memberships import Ending, end_membership
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.publishing import entry_of
from scheduler.audit.models import AuditRow
from scheduler.campaigns.models import Campaign, CampaignUndo, Task
from scheduler.campaigns.services.bulk import (
    Picked,
    assign_tasks,
    delete_tasks,
    finish_tasks,
    shift_tasks,
    undo,
)
from scheduler.campaigns.services.errors import NotOfThePlanError
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.campaigns.services.tasks import finish_task
from scheduler.outbox.models import Message
from scheduler.rows import TooLateError
from tests.campaigns.conftest import AddTask, Coalition, StartCampaign

ContextAs = Callable[[Person | None], ChangeContext]


def pick(*tasks: Task) -> list[Picked]:
    return [Picked(task.id, task.revision) for task in tasks]


def undo_row(session: Session, ident: int | None) -> CampaignUndo:
    assert ident is not None
    return session.get_one(CampaignUndo, ident)


@pytest.fixture
def campaign(start: StartCampaign) -> Campaign:
    return start()


@pytest.fixture
def context(coalition: Coalition, context_as: ContextAs) -> ChangeContext:
    return context_as(coalition.ana)


def test_shift_moves_days_distances_and_entries(
    session: Session, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    moving, fixed = add(campaign, "A"), add(campaign, "B", moves_along=False)

    result = shift_tasks(session, campaign, pick(moving, fixed), 3, context)

    assert result.changed == (moving, fixed)
    assert [(task.due_on, task.offset_days) for task in (moving, fixed)] == [
        (date(2027, 7, 19), -11),
        (date(2027, 7, 19), None),
    ]
    entry_row = entry_of(session, Source("task", moving.id))
    assert entry_row is not None
    assert entry_row.starts_on == date(2027, 7, 19)


def test_the_same_shift_sent_twice_moves_once(
    session: Session, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    task = add(campaign)
    picked = pick(task)

    shift_tasks(session, campaign, picked, 3, context)
    second = shift_tasks(session, campaign, picked, 3, context)

    assert (second.changed, second.refused, second.undo_id) == ((), (task,), None)
    assert task.due_on == date(2027, 7, 19)


@pytest.mark.parametrize("days", [731, -731])
def test_a_shift_of_more_than_two_years_is_refused(
    session: Session, campaign: Campaign, context: ChangeContext, days: int
) -> None:
    with pytest.raises(ValueError, match="too far"):
        shift_tasks(session, campaign, [], days, context)


def test_undo_of_a_shift_refuses_what_changed_since_and_says_which(
    session: Session, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    one, two = add(campaign, "One"), add(campaign, "Two")
    shifted = shift_tasks(session, campaign, pick(one, two), 3, context)
    finish_task(session, campaign, two, context)

    result = undo(session, campaign, undo_row(session, shifted.undo_id), context)

    assert (result.changed, result.refused) == ((one,), (two,))
    assert (one.due_on, one.offset_days) == (date(2027, 7, 16), -14)
    assert two.due_on == date(2027, 7, 19)


def test_undo_twice_or_after_a_day_is_refused(
    session: Session, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    first = shift_tasks(session, campaign, pick(add(campaign)), 3, context)
    second = shift_tasks(session, campaign, pick(add(campaign)), 3, context)

    undo(session, campaign, undo_row(session, first.undo_id), context)

    with pytest.raises(TooLateError):
        undo(session, campaign, undo_row(session, first.undo_id), context)
    late = replace(context, now=context.now + timedelta(days=1))
    with pytest.raises(TooLateError):
        undo(session, campaign, undo_row(session, second.undo_id), late)


def test_assigning_many_notifies_the_new_assignee_once_and_can_be_undone(
    session: Session, coalition: Coalition, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    one, two = add(campaign, assignee_id=coalition.ana.id), add(campaign)

    result = assign_tasks(session, campaign, pick(one, two), coalition.cleo.id, context)

    assert {one.assignee_id, two.assignee_id} == {coalition.cleo.id}
    assert {one.organisation_id, two.organisation_id} == {coalition.harbour.id}
    sent = session.execute(select(Message.kind, Message.person_id, Message.payload)).all()
    assert [(kind, person, payload["count"]) for kind, person, payload in sent] == [("assigned", coalition.cleo.id, 2)]

    undo(session, campaign, undo_row(session, result.undo_id), context)
    assert (one.assignee_id, two.assignee_id) == (coalition.ana.id, None)
    assert one.organisation_id == coalition.lantern.id


def test_nobody_outside_is_given_tasks(
    session: Session, coalition: Coalition, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    task = add(campaign)

    with pytest.raises(NotOfThePlanError):
        assign_tasks(session, campaign, pick(task), coalition.dora.id, context)

    assert (task.assignee_id, task.revision) == (None, 1)


def test_undo_does_not_give_a_task_back_to_somebody_who_has_left(
    session: Session, coalition: Coalition, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    task = add(campaign, assignee_id=coalition.cleo.id)
    result = assign_tasks(session, campaign, pick(task), coalition.ben.id, context)
    membership = session.scalars(select(Membership).where(Membership.person_id == coalition.cleo.id)).one()
    end_membership(session, membership, Ending(None, (CampaignListener(),)), context.now)

    taken_back = undo(session, campaign, undo_row(session, result.undo_id), context)

    assert taken_back.refused == (task,)
    assert task.assignee_id == coalition.ben.id


def test_done_and_deleted_leave_the_calendar_and_come_back_by_undo(
    session: Session, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    done, deleted = add(campaign, "Done"), add(campaign, "Deleted")

    first = finish_tasks(session, campaign, pick(done), context)
    second = delete_tasks(session, campaign, pick(deleted), context)

    entry_rows = [entry_of(session, Source("task", task.id)) for task in (done, deleted)]
    assert [entry_row is not None and entry_row.removed_at for entry_row in entry_rows] == [context.now, context.now]

    for result in (first, second):
        undo(session, campaign, undo_row(session, result.undo_id), context)
    assert (done.done_at, done.done_by_id, deleted.deleted_at) == (None, None, None)
    assert [entry_row is not None and entry_row.removed_at for entry_row in entry_rows] == [None, None]


def test_undo_of_a_reopened_done_keeps_instants(
    session: Session, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    task = add(campaign)
    finish_tasks(session, campaign, pick(task), context)

    result = delete_tasks(session, campaign, pick(task), context)
    undo(session, campaign, undo_row(session, result.undo_id), context)

    assert (task.done_at, task.deleted_at) == (context.now, None)


def test_tasks_of_another_campaign_are_not_touched(
    session: Session, campaign: Campaign, start: StartCampaign, add: AddTask, context: ChangeContext
) -> None:
    foreign = add(start(title="Another"))

    result = delete_tasks(session, campaign, pick(foreign), context)

    assert (result.changed, result.refused, foreign.deleted_at) == ((), (), None)


def test_the_record_names_one_task_and_counts_many(
    session: Session, campaign: Campaign, add: AddTask, context: ChangeContext
) -> None:
    one, two, three = (add(campaign, title) for title in "ABC")
    finish_tasks(session, campaign, pick(one), context)
    finish_tasks(session, campaign, pick(two, three), context)

    acts = session.execute(
        select(AuditRow.act, AuditRow.details).where(AuditRow.act.like("task%.done")).order_by(AuditRow.id)
    ).all()
    assert [tuple(row) for row in acts] == [
        ("task.done", {"count": 1, "task_id": one.id}),
        ("tasks.done", {"count": 2}),
    ]


def test_a_partner_gives_no_task_of_theirs_to_people_of_others(
    session: Session, coalition: Coalition, campaign: Campaign, add: AddTask, context_as: ContextAs
) -> None:
    own, other = add(campaign, "Ours", organisation_id=coalition.harbour.id), add(campaign, "Theirs")

    to_ana = assign_tasks(session, campaign, pick(own, other), coalition.ana.id, context_as(coalition.ben))
    to_cleo = assign_tasks(session, campaign, pick(own, other), coalition.cleo.id, context_as(coalition.ben))

    assert (to_ana.changed, to_ana.not_yours) == ((), (own, other))
    assert (to_cleo.changed, to_cleo.not_yours) == ((own,), (other,))


def test_undo_gives_nobody_a_say_over_tasks_that_went_to_others(
    session: Session,
    coalition: Coalition,
    campaign: Campaign,
    add: AddTask,
    context: ChangeContext,
    context_as: ContextAs,
) -> None:
    task = add(campaign, organisation_id=coalition.harbour.id)
    moved = shift_tasks(session, campaign, pick(task), 3, context_as(coalition.ben))
    kept = undo_row(session, moved.undo_id)
    kept.rows = [row | {"before": row["before"] | {"organisation_id": coalition.lantern.id}} for row in kept.rows]
    task.organisation_id = coalition.lantern.id
    session.flush()

    result = undo(session, campaign, kept, context_as(coalition.ben))

    assert (result.changed, result.not_yours) == ((), (task,))
