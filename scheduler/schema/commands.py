"""`flask db` as we want it: a step back says what it deletes, and asks."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from alembic.script import Script
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from flask_alembic import Alembic
from sqlalchemy import ColumnClause, Select, column, func, select, table

from scheduler.db import db
from scheduler.schema.fitness import is_known, revisions, scripts
from scheduler.schema.losses import Loss, losses


@click.command("downgrade")
@click.argument("target", default="-1")
@click.option("--yes", is_flag=True, help="Do not ask, for scripts.")
@click.pass_obj
def downgrade(alembic: Alembic, target: str, *, yes: bool) -> None:
    """Take migrations back, down to TARGET (a revision, `base`, or a number of steps; one if left out).

    Says what is deleted, and asks.
    """
    destination = _destination(target)
    steps = _steps(destination)
    if not steps:
        click.echo("There is nothing to take back.")
        return
    _describe(steps)
    if not yes:
        click.confirm("Take it back?", abort=True)
    alembic.downgrade(destination)


def with_own_downgrade(commands: Mapping[str, click.Command]) -> dict[str, click.Command]:
    """Return the commands of `flask db` with our `downgrade` in place of the one that does not ask."""
    return {**commands, "downgrade": downgrade}


def _destination(target: str) -> str:
    """A revision as it is; what else is a number is a count of steps, whose dash is hard to type as an argument."""
    if is_known(target, scripts()):
        return target
    with suppress(ValueError):
        return str(-abs(int(target)))
    return target


def _steps(destination: str) -> list[Script]:
    """The migrations to be taken back, the newest first.

    Raises:
        ClickException: there is no such revision, or none so far below.
    """
    if destination == "0":
        return []
    with db.engine.connect() as connection:
        current = tuple(revisions(connection))
    try:
        return list(scripts().iterate_revisions(current, destination, select_for_downgrade=True))
    except (CommandError, RevisionError) as error:
        raise click.ClickException(f"{error}.") from error


def _describe(steps: Sequence[Script]) -> None:
    click.echo("This takes back, the newest first:")
    for step in steps:
        click.echo(f"  {step.revision} {step.doc}")
    found = [loss for step in steps for loss in losses(Path(step.path).read_text(encoding="utf-8"))]
    tables = {loss.table for loss in found if loss.column is None}
    lines = [_line(loss) for loss in found if loss.column is None or loss.table not in tables]
    if lines:
        click.echo("and deletes, with all that is in them:")
        for line in lines:
            click.echo(f"  {line}")
    click.echo("Stop the server and the worker before, and make a backup: flask backup DIR")


def _line(loss: Loss) -> str:
    if loss.column is None:
        return f"{loss.table} ({_rows(select(func.count()).select_from(table(loss.table)))} rows)"
    kept: ColumnClause[Any] = column(loss.column)
    filled = select(func.count()).select_from(table(loss.table, kept)).where(kept.is_not(None))
    return f"{loss.table}.{loss.column} (set in {_rows(filled)} rows)"


def _rows(query: Select[int]) -> int:
    with db.engine.connect() as connection:
        return connection.scalar(query) or 0
