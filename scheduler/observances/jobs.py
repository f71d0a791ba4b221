"""Jobs of observances, one transaction each, so that one fails alone: plan ahead, fold anew what is searched."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.clock import Clock
from scheduler.observances.queries.observances import registered_ids
from scheduler.observances.services.catalogue_columns import outdated_observances, refold_observance
from scheduler.observances.services.editions import refresh_one
from scheduler.rows import one_by_one


def extend_horizon(sessions: Callable[[], Session], clock: Clock, listeners: tuple[ChangeListener, ...] = ()) -> int:
    """Add the editions that have come within the horizon; returns how many observances got any. Twice is once."""
    with sessions() as session:
        registered = registered_ids(session)

    def extend(session: Session, observance_id: int) -> bool:
        return refresh_one(session, observance_id, ChangeContext(listeners, None, clock.now()))

    return sum(one_by_one(sessions, registered, extend, "observance %s was not planned"))


def refold_observances(sessions: Callable[[], Session]) -> int:
    """Write search texts anew that an older release has left; returns how many. Twice is once."""
    with sessions() as session:
        outdated = outdated_observances(session)
    return sum(one_by_one(sessions, outdated, _refold, "observance %s was not folded anew"))


def _refold(session: Session, observance_id: int) -> bool:
    refold_observance(session, observance_id)
    return True
