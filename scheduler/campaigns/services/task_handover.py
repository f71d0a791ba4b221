"""What becomes of tasks when people or organisations leave: nobody has them, and the page says who had."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.queries.unguarded import live_tasks
from scheduler.campaigns.services.candidates import candidates_for


def unassign_tasks(session: Session, campaign: Campaign) -> Sequence[Task]:
    """Take open tasks from whoever may not have them any more: who left, or may not see the text. Returns those."""
    session.flush()
    able = {person.person_id for person in candidates_for(session, campaign.guard_id, campaign.organisation_ids)}
    freed = [
        task
        for task in live_tasks(session, campaign.id)
        if task.done_at is None and task.assignee_id is not None and task.assignee_id not in able
    ]
    for task in freed:
        task.former_assignee_id, task.assignee_id = task.assignee_id, None
        task.revision += 1
    return freed


def reassign_to_lead(session: Session, campaign: Campaign, organisation_id: int) -> None:
    """Hand the open tasks of an organisation that leaves to the one that leads."""
    for task in live_tasks(session, campaign.id):
        if task.organisation_id == organisation_id and task.done_at is None:
            task.organisation_id = campaign.organisation_id
            task.revision += 1
