"""What waits on one person across all campaigns: their open tasks, and their organisations' that nobody does."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, lazyload

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, is_one_of, readable_clause
from scheduler.campaigns.domain.todo import TASK, WaitingRow, by_urgency, due
from scheduler.campaigns.models import Campaign, Task, path_of


def tasks_waiting_on(session: Session, viewer: Viewer, zone: str, now: datetime) -> tuple[WaitingRow, ...]:
    """Return the open tasks of the viewer, and those without anybody in organisations where they are lead or editor.

    Only of campaigns whose text they may read, the most urgent first. A task of their own lasts until its day has
    ended in their `zone`; one that nobody does, in its organisation's.
    """
    rows = session.execute(_open_tasks(asking(viewer)), asked_by(viewer))
    return by_urgency(_row(task, campaign, place, zone, now) for task, campaign, place in rows)


@lru_cache(maxsize=8)
def _open_tasks(viewer: Viewer | AnyMember) -> Select[Task, Campaign, Organisation]:
    ours = and_(Task.assignee_id.is_(None), is_one_of(Task.organisation_id, viewer.editor_of))
    query = select(Task, Campaign, Organisation).join(Campaign, Campaign.id == Task.campaign_id)
    query = query.options(lazyload(Campaign.participations))
    query = query.join(Guard, Guard.id == Campaign.guard_id).join(Organisation, Organisation.id == Task.organisation_id)
    query = query.where(readable_clause(viewer), Campaign.deleted_at.is_(None), Campaign.cancelled_at.is_(None))
    query = query.where(Task.done_at.is_(None), Task.deleted_at.is_(None))
    return query.where(or_(Task.assignee_id == viewer.person_id, ours))


def _row(task: Task, campaign: Campaign, organisation: Organisation, zone: str, now: datetime) -> WaitingRow:
    is_mine = task.assignee_id is not None
    until = due(task.due_on, zone if is_mine else organisation.zone, now) if task.due_on is not None else None
    return WaitingRow(
        kind=TASK,
        id=task.id,
        title=task.title,
        path=path_of(campaign, task),
        on_whom=(),
        organisation=organisation.short_name,
        due=until,
        note=campaign.title,
        needs_somebody=not is_mine,
        offset_days=task.offset_days,
        mine=is_mine,
        address=task.address,
        public_id=campaign.public_id,
    )
