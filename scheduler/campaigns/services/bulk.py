"""Changes many tasks at once, and takes that back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.domain.days import MAX_OFFSET_DAYS, TaskDates, shifted
from scheduler.campaigns.domain.permissions import TaskRoles
from scheduler.campaigns.models import Campaign, CampaignUndo, Task
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.calendar_entries import publish_tasks
from scheduler.campaigns.services.errors import NotOfThePlanError
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.campaigns.services.notifications import announce, announce_task
from scheduler.campaigns.services.rights import task_rights
from scheduler.campaigns.services.tasks import check_assignee, organisation_for
from scheduler.rows import UNDOABLE_FOR, TooLateError, lock_row, lock_rows

STAMPS = ("done_at", "deleted_at")
KEPT = ("due_on", "offset_days", "assignee_id", "former_assignee_id", "organisation_id", "done_by_id", *STAMPS)


@dataclass(frozen=True, slots=True)
class Picked:
    """A task as it was on the page where somebody picked it."""

    task_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of the tasks; `undo_id` takes those that changed back, if there are any.

    `refused` have changed since, `not_yours` are somebody else's.
    """

    changed: tuple[Task, ...]
    refused: tuple[Task, ...]
    undo_id: int | None
    not_yours: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class _Act:
    """One thing done to many tasks: its name for one and for many, and what the record says besides."""

    one: AuditAct
    many: AuditAct
    details: Mapping[str, int]
    before_publishing: Callable[[Sequence[Task]], None] = lambda _tasks: None
    allowed: Callable[[Task], bool] = lambda _task: True


def shift_tasks(
    session: Session, campaign: Campaign, picked: Collection[Picked], days: int, context: ChangeContext
) -> BulkResult:
    """Move open tasks by so many days, their offsets too; earlier when negative.

    Raises:
        ValueError: more than `MAX_OFFSET_DAYS`, either way.
    """
    if abs(days) > MAX_OFFSET_DAYS:
        raise ValueError(f"{days} days is too far")

    def move(task: Task) -> None:
        placed = shifted(TaskDates(task.due_on, task.offset_days), days)
        task.due_on, task.offset_days = placed.due_on, placed.offset_days

    def notify_people(tasks: Sequence[Task]) -> None:
        people = {task.assignee_id for task in tasks if task.assignee_id is not None}
        announce(session, campaign, NotificationKind.MOVED, people, context, details={"tasks_by": days})

    act = _Act(AuditAct.TASKS_SHIFTED, AuditAct.TASKS_SHIFTED, {"days": days}, notify_people)
    return _apply(session, campaign, picked, move, act=act, context=context)


def assign_tasks(
    session: Session, campaign: Campaign, picked: Collection[Picked], assignee_id: int | None, context: ChangeContext
) -> BulkResult:
    """Give open tasks to somebody, or to nobody; who gets them is notified once.

    Raises:
        NotOfThePlanError: the person may not see the text, or acts for no organisation taking part.
    """
    own = check_assignee(session, campaign, assignee_id) if assignee_id is not None else frozenset[int]()
    rights = task_rights(session, campaign, context)

    def may_give(task: Task) -> bool:
        return assignee_id is None or rights.may_give(task.organisation_id, own)

    def give(task: Task) -> None:
        task.assignee_id, task.former_assignee_id = assignee_id, None
        if assignee_id is not None and task.organisation_id not in own:
            task.organisation_id = organisation_for(campaign, own)

    name = AuditAct.TASKS_ASSIGNED if assignee_id is not None else AuditAct.TASKS_UNASSIGNED
    act = _Act(name, name, {"person_id": assignee_id} if assignee_id is not None else {}, allowed=may_give)
    result = _apply(session, campaign, picked, give, act=act, context=context)
    if assignee_id is not None:
        notify_assignee(session, campaign, result.changed, assignee_id, context)
    return result


def finish_tasks(
    session: Session, campaign: Campaign, picked: Collection[Picked], context: ChangeContext
) -> BulkResult:
    """Mark open tasks as done."""

    def finish(task: Task) -> None:
        task.done_at, task.done_by_id = context.now, context.actor_id

    act = _Act(AuditAct.TASK_DONE, AuditAct.TASKS_DONE, {})
    return _apply(session, campaign, picked, finish, act=act, context=context)


def delete_tasks(
    session: Session, campaign: Campaign, picked: Collection[Picked], context: ChangeContext
) -> BulkResult:
    """Delete tasks, done or not; for 30 days each can be brought back."""

    def delete(task: Task) -> None:
        task.deleted_at = context.now

    act = _Act(AuditAct.TASK_DELETED, AuditAct.TASKS_DELETED, {})
    return _apply(session, campaign, picked, delete, act=act, context=context, also_done=True)


