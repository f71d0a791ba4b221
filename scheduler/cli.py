"""Collects the commands of all features."""

import click

COMMANDS: tuple[click.Command, ...] = ()
