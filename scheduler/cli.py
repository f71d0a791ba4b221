"""Collects the commands of all features."""

import click

from scheduler.accounts.commands import commands as account_commands
from scheduler.backup import backup
from scheduler.demo.commands import commands as demo_commands
from scheduler.observances.commands import commands as observance_commands

COMMANDS: tuple[click.Command, ...] = (backup, *account_commands, *demo_commands, *observance_commands)
