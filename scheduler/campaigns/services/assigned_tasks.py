"""What an assignee does with a task of theirs from an email: finish it, or give it to their deputy."""

from dataclasses import replace

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import profiles
from scheduler.accounts.services.actor_roles import deputies_among
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.queries.unguarded import campaign_row, task_row
from scheduler.campaigns.services.candidates import candidates_for
from scheduler.campaigns.services.errors import NotYoursError
from scheduler.campaigns.services.locking import lock_live_task
from scheduler.campaigns.services.rights import task_rights
from scheduler.campaigns.services.tasks import change_task, draft_of, finish_task


def finish_assigned(session: Session, task_id: int, context: ChangeContext) -> None:
    """Mark a task of the person who acts as done; twice is once.

    Raises:
        NotYoursError: it is no longer theirs.
        RowGoneError: it was deleted.
    """
    campaign, task = _locked(session, task_id, context)
    finish_task(session, campaign, task, context)


def give_to_deputy(session: Session, task_id: int, context: ChangeContext) -> bool:
    """Hand a task of the person who acts to their deputy, who is notified; says whether there is one who can have it.

    Raises:
        NotYoursError: it is no longer theirs.
        RowGoneError: it was deleted.
    """
    campaign, task = _locked(session, task_id, context)
    deputy_id = _deputy_for(session, campaign, task, context)
    if deputy_id is None or task.done_at is not None:
        return False
    draft = replace(draft_of(campaign, task), assignee_id=deputy_id)
    change_task(session, campaign, task, draft, revision=task.revision, context=context)
    return True


def has_deputy_for(session: Session, task_id: int, context: ChangeContext) -> bool:
    """Say whether the person who acts has a deputy to whom they can give a task."""
    task = task_row(session, task_id)
    campaign = campaign_row(session, task.campaign_id) if task is not None else None
    if task is None or campaign is None:
        return False
    return _deputy_for(session, campaign, task, context) is not None


def is_done_by(session: Session, task_id: int, person_id: int) -> bool:
    """Say whether somebody has marked a task as done."""
    task = task_row(session, task_id)
    return task is not None and task.done_at is not None and task.done_by_id == person_id


def _locked(session: Session, task_id: int, context: ChangeContext) -> tuple[Campaign, Task]:
    task = task_row(session, task_id)
    campaign = campaign_row(session, task.campaign_id) if task is not None else None
    if task is None or campaign is None:
        raise NotYoursError
    lock_live_task(session, campaign, task)
    if task.assignee_id is None or task.assignee_id != context.actor_id:
        raise NotYoursError
    return campaign, task


def _deputy_for(session: Session, campaign: Campaign, task: Task, context: ChangeContext) -> int | None:
    """Return the deputy whom the assignee has chosen, if the task can be given to them."""
    own = profiles(session, [context.actor_id or 0])
    deputies = profiles(session, [one.deputy_id for one in own.values() if one.deputy_id is not None])
    deputy_id = next(iter(deputies_among(own, deputies).values()), None)
    rights = task_rights(session, campaign, context)
    if deputy_id is None or task.assignee_id != context.actor_id or not rights.may_change(task):
        return None
    people = candidates_for(session, campaign.guard_id, campaign.organisation_ids)
    deputy = next((one for one in people if one.person_id == deputy_id), None)
    can_have_it = deputy is not None and rights.may_give(task.organisation_id, deputy.viewer.organisations)
    return deputy_id if can_have_it else None
