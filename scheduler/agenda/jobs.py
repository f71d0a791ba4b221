"""The lift job: one transaction a guard, so that one that fails holds up no other."""

import logging
from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from scheduler.agenda.services.entries import Dependant, Telling
from scheduler.agenda.services.guards import lift_candidates
from scheduler.agenda.services.lift import Republish, lift
from scheduler.clock import Clock

logger = logging.getLogger(__name__)


def lift_due(
    sessions: Callable[[], Session],
    clock: Clock,
    writers: Mapping[str, Republish],
    dependants: tuple[Dependant, ...],
) -> int:
    """Lift every embargo that has passed; returns how many guards were revealed."""
    with sessions() as session:
        due = lift_candidates(session, clock.now())
    return sum(_lift_one(sessions, guard_id, writers, Telling(dependants, None, clock.now())) for guard_id in due)


def _lift_one(
    sessions: Callable[[], Session], guard_id: int, writers: Mapping[str, Republish], telling: Telling
) -> bool:
    try:
        with sessions() as session:
            revealed = lift(session, guard_id, writers, telling)
            session.commit()
    except Exception as error:  # noqa: BLE001 - the edge of the job: the next guard must have its turn
        # The kind alone: the text of an exception may quote the words that are still kept back.
        logger.error("guard %s was not lifted: %s", guard_id, type(error).__name__)  # noqa: TRY400
        return False
    return revealed
