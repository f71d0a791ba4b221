import pytest

from scheduler.accounts.domain.acts import Role
from scheduler.agenda.domain.visibility import Viewer
from scheduler.campaigns.domain.permissions import (
    CampaignRoles,
    Permissions,
    TaskRoles,
    permissions,
    roles_to_campaign,
    roles_to_task,
)

LEADING, PARTNER, OUTSIDE = 1, 2, 3
ME, OTHER = 7, 8
ALL = (LEADING, PARTNER, OUTSIDE)
NOBODY: frozenset[int] = frozenset()


def campaign(manager_id: int = OTHER) -> CampaignRoles:
    return CampaignRoles(manager_id, LEADING, frozenset({LEADING, PARTNER}))


def viewer(*, lead: int = 0, editor: int = 0, member: int = 0, coordinator: bool = False) -> Viewer:
    leads, editors, members = ({ident} - {0} for ident in (lead, editor, member))
    editor_of = frozenset(leads | editors)
    return Viewer(
        ME,
        is_member=True,
        is_coordinator=coordinator,
        organisations=editor_of | members,
        editor_of=editor_of,
        leads=frozenset(leads),
    )


def allowed(*names: str, joinable: int = 0, askable: int = 0, removable: int = 0) -> Permissions:
    joins, asks, leaves = (frozenset({ident} - {0}) for ident in (joinable, askable, removable))
    acts = {name: name in names for name in ("edit", "cancel", "share", "message", "hold", "plan")}
    return Permissions(**acts, joinable=joins, askable=asks, removable=leaves)


LED = allowed("edit", "cancel", "share", "message", "hold", "plan", joinable=OUTSIDE, removable=PARTNER)
MANAGED = allowed("edit", "cancel", "share", "message", "plan", joinable=OUTSIDE, removable=PARTNER)


@pytest.mark.parametrize(
    ("who", "manager", "expected"),
    [
        (viewer(lead=LEADING), OTHER, LED),
        (viewer(coordinator=True), OTHER, LED),
        (viewer(editor=LEADING), OTHER, allowed("edit", "plan")),
        (viewer(editor=LEADING), ME, MANAGED),
        (viewer(editor=PARTNER), ME, MANAGED),
        (viewer(member=LEADING), ME, allowed()),
        (viewer(lead=OUTSIDE), ME, allowed(askable=OUTSIDE)),
        (viewer(editor=PARTNER), OTHER, allowed("plan")),
        (viewer(lead=PARTNER), OTHER, allowed("plan", removable=PARTNER)),
        (viewer(lead=OUTSIDE), OTHER, allowed(askable=OUTSIDE)),
        (viewer(editor=OUTSIDE), OTHER, allowed()),
        (viewer(), ME, allowed()),
        (Viewer.anonymous(), OTHER, allowed()),
    ],
)
def test_permissions(who: Viewer, manager: int, expected: Permissions) -> None:
    assert permissions(who, campaign(manager), ALL, is_open=False) == expected


def test_leads_join_at_once_what_is_open_to_all() -> None:
    found = permissions(viewer(lead=OUTSIDE), campaign(), ALL, is_open=True)

    assert (found.joinable, found.askable) == (frozenset({OUTSIDE}), NOBODY)


@pytest.mark.parametrize(
    ("who", "assignee", "expected"),
    [
        (viewer(), ME, {Role.ASSIGNEE}),
        (viewer(), None, set()),
        (Viewer.anonymous(), None, set()),
        (viewer(lead=PARTNER), OTHER, {Role.TASK_LEAD, Role.PARTICIPANT}),
        (viewer(editor=PARTNER), OTHER, {Role.PARTICIPANT}),
        (viewer(editor=PARTNER), None, {Role.TASK_EDITOR, Role.PARTICIPANT}),
        (viewer(member=PARTNER), None, set()),
        (viewer(lead=LEADING), OTHER, {Role.LEAD, Role.PARTICIPANT}),
        (viewer(editor=LEADING), None, {Role.EDITOR, Role.PARTICIPANT}),
        (viewer(coordinator=True), OTHER, {Role.COORDINATOR}),
    ],
)
def test_what_somebody_is_to_a_task_of_a_partner(who: Viewer, assignee: int | None, expected: set[Role]) -> None:
    assert roles_to_task(who, campaign(), TaskRoles(assignee, PARTNER)) == expected


def test_a_manager_who_is_editor_nowhere_in_the_campaign_any_more_manages_nothing() -> None:
    assert Role.MANAGER in roles_to_campaign(viewer(editor=PARTNER), campaign(ME))
    assert Role.MANAGER not in roles_to_campaign(viewer(member=PARTNER), campaign(ME))
    assert Role.MANAGER not in roles_to_campaign(viewer(lead=OUTSIDE), campaign(ME))
