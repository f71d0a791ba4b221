"""Jobs of the agenda: the lift, one transaction a guard, so that one that fails holds up no other; parts of feeds."""

import logging
from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.agenda.services.guards import lift_candidates
from scheduler.agenda.services.lift import Republish, lift
from scheduler.agenda.services.vevents import rewrite_outdated
from scheduler.clock import Clock

logger = logging.getLogger(__name__)

PARTS_AT_ONCE = 200
"""How many entries one transaction writes anew; others wait for it on SQLite."""


def lift_due(
    sessions: Callable[[], Session],
    clock: Clock,
    writers: Mapping[str, Republish],
    listeners: tuple[ChangeListener, ...],
) -> int:
    """Lift every embargo that has passed; returns how many guards were revealed."""
    with sessions() as session:
        due = lift_candidates(session, clock.now())
    return sum(_lift_one(sessions, guard_id, writers, ChangeContext(listeners, None, clock.now())) for guard_id in due)


def _lift_one(
    sessions: Callable[[], Session], guard_id: int, writers: Mapping[str, Republish], context: ChangeContext
) -> bool:
    try:
        with sessions() as session:
            revealed = lift(session, guard_id, writers, context)
            session.commit()
    except Exception as error:  # noqa: BLE001 - the edge of the job: the next guard must have its turn
        # The kind alone: the text of an exception may quote the words that are still kept back.
        logger.error("guard %s was not lifted: %s", guard_id, type(error).__name__)  # noqa: TRY400
        return False
    return revealed


def rewrite_parts(sessions: Callable[[], Session]) -> int:
    """Write anew the VEVENT parts that an older release has left, after an upgrade; returns how many."""
    written = 0
    while True:
        with sessions() as session:
            some = rewrite_outdated(session, limit=PARTS_AT_ONCE)
            session.commit()
        written += some
        if some < PARTS_AT_ONCE:
            return written
