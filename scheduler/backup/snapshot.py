"""What a copy of a database says of the database, besides its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, table

from scheduler.backup.folders import BackupError
from scheduler.db import Base
from scheduler.schema.fitness import VERSIONS, Fit, fit_of, revisions, scripts


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A copy of a database, with its revision and the rows of each table at the moment of the copy."""

    path: Path
    schema: str
    counts: Mapping[str, int]
    namespace: str | None = None


def schema_of(connection: Connection) -> str:
    """Return the revision that a database is at.

    Raises:
        BackupError: it has none, so nothing is there to be copied.
    """
    found = sorted(revisions(connection))
    if len(found) != 1:
        raise BackupError("The database has no tables of this program: there is nothing to back up.")
    return found[0]


def own_tables(connection: Connection) -> set[str]:
    """Return the tables of this program that are there, `alembic_version` among them.

    At another revision than the program's there may be tables that it does not know, so there all count as its own.
    """
    found = set(inspect(connection).get_table_names())
    if fit_of(revisions(connection), scripts()) in {Fit.FITS, Fit.UNFINISHED}:
        return found & {*Base.metadata.tables, VERSIONS.name}
    return found


def counts_of(connection: Connection) -> dict[str, int]:
    """Return the rows of every table of the program but the one that holds the revision."""
    names = sorted(own_tables(connection) - {VERSIONS.name})
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}
