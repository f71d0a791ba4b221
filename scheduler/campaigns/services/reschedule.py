"""Moves a campaign to other days, its tasks along with it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, move_details
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.queries.unguarded import live_tasks
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.calendar_entries import publish_campaign
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.campaigns.services.notifications import announce, announce_tasks_assigned
from scheduler.campaigns.services.working_days import due_with


def set_days(session: Session, campaign: Campaign, first_day: date, last_day: date, context: ChangeContext) -> None:
    """Give a campaign its days (inclusive): open tasks keep their distance to the first, people are notified.

    Those on working days fall on the last one up to there. Done tasks and those with a fixed day stay where they are.
    """
    before, until = campaign.first_day, campaign.last_day
    campaign.first_day, campaign.last_day = first_day, last_day
    tasks = live_tasks(session, campaign.id)
    moved = _move_tasks(session, tasks, first_day)
    was = before.isoformat() if before else ""
    act = AuditAct.CAMPAIGN_DATED if before is None else AuditAct.CAMPAIGN_MOVED
    note(session, campaign, act, context, before=was, after=first_day.isoformat(), count=len(moved))
    is_live = campaign.cancelled_at is None and campaign.deleted_at is None
    if before is not None and is_live:
        details = move_details(AllDay(before, until or before), AllDay(first_day, last_day))
        announce(
            session, campaign, NotificationKind.MOVED, _people(moved) | {campaign.owner_id}, context, details=details
        )
    publish_campaign(session, campaign, context, tasks)
    if before is None and is_live:
        _notify_first_day(session, campaign, moved, context)


def move_campaign(session: Session, campaign: Campaign, first_day: date, context: ChangeContext) -> None:
    """Move a campaign with days of its own to another first day, as long as it was.

    Raises:
        ValueError: it has no day, or follows that of an edition or event.
    """
    lock_campaign(session, campaign)
    was, until = campaign.first_day, campaign.last_day
    if was is None or until is None or campaign.edition_id is not None or campaign.event_id is not None:
        raise ValueError(f"campaign {campaign.id} has no day of its own")
    campaign.revision += 1
    set_days(session, campaign, first_day, first_day + (until - was), context)


def _move_tasks(session: Session, tasks: Sequence[Task], first_day: date) -> list[Task]:
    moved = []
    due = due_with(session, tasks, first_day)
    for task in tasks:
        if task.done_at is None and due[task.id] != task.due_on:
            task.due_on = due[task.id]
            task.revision += 1
            moved.append(task)
    return moved


def _people(tasks: Sequence[Task]) -> set[int]:
    return {task.assignee_id for task in tasks if task.assignee_id is not None}


def _notify_first_day(session: Session, campaign: Campaign, dated: Sequence[Task], context: ChangeContext) -> None:
    details = {"to_day": (campaign.first_day or context.now.date()).toordinal()}
    announce(session, campaign, NotificationKind.MOVED, {campaign.owner_id}, context, details=details)
    # Whoever was given something before there was a day could not be told of it until now.
    announce_tasks_assigned(session, dated, context)
