"""What somebody is to an observance that they see, and so may do with it and its editions."""

from dataclasses import dataclass

from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.agenda.domain.visibility import Viewer


@dataclass(frozen=True, slots=True)
class ObservanceRoles:
    """Whether the coalition works with an observance, and who looks after it: a member, or nobody any more."""

    is_registered: bool
    steward_id: int | None


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a person may do: say what is known of editions, move and cancel them, register, change, look after it.

    `announce` is entering a date where none is known, `message` writing to those whom an edition concerns.
    """

    describe: bool
    announce: bool
    move: bool
    cancel: bool
    message: bool
    register: bool
    change: bool
    take_over: bool


def permissions(viewer: Viewer, observance: ObservanceRoles) -> Permissions:
    """Say what a person may do; what is registered is shared by all whose campaigns stand around it."""
    roles = viewer.roles_anywhere
    if observance.steward_id is not None and observance.steward_id == viewer.person_id:
        roles |= {Role.STEWARD}
    is_vacant = observance.steward_id is None
    return Permissions(
        describe=may(Act.DESCRIBE_EDITION, roles),
        announce=may(Act.DESCRIBE_EDITION, roles),
        move=may(Act.MOVE_EDITION, roles),
        cancel=may(Act.CANCEL_EDITION, roles),
        message=may(Act.MESSAGE_EDITION, roles),
        register=may(Act.REGISTER_OBSERVANCE, roles),
        change=may(Act.CHANGE_OBSERVANCE if observance.is_registered else Act.REGISTER_OBSERVANCE, roles),
        take_over=observance.is_registered
        and Role.STEWARD not in roles
        and may(Act.FILL_STEWARD if is_vacant else Act.REPLACE_STEWARD, roles),
    )
