"""Whether this installation can do its work: database, migrations, worker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import column, literal, select, table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler.outbox.reading import last_beat

WORKER_SILENCE = timedelta(minutes=2)

_CURRENT = select(table("alembic_version", column("version_num")).c.version_num)


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
        session.execute(select(literal(1)))
    except SQLAlchemyError:
        return Readiness()
    try:
        current = set(session.scalars(_CURRENT))
        beat = last_beat(session, "worker")
    except SQLAlchemyError:
        # A table that is not there yet.
        return Readiness("ok", "pending")
    if current != set(heads):
        return Readiness("ok", "pending")
    return Readiness("ok", "ok", "ok" if beat is not None and now - beat < WORKER_SILENCE else "silent")
