"""Whether an item of a kit goes out at a moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.agenda.domain.visibility import Audience
from scheduler.content.domain.workflow import SETTLED, State

READY = frozenset({State.APPROVED, State.SCHEDULED, State.PUBLISHED, State.CORRECTED})
"""States in which the copy is signed off: a change that makes the sign-off void leads back to review."""

SHAREABLE = frozenset({Audience.PUBLIC, Audience.COALITION, Audience.ORGANISATIONS})
"""What is for named people alone goes to nobody outside."""


class Availability(StrEnum):
    """What a partner gets of an item."""

    OPEN = "open"
    CLOSED = "closed"
    REVISED = "revised"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """What decides it: whether the guard conceals the text, until when it is an exclusive (aware UTC), its state.

    `audience` is the access that it has now, `chosen` the one that it had when it came into the kit. `is_in_campaign`
    says that it belongs to the campaign of the kit still.
    """

    is_concealed: bool
    exclusive_until: datetime | None
    state: State
    audience: Audience
    chosen: Audience
    is_in_campaign: bool = True


def availability(status: ItemStatus, now: datetime) -> Availability:
    """Say what a partner gets of an item at a moment; what is kept back comes first, so that it tells nothing else."""
    if status.is_concealed or (status.exclusive_until is not None and status.exclusive_until > now):
        return Availability.CLOSED
    if status.state in SETTLED:
        return Availability.STOPPED
    is_shared = status.audience is Audience.PUBLIC or (
        status.audience is status.chosen and status.audience in SHAREABLE
    )
    is_open = status.state in READY and is_shared and status.is_in_campaign
    return Availability.OPEN if is_open else Availability.REVISED
