"""What a person may do about an embargo."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.agenda.domain.visibility import GuardRules, Viewer, in_embargo_group, is_concealed


@dataclass(frozen=True, slots=True)
class EmbargoRights:
    """What a person may do about an embargo as it stands now.

    `lift` is also what it takes to remove it, to move its end to an earlier moment, and to release a hold whose embargo
    is over: all of that lets the text out. `emergency_access` lets a coordinator into the embargo group, who says why.
    """

    hold: bool = False
    release: bool = False
    lift: bool = False
    emergency_access: bool = False


def embargo_rights(viewer: Viewer, guard: GuardRules, now: datetime, *, is_lead: bool) -> EmbargoRights:
    """Say what a person may do about an embargo; nothing while there is none, or once it has ended.

    Coordinators and leads of the owning organisation hold it back without reading a word. Whoever lets the text out
    is in the embargo group, so that nobody lifts, and so reads, what they may not read.

    Args:
        viewer: the person.
        guard: who may know of the thing, and until when its text is kept back.
        now: a hold whose embargo is over by then is released by whoever may lift.
        is_lead: of the organisation that owns the thing.
    """
    by_role = {Role.LEAD: is_lead, Role.COORDINATOR: viewer.is_coordinator}
    roles = {role for role, applies in by_role.items() if applies}
    keeps, inside = may(Act.HOLD_EMBARGO, roles), in_embargo_group(viewer, guard)
    if guard.embargo_at is None or not is_concealed(guard):
        return EmbargoRights()
    return EmbargoRights(
        hold=keeps and not guard.held,
        release=keeps and guard.held and (inside or guard.embargo_at > now),
        lift=keeps and inside,
        emergency_access=may(Act.EMERGENCY_ACCESS, roles) and not inside,
    )
