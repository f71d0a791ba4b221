"""Collects the commands of all features; each says first which database and which address it works with."""

import functools
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, cast

import click
from flask import Flask, current_app

from scheduler.accounts.commands import commands as account_commands
from scheduler.backup.commands import commands as backup_commands
from scheduler.db import db
from scheduler.demo.commands import commands as demo_commands
from scheduler.observances.commands import commands as observance_commands
from scheduler.outbox.commands import commands as outbox_commands
from scheduler.schema.commands import with_own_downgrade
from scheduler.schema.fitness import Fit, explanation, look, scripts
from scheduler.web.outages import OUTAGES, code_of, outage_of
from scheduler.web.request import Settings

Callback = Callable[..., Any]


@click.command("worker")
def worker() -> None:
    """Send mail, lift embargoes and do what else is due, until stopped."""
    # Here, as the web server needs nothing of what the jobs load.
    from scheduler.worker import work_until_stopped  # noqa: PLC0415

    work_until_stopped(current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001 - jobs outlive the context


COMMANDS: tuple[click.Command, ...] = (
    worker,
    *backup_commands,
    *account_commands,
    *demo_commands,
    *observance_commands,
    *outbox_commands,
)

UNFIT_TOO: dict[str, frozenset[Fit]] = {
    "db": frozenset({Fit.EMPTY, Fit.OLDER}),
    "backup": frozenset({Fit.OLDER, Fit.NEWER}),
    "doctor": frozenset(Fit),
    # It looks by itself, at a database that may be damaged.
    "restore": frozenset(Fit),
}
"""The commands that work with a database of another schema too, and with which."""


def register_commands(app: Flask, commands: Iterable[click.Command], shown_database: str) -> None:
    """Add commands to an application, and let all it has (those of migrations too) say what they work with.

    Each stops with one sentence if the database has another schema than it can work with, or cannot be used.
    """
    settings = cast("Settings", app.extensions["scheduler.settings"])
    site = f"Database: {shown_database}\nAddress: {settings.base_url}"
    for command in (*app.cli.commands.values(), *commands):
        own = _copy(command)
        own.callback = _in_plain_words(_announced(app, own, site))
        app.cli.add_command(own)


def _copy(command: click.Command) -> click.Command:
    """Copy a command with those inside it: they are shared by all applications of a process, and change for one."""
    own = copy(command)
    if isinstance(own, click.Group):
        commands = with_own_downgrade(own.commands) if own.name == "db" else own.commands
        own.commands = {name: _copy(inner) for name, inner in commands.items()}
        for inner in own.commands.values():
            inner.callback = _in_plain_words(inner.callback)
    return own


def _announced(app: Flask, command: click.Command, site: str) -> Callback:
    callback = command.callback
    fits = UNFIT_TOO.get(command.name or "", frozenset()) | {Fit.FITS}

    @functools.wraps(callback or _announced)
    def run(*arguments: Any, **options: Any) -> Any:
        # What a command prints may be read by a program, so this goes beside it.
        click.echo(site, err=True)
        if fits != set(Fit):
            _require(app, fits)
        return callback(*arguments, **options) if callback is not None else None

    return run


def _require(app: Flask, fits: frozenset[Fit]) -> None:
    with app.app_context():
        fit, current = look(db.engine)
        if fit not in fits:
            raise click.ClickException(explanation(fit, current, scripts()))


def _in_plain_words(callback: Callback | None) -> Callback | None:
    """Let a command say in one sentence what is wrong with the server, not where in the program it was noticed."""
    if callback is None:
        return None

    @functools.wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return callback(*arguments, **options)
        except Exception as error:
            outage = outage_of(error)
            if outage is None:
                raise
            raise click.ClickException(f"{OUTAGES[outage].problem} ({code_of(error)})") from error

    return run
