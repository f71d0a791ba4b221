"""Collects the commands of all features."""

import click

from scheduler.accounts.commands import commands as account_commands

COMMANDS: tuple[click.Command, ...] = (*account_commands,)
