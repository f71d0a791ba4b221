"""Adds and changes single tasks."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.domain.days import TaskDates, place
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.calendar_entries import publish_tasks
from scheduler.campaigns.services.candidates import candidates_for
from scheduler.campaigns.services.errors import NotOfThePlanError, NotYoursError
from scheduler.campaigns.services.locking import lock_campaign, lock_live_task, lock_task
from scheduler.campaigns.services.notifications import announce_task
from scheduler.campaigns.services.rights import task_rights
from scheduler.rows import RESTORABLE_FOR, Sent, StaleEditError, TooLateError, once_by_form


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """What a task says: its day, or its offset in days from the campaign's first day (negative is before).

    Without `moves_along` the day is fixed. Without an organisation it is the assignee's, else the one that leads.
    """

    title: str
    note: str = ""
    due_on: date | None = None
    offset_days: int | None = None
    moves_along: bool = True
    assignee_id: int | None = None
    organisation_id: int | None = None


def add_task(session: Session, campaign: Campaign, draft: TaskDraft, *, form_id: str, context: ChangeContext) -> Task:
    """Add a task; the same form sent twice adds it once. Whoever gets it is notified.

    Raises:
        NotOfThePlanError: the assignee may not see the text, or the organisation does not take part.
        NotYoursError: it is for people of another organisation, and the person has no say over the whole campaign.
    """
    lock_campaign(session, campaign)
    return once_by_form(
        session,
        Task,
        Sent(form_id, context.actor_id, (campaign.id, draft)),
        lambda key: _new_task(session, campaign, draft, key, context),
        stands=lambda task: task.deleted_at is None,
    )


def change_task(
    session: Session, campaign: Campaign, task: Task, draft: TaskDraft, *, revision: int | None, context: ChangeContext
) -> None:
    """Change what a task says; a new assignee is notified. Saying again what is said already changes nothing.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        NotOfThePlanError: as `add_task`.
        NotYoursError: as `add_task`, and for a task that is somebody else's.
    """
    lock_live_task(session, campaign, task)
    if draft == draft_of(campaign, task):
        return
    if revision != task.revision:
        raise StaleEditError
    had = task.assignee_id
    _fill(session, campaign, task, draft, context)
    task.revision += 1
    note(session, campaign, AuditAct.TASK_CHANGED, context, task_id=task.id)
    publish_tasks(session, campaign, [task], context)
    if task.assignee_id is not None and task.assignee_id != had:
        announce_task(session, task, NotificationKind.ASSIGNED, {task.assignee_id}, context)


def finish_task(session: Session, campaign: Campaign, task: Task, context: ChangeContext) -> None:
    """Mark a task as done; nobody is reminded of it any more. Twice is once.

    Raises:
        NotYoursError: it is somebody else's.
    """
    lock_live_task(session, campaign, task)
    task_rights(session, campaign, context).require(task)
    if task.done_at is not None:
        return
    task.done_at, task.done_by_id = context.now, context.actor_id
    task.revision += 1
    note(session, campaign, AuditAct.TASK_DONE, context, task_id=task.id)
    publish_tasks(session, campaign, [task], context)


def reopen_task(session: Session, campaign: Campaign, task: Task, context: ChangeContext) -> None:
    """Mark a task as not done after all; twice is once.

    Raises:
        NotYoursError: it is somebody else's.
    """
    lock_live_task(session, campaign, task)
    task_rights(session, campaign, context).require(task)
    if task.done_at is None:
        return
    task.done_at, task.done_by_id = None, None
    task.revision += 1
    note(session, campaign, AuditAct.TASK_REOPENED, context, task_id=task.id)
    publish_tasks(session, campaign, [task], context)


def undelete_task(session: Session, campaign: Campaign, task: Task, context: ChangeContext) -> None:
    """Bring a deleted task back; twice is once.

    Raises:
        TooLateError: it was deleted more than 30 days ago.
        NotYoursError: it is somebody else's.
    """
    lock_task(session, campaign, task)
    task_rights(session, campaign, context).require(task)
    if task.deleted_at is None:
        return
    if task.deleted_at <= context.now - RESTORABLE_FOR:
        raise TooLateError
    task.deleted_at = None
    task.revision += 1
    note(session, campaign, AuditAct.TASK_BROUGHT_BACK, context, task_id=task.id)
    publish_tasks(session, campaign, [task], context)


def draft_of(campaign: Campaign, task: Task) -> TaskDraft:
    """Return what a saved task says, as its form asks for it."""
    has_day = campaign.first_day is not None
    return TaskDraft(
        title=task.title,
        note=task.note,
        due_on=task.due_on,
        offset_days=None if has_day else task.offset_days,
        moves_along=not (task.offset_days is None and task.due_on is not None and has_day),
        assignee_id=task.assignee_id,
        organisation_id=task.organisation_id,
    )


def check_assignee(session: Session, campaign: Campaign, person_id: int) -> frozenset[int]:
    """Return the organisations of somebody who can be given a task.

    Raises:
        NotOfThePlanError: the person may not see the text, or acts for no organisation taking part.
    """
    for person in candidates_for(session, campaign.guard_id, campaign.organisation_ids):
        if person.person_id == person_id:
            return person.viewer.organisations
    raise NotOfThePlanError


def organisation_for(campaign: Campaign, own: frozenset[int]) -> int:
    """Return the organisation taking part that a person acts for: the one that leads, if they act for it."""
    shared = own & campaign.organisation_ids
    return campaign.organisation_id if campaign.organisation_id in shared or not shared else min(shared)


def _new_task(
    session: Session, campaign: Campaign, draft: TaskDraft, form_id: str | None, context: ChangeContext
) -> Task:
    task = Task(campaign_id=campaign.id, form_id=form_id, created_at=context.now)
    _fill(session, campaign, task, draft, context)
    session.add(task)
    session.flush()
    note(session, campaign, AuditAct.TASK_ADDED, context, task_id=task.id)
    publish_tasks(session, campaign, [task], context)
    if task.assignee_id is not None:
        announce_task(session, task, NotificationKind.ASSIGNED, {task.assignee_id}, context)
    return task


def _placed(campaign: Campaign, task: Task, draft: TaskDraft) -> TaskDates:
    """Return day and offset; what falls on a working day before its offset keeps that while its day is left alone."""
    if task.on_working_days and draft.moves_along and draft.due_on == task.due_on and task.offset_days is not None:
        return TaskDates(task.due_on, task.offset_days)
    return place(draft.due_on, draft.offset_days, campaign.first_day, moves_along=draft.moves_along)


def _fill(session: Session, campaign: Campaign, task: Task, draft: TaskDraft, context: ChangeContext) -> None:
    placed = _placed(campaign, task, draft)
    rights = task_rights(session, campaign, context)
    organisation_id, own = draft.organisation_id, None
    # Whoever has it already may keep it: the form of a task whose assignee has left must stay usable.
    if draft.assignee_id is not None and draft.assignee_id != task.assignee_id:
        own = check_assignee(session, campaign, draft.assignee_id)
        organisation_id = organisation_id or organisation_for(campaign, rights.own_places(own) or own)
    organisation_id = organisation_id or task.organisation_id or rights.usual_organisation
    if organisation_id not in campaign.organisation_ids:
        raise NotOfThePlanError
    moves = organisation_id != task.organisation_id and not rights.may_plan_for(organisation_id)
    if moves or (own is not None and not rights.may_give(organisation_id, own)):
        raise NotYoursError
    task.title, task.note = draft.title, draft.note
    task.on_working_days = task.on_working_days and placed == TaskDates(task.due_on, task.offset_days)
    task.due_on, task.offset_days = placed.due_on, placed.offset_days
    task.organisation_id, task.assignee_id = organisation_id, draft.assignee_id
    if draft.assignee_id is not None:
        task.former_assignee_id = None
