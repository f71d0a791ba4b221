"""Locks campaigns and tasks that are to be changed: the guard first, then the campaign, then the task."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.campaigns.models import Campaign, Task
from scheduler.rows import RowGoneError, lock_row


def lock_campaign(session: Session, campaign: Campaign) -> None:
    """Lock a campaign, its guard first, and read both anew.

    Raises:
        RowGoneError: it was deleted meanwhile.
    """
    lock_any_campaign(session, campaign)
    if campaign.deleted_at is not None:
        raise RowGoneError(f"campaign {campaign.id} is deleted")


def lock_any_campaign(session: Session, campaign: Campaign) -> None:
    """Lock a campaign as `lock_campaign` does, a deleted one as well."""
    lock_row(session, Guard, campaign.guard_id)
    lock_row(session, Campaign, campaign.id)


def lock_campaign_at(session: Session, public_id: str) -> None:
    """Lock the campaign behind an address before anything is read of it, whoever may see it; an unknown one is none."""
    known = select(Campaign.id, Campaign.guard_id).where(Campaign.public_id == public_id)
    for campaign_id, guard_id in session.execute(known).all():
        lock_row(session, Guard, guard_id)
        lock_row(session, Campaign, campaign_id)


def lock_task(session: Session, campaign: Campaign, task: Task) -> None:
    """Lock a task, its campaign first.

    Raises:
        RowGoneError: the campaign was deleted meanwhile, or the task for good.
    """
    lock_campaign(session, campaign)
    lock_row(session, Task, task.id)


def lock_live_task(session: Session, campaign: Campaign, task: Task) -> None:
    """Lock a task as `lock_task` does.

    Raises:
        RowGoneError: it was deleted meanwhile, or its campaign was.
    """
    lock_task(session, campaign, task)
    if task.deleted_at is not None:
        raise RowGoneError(f"task {task.id} is deleted")
