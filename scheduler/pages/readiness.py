"""Whether this installation can do its work: database, migrations, worker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler.outbox.reading import last_heartbeat

WORKER_SILENCE = timedelta(minutes=2)
# The clocks of two machines may differ by so much, and a sign of life may come while it is being asked for.
CLOCK_DIFFERENCE = timedelta(seconds=5)

_VERSIONS = table("alembic_version", column("version_num"))


@dataclass(frozen=True, slots=True)
class Readiness:
    """One word each: `ok`, or what is wrong."""

    database: str = "unreachable"
    migrations: str = "unknown"
    worker: str = "unknown"

    @property
    def is_ready(self) -> bool:
        """Whether all is well."""
        return {self.database, self.migrations, self.worker} == {"ok"}


def readiness(session: Session, heads: Collection[str], now: datetime) -> Readiness:
    """Ask the database; `heads` are the newest migrations that this code knows."""
    try:
        # Looks into the file on SQLite, where a plain SELECT 1 would not notice that it is none.
        if not inspect(session.connection()).has_table(_VERSIONS.name):
            return Readiness("ok", "pending")
        if set(session.scalars(select(_VERSIONS.c.version_num))) != set(heads):
            return Readiness("ok", "pending")
        return Readiness("ok", "ok", _worker(last_heartbeat(session, "worker"), now))
    except SQLAlchemyError:
        return Readiness()


def _worker(beat: datetime | None, now: datetime) -> str:
    """`ahead` is a sign of life from a moment that has not come: whether the worker lives cannot be told from it."""
    if beat is None or now - beat >= WORKER_SILENCE:
        return "silent"
    return "ahead" if beat - now > CLOCK_DIFFERENCE else "ok"


def is_recent(beat: datetime | None, now: datetime) -> bool:
    """Say whether a sign of life is so young that what gave it can be taken to live."""
    return _worker(beat, now) == "ok"
