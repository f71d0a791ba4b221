import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind, EntryPerson, Involvement
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.publishing import entry_of
from scheduler.campaigns.models import Task
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.errors import NotOfThePlanError
from scheduler.campaigns.services.tasks import TaskDraft, add_task, change_task, finish_task, reopen_task
from scheduler.outbox.models import Message
from scheduler.rows import StaleEditError
from tests.campaigns.conftest import AddTask, Coalition, StartCampaign

ContextAs = Callable[[Person | None], ChangeContext]
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))


def entry(session: Session, task: Task) -> Entry:
    found = entry_of(session, Source("task", task.id))
    assert found is not None
    return found


def test_a_task_is_an_entry_under_its_campaign_with_its_assignee(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask
) -> None:
    campaign = start()

    task = add(campaign, assignee_id=coalition.cleo.id)

    entry_row = entry(session, task)
    parent = entry_of(session, Source("campaign", campaign.id))
    assert parent is not None
    assert (entry_row.kind, entry_row.starts_on, entry_row.ends_on) == (
        EntryKind.TASK,
        date(2027, 7, 16),
        date(2027, 7, 16),
    )
    assert (entry_row.parent_entry_id, entry_row.guard_id) == (parent.id, campaign.guard_id)
    assert entry_row.path == f"/campaigns/{campaign.public_id}/work#task-{task.address}"
    people = session.execute(
        select(EntryPerson.person_id, EntryPerson.involvement).filter_by(entry_id=entry_row.id)
    ).all()
    assert [tuple(row) for row in people] == [(coalition.cleo.id, Involvement.ASSIGNEE)]


def test_a_new_task_keeps_its_distance_and_is_its_assignees_organisations(
    coalition: Coalition, start: StartCampaign, add: AddTask
) -> None:
    task = add(start(), assignee_id=coalition.cleo.id)

    assert (task.offset_days, task.organisation_id) == (-14, coalition.harbour.id)


def test_whoever_gets_a_task_is_told_and_the_giver_is_not(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask
) -> None:
    campaign = start()
    add(campaign, assignee_id=coalition.cleo.id)
    add(campaign, assignee_id=coalition.ana.id)

    sent = session.execute(select(Message.kind, Message.person_id)).all()
    assert [tuple(row) for row in sent] == [("assigned", coalition.cleo.id)]


def test_the_same_form_sent_twice_adds_one_task(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign, form_id, context = start(), str(uuid.uuid4()), context_as(coalition.ana)

    first = add_task(session, campaign, TaskDraft(title="One"), form_id=form_id, context=context)
    second = add_task(session, campaign, TaskDraft(title="One"), form_id=form_id, context=context)
    other = add_task(session, campaign, TaskDraft(title="Two"), form_id=form_id, context=context)

    assert second is first
    assert other is not first
    assert session.scalar(select(func.count()).select_from(Task)) == 2


@pytest.mark.parametrize("who", ["dora", "coordinator"])
def test_people_outside_the_audience_get_no_task(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, who: str
) -> None:
    with pytest.raises(NotOfThePlanError):
        add(start(), assignee_id=getattr(coalition, who).id)


def test_under_embargo_only_the_embargo_group_gets_tasks(
    coalition: Coalition, start: StartCampaign, add: AddTask
) -> None:
    embargo_group = frozenset({coalition.harbour.id})
    campaign = start(AudienceDraft(Audience.COALITION, embargo=LIFT, embargo_group_organisations=embargo_group))

    assert add(campaign, assignee_id=coalition.ben.id).assignee_id == coalition.ben.id
    with pytest.raises(NotOfThePlanError):
        add(campaign, assignee_id=coalition.cleo.id)


def test_an_organisation_that_does_not_take_part_gets_no_task(
    coalition: Coalition, start: StartCampaign, add: AddTask
) -> None:
    with pytest.raises(NotOfThePlanError):
        add(start(), organisation_id=coalition.outside.id)


def test_a_task_of_a_campaign_without_a_day_waits_for_it_without_an_entry(
    session: Session, start: StartCampaign, add: AddTask
) -> None:
    campaign = start(first_day=None, last_day=None)

    task = add(campaign, due_on=None, offset_days=-7)

    assert (task.due_on, task.offset_days) == (None, -7)
    assert entry_of(session, Source("task", task.id)) is None


def test_done_leaves_the_calendar_and_not_done_comes_back_under_its_uid(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task, context = add(campaign), context_as(coalition.ana)
    uid = entry(session, task).uid

    finish_task(session, campaign, task, context)
    assert (task.done_by_id, entry(session, task).removed_at) == (coalition.ana.id, context.now)

    reopen_task(session, campaign, task, context)
    assert (task.done_at, entry(session, task).removed_at, entry(session, task).uid) == (None, None, uid)


def test_a_stale_change_is_refused(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task, context = add(campaign), context_as(coalition.ana)
    draft = TaskDraft(title="Second", due_on=task.due_on)
    change_task(session, campaign, task, draft, revision=1, context=context)

    with pytest.raises(StaleEditError):
        change_task(session, campaign, task, TaskDraft(title="Third"), revision=1, context=context)

    assert task.title == "Second"


def test_a_fixed_day_has_no_distance(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task = add(campaign)

    draft = TaskDraft(title=task.title, due_on=task.due_on, moves_along=False)
    change_task(session, campaign, task, draft, revision=1, context=context_as(coalition.ana))

    assert (task.due_on, task.offset_days) == (date(2027, 7, 16), None)


def test_a_change_of_the_day_moves_the_entry(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task = add(campaign)

    draft = TaskDraft(title=task.title, due_on=task.due_on + timedelta(days=2) if task.due_on else None)
    change_task(session, campaign, task, draft, revision=1, context=context_as(coalition.ana))

    assert entry(session, task).starts_on == date(2027, 7, 18)
    assert task.offset_days == -12
