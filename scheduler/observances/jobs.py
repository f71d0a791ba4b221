"""Jobs of observances, one transaction each, so that one fails alone: plan ahead, fold anew what is searched."""

import logging
from collections.abc import Callable

from sqlalchemy.orm import Session

from scheduler.agenda.services.entries import Dependant, Telling
from scheduler.clock import Clock
from scheduler.observances.reading import registered_ids
from scheduler.observances.services.editions import refresh_one
from scheduler.observances.services.facts import outdated_observances, refold_observance

logger = logging.getLogger(__name__)


def extend_horizon(sessions: Callable[[], Session], clock: Clock, dependants: tuple[Dependant, ...] = ()) -> int:
    """Add the editions that have come within the horizon; returns how many observances got any. Twice is once."""
    with sessions() as session:
        registered = registered_ids(session)
    return sum(_extend_one(sessions, ident, Telling(dependants, None, clock.now())) for ident in registered)


def _extend_one(sessions: Callable[[], Session], observance_id: int, telling: Telling) -> bool:
    try:
        with sessions() as session:
            changed = refresh_one(session, observance_id, telling)
            session.commit()
    except Exception as error:  # noqa: BLE001 - the edge of the job: the next observance must have its turn
        logger.error("observance %s was not planned: %s", observance_id, type(error).__name__)  # noqa: TRY400
        return False
    return changed


def refold_observances(sessions: Callable[[], Session]) -> int:
    """Write search texts anew that an older release has left; returns how many. Twice is once."""
    with sessions() as session:
        outdated = outdated_observances(session)
    return sum(_refold_one(sessions, ident) for ident in outdated)


def _refold_one(sessions: Callable[[], Session], observance_id: int) -> bool:
    try:
        with sessions() as session:
            refold_observance(session, observance_id)
            session.commit()
    except Exception as error:  # noqa: BLE001 - the edge of the job: the next observance must have its turn
        logger.error("observance %s was not folded anew: %s", observance_id, type(error).__name__)  # noqa: TRY400
        return False
    return True
