"""How many tasks of campaigns are open, and how many of them overdue."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation, Person
from scheduler.campaigns.domain.todo import Urgency, due
from scheduler.campaigns.models import Task


def is_open_task() -> tuple[ColumnElement[bool], ...]:
    """Return SQL that is true for tasks that still have to be done."""
    return Task.done_at.is_(None), Task.deleted_at.is_(None)


def task_counts(session: Session, campaign_ids: Collection[int], now: datetime) -> dict[int, tuple[int, int]]:
    """Return by campaign how many tasks are open, and how many of them overdue where whoever does them is."""
    zone = func.coalesce(Person.zone, Organisation.zone)
    query = select(Task.campaign_id, Task.due_on, zone).outerjoin(Person, Person.id == Task.assignee_id)
    query = query.join(Organisation, Organisation.id == Task.organisation_id)
    counts: dict[int, tuple[int, int]] = {}
    for campaign_id, due_on, place in session.execute(query.where(Task.campaign_id.in_(campaign_ids), *is_open_task())):
        late = due_on is not None and due(due_on, place, now).urgency is Urgency.OVERDUE
        waiting, overdue = counts.get(campaign_id, (0, 0))
        counts[campaign_id] = (waiting + 1, overdue + late)
    return counts
