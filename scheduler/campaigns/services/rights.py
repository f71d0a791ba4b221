"""Whose a task is to change, and to whom it may be given; asked by everything that changes tasks, one or many."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.domain.permissions import CampaignRoles, TaskRoles, roles_to_campaign, roles_to_task
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.errors import NotYoursError


@dataclass(frozen=True, slots=True)
class TaskRights:
    """What somebody may do to the tasks of a campaign; without a viewer it is the scheduler itself, which may all."""

    campaign: CampaignRoles
    viewer: Viewer | None

    def may_change(self, task: Task) -> bool:
        """Say whether a task is theirs to edit, finish, delete and give away."""
        return self.may_change_one_of(task.roles)

    def may_change_one_of(self, task: TaskRoles) -> bool:
        """Say whether a task would be theirs if it were with this person, for this organisation."""
        return self.viewer is None or may(Act.CHANGE_TASK, roles_to_task(self.viewer, self.campaign, task))

    def may_give(self, organisation_id: int, own: Collection[int]) -> bool:
        """Say whether they may put somebody who acts for the organisations `own` on a task of an organisation.

        Whoever has no say over the whole campaign gives tasks to people of the task's own organisation alone.
        """
        return self.gives_to_all or organisation_id in own

    def may_plan_for(self, organisation_id: int) -> bool:
        """Say whether they may give a task to an organisation: to one of their own, or to any."""
        return self.gives_to_all or (self.viewer is not None and organisation_id in self.viewer.editor_of)

    def own_places(self, among: Collection[int]) -> frozenset[int]:
        """Return those of some organisations that they may give a task to, as far as those take part."""
        return frozenset(i for i in among if i in self.campaign.participant_ids and self.may_plan_for(i))

    @property
    def gives_to_all(self) -> bool:
        """Say whether they may give tasks to everybody in the campaign."""
        return self.viewer is None or may(Act.GIVE_TO_OTHERS, roles_to_campaign(self.viewer, self.campaign))

    @property
    def usual_organisation(self) -> int:
        """The organisation of a task that nobody has said one for: the one that leads, or their own in it."""
        leads = self.campaign.organisation_id
        own = () if self.viewer is None else self.viewer.editor_of & self.campaign.participant_ids
        return leads if self.may_plan_for(leads) or not own else min(own)

    def require(self, task: Task) -> None:
        """Refuse a task that is not theirs.

        Raises:
            NotYoursError: it is somebody else's.
        """
        if not self.may_change(task):
            raise NotYoursError


def task_rights(session: Session, campaign: Campaign, context: ChangeContext) -> TaskRights:
    """Return what whoever acts may do to the tasks of a campaign."""
    who = viewer_of(actor_roles(session, context.actor_id)) if context.actor_id is not None else None
    return TaskRights(campaign.roles, who)
