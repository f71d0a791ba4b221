"""Adds the tasks of a plan to a campaign, all at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_among
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.domain.days import place
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.bulk import notify_assignee
from scheduler.campaigns.services.calendar_entries import publish_tasks
from scheduler.campaigns.services.candidates import candidates_for
from scheduler.campaigns.services.errors import NotOfThePlanError, NotYoursError
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.campaigns.services.rights import TaskRights, task_rights
from scheduler.campaigns.services.working_days import working_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """A task at an offset in days from the campaign's first day, due on the last working day up to there.

    `made_from` names what it is made from.
    """

    title: str
    offset_days: int
    organisation_id: int
    assignee_id: int | None = None
    note: str = ""
    made_from: str = ""


def add_planned_tasks(
    session: Session, campaign: Campaign, planned: Sequence[PlannedTask], context: ChangeContext
) -> list[Task]:
    """Add tasks, all or none; whoever gets some is notified once. The caller puts it on record.

    Raises:
        NotOfThePlanError: an assignee may not see the text, or an organisation does not take part or has closed.
        NotYoursError: one is for people of another organisation, and the person has no say over the whole campaign.
    """
    lock_campaign(session, campaign)
    if not planned:
        return []
    _check(session, campaign, planned, task_rights(session, campaign, context))
    countries = _countries(session, {one.organisation_id for one in planned})
    tasks = [_task(campaign, one, countries[one.organisation_id], context) for one in planned]
    session.add_all(tasks)
    session.flush()
    publish_tasks(session, campaign, tasks, context)
    for assignee_id in sorted({task.assignee_id for task in tasks if task.assignee_id is not None}):
        theirs = [task for task in tasks if task.assignee_id == assignee_id]
        notify_assignee(session, campaign, theirs, assignee_id, context)
    return tasks


def _check(session: Session, campaign: Campaign, planned: Sequence[PlannedTask], rights: TaskRights) -> None:
    places = {one.organisation_id for one in planned}
    open_places = {row.id for row in organisations_among(session, places).values() if row.closed_at is None}
    if not places <= campaign.organisation_ids & open_places:
        raise NotOfThePlanError
    if not all(rights.may_plan_for(place) for place in places):
        raise NotYoursError
    if any(one.assignee_id is not None for one in planned):
        _check_assignees(session, campaign, planned, rights)


def _check_assignees(session: Session, campaign: Campaign, planned: Sequence[PlannedTask], rights: TaskRights) -> None:
    known = {
        one.person_id: one.viewer.organisations
        for one in candidates_for(session, campaign.guard_id, campaign.organisation_ids)
    }
    for one in planned:
        own: Collection[int] | None = known.get(one.assignee_id) if one.assignee_id is not None else ()
        if own is None:
            raise NotOfThePlanError
        if one.assignee_id is not None and not rights.may_give(one.organisation_id, own):
            raise NotYoursError


def _countries(session: Session, organisation_ids: Collection[int]) -> dict[int, str]:
    return {row.id: row.country for row in organisations_among(session, organisation_ids).values()}


def _task(campaign: Campaign, planned: PlannedTask, country: str, context: ChangeContext) -> Task:
    due_on = place(None, planned.offset_days, campaign.first_day, moves_along=True).due_on
    return Task(
        campaign_id=campaign.id,
        created_at=context.now,
        title=planned.title,
        note=planned.note,
        due_on=working_day(due_on, country) if due_on is not None else None,
        offset_days=planned.offset_days,
        on_working_days=True,
        organisation_id=planned.organisation_id,
        assignee_id=planned.assignee_id,
        made_from=planned.made_from,
    )
