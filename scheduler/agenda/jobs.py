"""Jobs of the agenda: the lift, in which one that fails holds up no other; parts of feeds."""

import logging
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.agenda.services.guards import lift_candidates
from scheduler.agenda.services.lift import Republish, lift_all
from scheduler.agenda.services.vevents import rewrite_outdated, worded_sources
from scheduler.clock import Clock
from scheduler.rows import one_by_one, write_alone

logger = logging.getLogger(__name__)

LIFTS_AT_ONCE = 20
"""How many embargoes one transaction lifts; others wait for it, and readers see what it lifted when it is done."""

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
        session.info["read_only"] = True
        due = lift_candidates(session, clock.now())

    def lift_some(guard_ids: Sequence[int]) -> int:
        """Lift these together; if that fails, each half by itself, until what fails is alone."""
        try:
            with sessions() as session:
                if len(guard_ids) > 1:
                    write_alone(session)
                revealed = lift_all(session, guard_ids, writers, ChangeContext(listeners, None, clock.now()))
                session.commit()
        except Exception as error:  # noqa: BLE001 - the edge of the job: all others must have their turn
            middle = len(guard_ids) // 2
            if middle:
                return lift_some(guard_ids[:middle]) + lift_some(guard_ids[middle:])
            # The kind alone: the text of an exception may quote the text that is still kept back.
            logger.error("guard %s was not lifted: %s", *guard_ids, type(error).__name__)  # noqa: TRY400
            return 0
        return revealed

    return sum(lift_some(due[start : start + LIFTS_AT_ONCE]) for start in range(0, len(due), LIFTS_AT_ONCE))


def rewrite_parts(
    sessions: Callable[[], Session],
    clock: Clock,
    writers: Mapping[str, Republish],
    listeners: tuple[ChangeListener, ...],
) -> int:
    """Write anew what an older release has left of entries, after an upgrade; returns how many it found written.

    Who stored text has them published again by the writers, as codes, a row in a transaction each; the rest is done
    here. Readers see no difference.
    """
    with sessions() as session:
        session.info["read_only"] = True
        sources = worded_sources(session, sorted(writers))
    for kind, ident in sources:
        one_by_one(sessions, [ident], _published_again(writers[kind], listeners, clock), f"{kind} %s was not rewritten")
    written = len(sources)
    while True:
        with sessions() as session:
            some = rewrite_outdated(session, limit=PARTS_AT_ONCE)
            session.commit()
        written += some
        if some < PARTS_AT_ONCE:
            return written


def _published_again(
    publish: Republish, listeners: tuple[ChangeListener, ...], clock: Clock
) -> Callable[[Session, int], bool]:
    def change(session: Session, ident: int) -> bool:
        write_alone(session)
        publish(session, [ident], ChangeContext(listeners, None, clock.now()))
        return True

    return change
