"""Whether the database has the schema that this program is written for, and what to do when it has not."""

import logging
import sqlite3
import sys
from collections.abc import Collection
from enum import StrEnum
from typing import cast

import click
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import ScriptInfo
from sqlalchemy import Connection, Engine, String, column, inspect, select, table
from sqlalchemy.exc import DatabaseError, DBAPIError

from scheduler.db import db
from scheduler.version import VERSION

logger = logging.getLogger(__name__)

UNFINISHED = "restore-unfinished"
"""Stands in place of a revision while a restore is under way, so that nothing starts on half of one."""

VERSIONS = table("alembic_version", column("version_num", String))
"""Where the database says at which revision it is."""

# https://sqlite.org/rescode.html, read 2026-11-25.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

# The code with which servers of many processes stop, in place of starting a process again and again.
BOOT_ERROR = 3


class Fit(StrEnum):
    """How a database stands to this program."""

    FITS = "fits"
    EMPTY = "empty"
    OLDER = "older"
    NEWER = "newer"
    UNFINISHED = "unfinished"
    DAMAGED = "damaged"


def scripts() -> ScriptDirectory:
    """Return the migrations that this program ships."""
    return cast("ScriptDirectory", current_app.extensions["alembic"].script_directory)


def revisions(connection: Connection) -> frozenset[str]:
    """Return the revisions that a database has reached; none if nothing was ever migrated there."""
    if not inspect(connection).has_table(VERSIONS.name):
        return frozenset()
    return frozenset(connection.scalars(select(VERSIONS.c.version_num)))


def fit_of(current: Collection[str], known: ScriptDirectory) -> Fit:
    """Return how a database at these revisions stands to a program with these migrations."""
    if not current:
        return Fit.EMPTY
    if UNFINISHED in current:
        return Fit.UNFINISHED
    if not all(is_known(revision, known) for revision in current):
        return Fit.NEWER
    return Fit.FITS if set(current) == set(known.get_heads()) else Fit.OLDER


def look(engine: Engine) -> tuple[Fit, frozenset[str]]:
    """Return how a database stands to this program, and at which revisions it is.

    Raises:
        DBAPIError: it cannot be reached.
    """
    try:
        with engine.connect() as connection:
            current = revisions(connection)
    except DatabaseError as error:
        if is_damage(error.orig):
            return Fit.DAMAGED, frozenset()
        raise
    return fit_of(current, scripts()), current


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite says that its file is damaged, or no database at all."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def is_known(revision: str, known: ScriptDirectory) -> bool:
    """Whether this is, word for word, one of the migrations that the program ships."""
    return any(script.revision == revision for script in known.walk_revisions())


def explanation(fit: Fit, current: Collection[str], known: ScriptDirectory) -> str:
    """Return one sentence that says what does not fit and what to do."""
    here, ours = (", ".join(sorted(found)) for found in (current, known.get_heads()))
    return {
        Fit.FITS: f"The database fits this program (schema {ours}).",
        Fit.EMPTY: "The database has no tables yet: run `flask db upgrade`.",
        Fit.OLDER: f"The database has an older schema ({here}) than this program ({ours}): run `flask db upgrade`.",
        Fit.NEWER: (
            f"The database has a newer schema ({here}) than this program, version {VERSION}, knows ({ours}): start the "
            "newer version again, or restore a backup that this one can read; docs/upgrading.md says how."
        ),
        Fit.UNFINISHED: (
            "A restore into this database was cut off before its end: run it again with `flask restore DIR --replace`."
        ),
        Fit.DAMAGED: (
            "The database is damaged: restore a backup with `flask restore DIR --replace`, see docs/backup.md."
        ),
    }[fit]


def is_command() -> bool:
    """Whether this process is a command of `flask`: each of them looks by itself, as some mend what does not fit."""
    context = click.get_current_context(silent=True)
    return context is not None and context.find_object(ScriptInfo) is not None


def stop_unless_fit(app: Flask) -> None:
    """End this process with one sentence if the database has another schema than the program.

    A database that cannot be reached is no reason: the server may stand up before its database does.
    """
    with app.app_context():
        try:
            fit, current = look(db.engine)
        except DBAPIError as error:
            logger.warning("The database cannot be reached, its schema was not checked: %s", type(error.orig).__name__)
            return
        if fit is not Fit.FITS:
            sys.stderr.write(f"Cannot start: {explanation(fit, current, scripts())}\n")
            sys.exit(BOOT_ERROR)
