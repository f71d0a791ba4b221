"""From a person's roles to a viewer."""

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.agenda.domain.visibility import Viewer


def viewer_of(actor_roles: ActorRoles) -> Viewer:
    """Return the viewer that a person is; one who is no member any more sees what anybody sees."""
    if not actor_roles.is_member:
        return Viewer.anonymous()
    return Viewer(
        person_id=actor_roles.person_id,
        is_member=True,
        is_coordinator=actor_roles.is_coordinator,
        organisations=actor_roles.organisations,
        editor_of=actor_roles.editor_of,
        leads=actor_roles.leads,
    )
