"""From a person's standing to a viewer."""

from scheduler.accounts.domain.actor_roles import Standing
from scheduler.agenda.domain.visibility import Viewer


def viewer_of(standing: Standing) -> Viewer:
    """Return the viewer that a person is; one who is no member any more sees what anybody sees."""
    if not standing.is_member:
        return Viewer.anonymous()
    return Viewer(
        person_id=standing.person_id,
        is_member=True,
        is_coordinator=standing.is_coordinator,
        organisations=standing.organisations,
        desks=standing.desks,
        leads=standing.leads,
    )
