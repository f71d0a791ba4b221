"""Migrations on a database that is not the application's, or not yet: while a restore is under way."""

from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, update

from scheduler.db import migration_engine
from scheduler.schema.fitness import UNFINISHED, VERSIONS


def set_revision(connection: Connection, revision: str) -> None:
    """Say in a database that has a revision that it is at this one."""
    connection.execute(update(VERSIONS).values(version_num=revision))


def upgrade_unfinished(engine: Engine, revision: str, known: ScriptDirectory) -> None:
    """Bring tables of this revision to the newest one; for everybody else it stays `UNFINISHED`."""
    migrating = migration_engine(engine)
    with migrating.connect() as connection, connection.begin():
        set_revision(connection, revision)
        context = MigrationContext.configure(connection, opts={"fn": _steps(known)})
        with Operations.context(context):
            context.run_migrations()
        set_revision(connection, UNFINISHED)
    if migrating is not engine:
        migrating.dispose()


def _steps(known: ScriptDirectory) -> Any:
    # Alembic's own way from its `upgrade` command, which works on nothing but a database of its configuration.
    return lambda revision, _context: known._upgrade_revs("heads", revision)  # noqa: SLF001
