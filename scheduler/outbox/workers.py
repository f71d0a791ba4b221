"""Which workers live: each shows that it does, and gives back what dead ones had claimed.

Two things tell that a worker is dead. On the same machine its lock on a file is gone, which is seen at once. On another
one it no longer raises the number in its row, which takes half a minute. No times of day are compared, so neither a
clock that is set nor two clocks that differ make a living worker look dead.
"""

import logging
import os
import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.clock import Clock
from scheduler.db import SessionFactory, insert_into
from scheduler.outbox.leases import release_all
from scheduler.outbox.models import WorkerProcess
from scheduler.outbox.process_locks import ProcessLock, is_free, machine

WATCH_SECONDS = 5
SILENT_SECONDS = 6 * WATCH_SECONDS

logger = logging.getLogger(__name__)


def worker_name() -> str:
    """Return a name that no other worker has or had."""
    return f"{os.getpid()}-{secrets.token_hex(8)}"


@dataclass(slots=True)
class _Sighting:
    """What was last seen of another worker, and for how long it has not moved while somebody looked."""

    beats: int
    seen_at: float
    still_seconds: float = 0


class Registration:
    """One worker's row among the others, and what it has seen of them."""

    def __init__(self, sessions: SessionFactory, name: str, folder: Path, clock: Clock) -> None:
        self._sessions = sessions
        self._name = name
        self._folder = folder
        self._clock = clock
        self._lock: ProcessLock | None = None
        # Two jobs may come first.
        self._one_at_a_time = threading.Lock()
        self._has_warned = False
        self._sightings: dict[str, _Sighting] = {}

    @property
    def name(self) -> str:
        """What this worker claims messages as."""
        return self._name

    def enter(self, session: Session) -> None:
        """Be known, in the transaction that claims something, so that others notice if this worker dies with it."""
        session.execute(self._row(session).on_conflict_do_nothing())

    def watch(self) -> int:
        """Show that this worker lives, and give back what dead ones hold; returns how many messages that are."""
        with self._sessions() as session:
            self._beat(session)
            others = list(session.scalars(select(WorkerProcess).where(WorkerProcess.name != self._name)))
            session.expunge_all()
            session.commit()
        return sum(self._take_over(other) for other in self._dead(others))

    def leave(self) -> None:
        """Go in good order: nothing stays claimed, and nobody has to wait."""
        with self._sessions() as session:
            release_all(session, self._name)
            session.execute(delete(WorkerProcess).where(WorkerProcess.name == self._name))
            session.commit()
        if self._lock is not None:
            self._lock.release()

    def _beat(self, session: Session) -> None:
        row = self._row(session)
        raised = {"beats": WorkerProcess.beats + 1, "machine": row.excluded.machine}
        session.execute(row.on_conflict_do_update(index_elements=["name"], set_=raised))

    def _row(self, session: Session) -> postgresql.Insert | sqlite.Insert:
        # The lock before the row: who sees the row may ask for the lock.
        with self._one_at_a_time:
            self._hold_lock()
        place = machine() if self._lock is not None else ""
        return insert_into(session, WorkerProcess).values(name=self._name, machine=place, beats=1)

    def _hold_lock(self) -> None:
        if self._lock is not None:
            return
        try:
            self._lock = ProcessLock(self._file(self._name))
        except OSError as error:
            # The row alone is enough, only slower.
            if not self._has_warned:
                logger.warning("this worker has no lock file: %s", type(error).__name__)
            self._has_warned = True

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.lock"

    def _dead(self, others: Iterable[WorkerProcess]) -> list[WorkerProcess]:
        now = self._clock.monotonic()
        self._sightings = {other.name: self._seen(other, now) for other in others}
        return [other for other in others if self._is_gone(other) or self._is_silent(other)]

    def _seen(self, other: WorkerProcess, now: float) -> _Sighting:
        last = self._sightings.get(other.name)
        if last is None or last.beats != other.beats:
            return _Sighting(other.beats, now)
        # At most what two looks are apart: after a sleep or while there was no database, nobody could be heard.
        still = last.still_seconds + min(now - last.seen_at, WATCH_SECONDS)
        return _Sighting(other.beats, now, still)

    def _is_gone(self, other: WorkerProcess) -> bool:
        return other.machine == machine() and is_free(self._file(other.name))

    def _is_silent(self, other: WorkerProcess) -> bool:
        return self._sightings[other.name].still_seconds >= SILENT_SECONDS

    def _take_over(self, other: WorkerProcess) -> int:
        """Give back its claims, unless it has shown life meanwhile or somebody else has done so."""
        dead = delete(WorkerProcess).where(WorkerProcess.name == other.name, WorkerProcess.beats == other.beats)
        with self._sessions() as session:
            if session.execute(dead.returning(WorkerProcess.name)).first() is None:
                return 0
            count = release_all(session, other.name)
            session.commit()
        if is_free(self._file(other.name)):
            self._file(other.name).unlink(missing_ok=True)
        logger.warning("worker %s is gone; %d messages that it had claimed are given back", other.name, count)
        return count
