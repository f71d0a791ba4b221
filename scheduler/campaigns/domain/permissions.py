"""What somebody who sees a campaign's text is to it and to its tasks, and so may do."""

from collections.abc import Collection
from dataclasses import dataclass

from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.agenda.domain.visibility import Viewer


@dataclass(frozen=True, slots=True)
class CampaignRoles:
    """Who manages a campaign, which organisation leads it, and which take part, that one included."""

    manager_id: int
    organisation_id: int
    participant_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class TaskRoles:
    """Who has a task, and for which organisation."""

    assignee_id: int | None
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a person may do: change the campaign, end it, share it, write to those concerned, hold it back, plan tasks.

    `joinable` are brought in at once, `askable` ask to be let in; `removable` are taken out, or leave.
    """

    edit: bool
    cancel: bool
    share: bool
    message: bool
    hold: bool
    plan: bool
    joinable: frozenset[int]
    askable: frozenset[int]
    removable: frozenset[int]


def roles_to_campaign(viewer: Viewer, campaign: CampaignRoles) -> frozenset[Role]:
    """Return what a person is to a campaign; its manager while lead or editor of an organisation in it."""
    participates = not viewer.editor_of.isdisjoint(campaign.participant_ids)
    manages = participates and viewer.person_id == campaign.manager_id
    by_role = {Role.PARTICIPANT: participates, Role.MANAGER: manages}
    return viewer.roles_in(campaign.organisation_id) | {role for role, applies in by_role.items() if applies}


def roles_to_task(viewer: Viewer, campaign: CampaignRoles, task: TaskRoles) -> frozenset[Role]:
    """Return what a person is to a task; an editor of its organisation has a say while nobody has it."""
    own = task.organisation_id
    by_role = {
        Role.ASSIGNEE: viewer.person_id is not None and task.assignee_id == viewer.person_id,
        Role.TASK_LEAD: own in viewer.leads,
        Role.TASK_EDITOR: task.assignee_id is None and own in viewer.editor_of,
    }
    return roles_to_campaign(viewer, campaign) | {role for role, applies in by_role.items() if applies}


def permissions(viewer: Viewer, campaign: CampaignRoles, others: Collection[int] = (), *, is_open: bool) -> Permissions:
    """Say what a person who sees the text may do.

    Args:
        viewer: the person.
        campaign: what they look at.
        others: open organisations that could join.
        is_open: whoever asks to join does so at once.
    """
    roles = roles_to_campaign(viewer, campaign)
    shares = may(Act.SHARE_CAMPAIGN, roles)
    outside = frozenset(others) - campaign.participant_ids
    mine = frozenset(ident for ident in outside if may(Act.ASK_TO_JOIN, viewer.roles_in(ident)))
    leaving = frozenset(ident for ident in campaign.participant_ids if may(Act.LEAVE_CAMPAIGN, viewer.roles_in(ident)))
    return Permissions(
        edit=may(Act.CHANGE_CAMPAIGN, roles),
        cancel=may(Act.CANCEL_CAMPAIGN, roles),
        share=shares,
        message=may(Act.MESSAGE_CAMPAIGN, roles),
        hold=may(Act.HOLD_EMBARGO, roles),
        plan=may(Act.ADD_TASK, roles),
        joinable=outside if shares else mine if is_open else frozenset(),
        askable=frozenset() if shares or is_open else mine,
        removable=(campaign.participant_ids if shares else leaving) - {campaign.organisation_id},
    )
