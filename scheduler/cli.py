"""Collects the commands of all features; each says first which database and which address it works with."""

import functools
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, cast

import click
from flask import Flask

from scheduler.accounts.commands import commands as account_commands
from scheduler.backup import backup
from scheduler.demo.commands import commands as demo_commands
from scheduler.observances.commands import commands as observance_commands
from scheduler.web.context import Settings

COMMANDS: tuple[click.Command, ...] = (backup, *account_commands, *demo_commands, *observance_commands)


def register_commands(app: Flask, commands: Iterable[click.Command], shown_database: str) -> None:
    """Add commands to an application, and let all it has (those of migrations too) say what they work with."""
    settings = cast("Settings", app.extensions["scheduler.settings"])
    site = f"Database: {shown_database}\nAddress: {settings.base_url}"
    for command in (*app.cli.commands.values(), *commands):
        # Commands are shared by all applications of a process: what is added here belongs to this one.
        own = copy(command)
        own.callback = _announced(command.callback, site)
        app.cli.add_command(own)


def _announced(callback: Callable[..., Any] | None, site: str) -> Callable[..., Any]:
    @functools.wraps(callback or _announced)
    def run(*arguments: Any, **options: Any) -> Any:
        # What a command prints may be read by a program, so this goes beside it.
        click.echo(site, err=True)
        return callback(*arguments, **options) if callback is not None else None

    return run
