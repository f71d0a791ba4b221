"""How many tasks of campaigns are open, how many of them overdue, and which are near."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation, Person
from scheduler.campaigns.domain.health import Need, NeedKind
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


def near_tasks(session: Session, campaign_ids: Collection[int], until: date, now: datetime) -> dict[int, list[Need]]:
    """Return by campaign what publication needs of its open tasks that are due by a day or before."""
    asked = {"campaign_ids": sorted(campaign_ids), "until": until}
    found: dict[int, list[Need]] = {}
    for campaign_id, ident, due_on, assignee, place in session.execute(_due_until(), asked):
        ends_at = due(due_on, place, now).ends_at if due_on is not None else None
        found.setdefault(campaign_id, []).append(Need(NeedKind.TASK, ident, ends_at, has_owner=assignee is not None))
    return found


# Built once: to build it takes longer than to answer it.
@cache
def _due_until() -> Select[*tuple[Any, ...]]:
    zone = func.coalesce(Person.zone, Organisation.zone)
    query = select(Task.campaign_id, Task.id, Task.due_on, Task.assignee_id, zone)
    query = query.outerjoin(Person, Person.id == Task.assignee_id)
    query = query.join(Organisation, Organisation.id == Task.organisation_id)
    is_theirs = Task.campaign_id.in_(bindparam("campaign_ids", expanding=True))
    return query.where(is_theirs, Task.due_on <= bindparam("until"), *is_open_task())