def undo(session: Session, campaign: Campaign, done: CampaignUndo, context: ChangeContext) -> BulkResult:
    """Take back what was done to tasks; those that somebody changed since stay, and are returned as refused.

    Raises:
        TooLateError: it was taken back already, or is more than a day old.
    """
    lock_campaign(session, campaign)
    lock_row(session, CampaignUndo, done.id)
    if done.undone_at is not None or done.created_at <= context.now - UNDOABLE_FOR:
        raise TooLateError
    tasks = _locked_tasks(session, campaign, [row["task_id"] for row in done.rows])
    rights = task_rights(session, campaign, context)
    restored, refused, not_yours = [], [], []
    for row in done.rows:
        task = tasks.get(row["task_id"])
        if task is None:
            continue
        # Whoever gave a task away may have it back.
        if not rights.may_change(task) and not rights.may_change_one_of(_whose(row["before"])):
            not_yours.append(task)
            continue
        if task.revision != row["revision"] or not _may_have_back(session, campaign, task, row["before"]):
            refused.append(task)
            continue
        _put_back(task, row["before"])
        restored.append(task)
    done.undone_at = context.now
    note(session, campaign, AuditAct.TASKS_UNDONE, context, count=len(restored))
    publish_tasks(session, campaign, restored, context)
    return BulkResult(tuple(restored), tuple(refused), None, tuple(not_yours))


def _apply(
    session: Session,
    campaign: Campaign,
    picked: Collection[Picked],
    change: Callable[[Task], None],
    *,
    act: _Act,
    context: ChangeContext,
    also_done: bool = False,
) -> BulkResult:
    lock_campaign(session, campaign)
    tasks = _locked_tasks(session, campaign, [pick.task_id for pick in picked])
    changed: list[Task] = []
    refused: list[Task] = []
    not_yours: list[Task] = []
    rows: list[dict[str, Any]] = []
    rights = task_rights(session, campaign, context)
    for pick in picked:
        task = tasks.get(pick.task_id)
        if task is None:
            continue
        if not rights.may_change(task) or not act.allowed(task):
            not_yours.append(task)
            continue
        is_open = task.deleted_at is None and (also_done or task.done_at is None)
        if task.revision != pick.revision or not is_open:
            refused.append(task)
            continue
        before = _values(task)
        change(task)
        task.revision += 1
        rows.append({"task_id": task.id, "revision": task.revision, "before": before})
        changed.append(task)
    undo_id = _remember(session, campaign, act, rows, context)
    act.before_publishing(changed)
    publish_tasks(session, campaign, changed, context)
    return BulkResult(tuple(changed), tuple(refused), undo_id, tuple(not_yours))


def _locked_tasks(session: Session, campaign: Campaign, task_ids: Collection[int]) -> dict[int, Task]:
    return {task.id: task for task in lock_rows(session, Task, task_ids) if task.campaign_id == campaign.id}


def _remember(
    session: Session, campaign: Campaign, act: _Act, rows: Sequence[dict[str, Any]], context: ChangeContext
) -> int | None:
    """Put it on record, and keep what is needed to take it back."""
    if not rows:
        return None
    one = len(rows) == 1
    details = {**act.details, "count": len(rows)} | ({"task_id": rows[0]["task_id"]} if one else {})
    note(session, campaign, act.one if one else act.many, context, **details)
    if context.actor_id is None:
        return None
    kept = CampaignUndo(campaign_id=campaign.id, person_id=context.actor_id, act=act.many, created_at=context.now)
    kept.rows = list(rows)
    session.add(kept)
    session.flush()
    return kept.id


def _values(task: Task) -> dict[str, Any]:
    values = {name: getattr(task, name) for name in KEPT}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _whose(before: Mapping[str, Any]) -> TaskRoles:
    return TaskRoles(before["assignee_id"], before["organisation_id"])


def _put_back(task: Task, before: Mapping[str, Any]) -> None:
    for name in KEPT:
        value = before[name]
        if isinstance(value, str):
            value = datetime.fromisoformat(value) if name in STAMPS else date.fromisoformat(value)
        setattr(task, name, value)
    task.revision += 1


def _may_have_back(session: Session, campaign: Campaign, task: Task, before: Mapping[str, Any]) -> bool:
    """Nobody gets back a task who has left, or whose organisation has, since."""
    if before["organisation_id"] not in campaign.organisation_ids:
        return False
    if before["assignee_id"] in {None, task.assignee_id}:
        return True
    try:
        check_assignee(session, campaign, before["assignee_id"])
    except NotOfThePlanError:
        return False
    return True


def notify_assignee(
    session: Session, campaign: Campaign, tasks: Sequence[Task], assignee_id: int, context: ChangeContext
) -> None:
    """Notify somebody once of all the tasks that they were given."""
    if len(tasks) == 1:
        announce_task(session, tasks[0], NotificationKind.ASSIGNED, {assignee_id}, context)
    elif tasks:
        announce(session, campaign, NotificationKind.ASSIGNED, {assignee_id}, context, details={"count": len(tasks)})
