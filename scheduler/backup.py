"""`flask backup`: a consistent copy of the data, taken while the product runs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import URL

from scheduler.db import db
from scheduler.files import create_private, make_private_folder, write_private
from scheduler.web.context import now

KEY_FILE = "secret_key"


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Write a consistent copy of the data into DIR.

    The copy holds embargoed words and password hashes: keep it as you keep the database.
    """
    try:
        make_private_folder(folder)
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be made: {error.strerror}.") from error
    url = db.engine.url
    path = (
        copy_sqlite(url, folder, now()) if url.get_backend_name() == "sqlite" else dump_postgresql(url, folder, now())
    )
    click.echo(f"Wrote {path}.")
    _copy_secret_key(folder)


def copy_sqlite(url: URL, folder: Path, at: datetime) -> Path:
    """Copy a SQLite database page by page, writers or not, and check the copy.

    Raises:
        ClickException: the copy is damaged.
    """
    path = folder / f"scheduler-{at:%Y%m%dT%H%M%SZ}.db"
    os.close(create_private(path))
    with closing(sqlite3.connect(str(url.database))) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise click.ClickException(f"{path} is damaged: {verdict}. The disk may be failing; copy to another one.")
    return path


def dump_postgresql(url: URL, folder: Path, at: datetime) -> Path:
    """Let PostgreSQL's own `pg_dump` write a dump that `pg_restore` reads.

    Raises:
        ClickException: the program is missing or failed.
    """
    program = shutil.which("pg_dump")
    if program is None:
        raise click.ClickException("pg_dump is not installed. Install PostgreSQL's client programs and run this again.")
    path = folder / f"scheduler-{at:%Y%m%dT%H%M%SZ}.dump"
    command = [program, "--format=custom", "--no-owner"]
    # By environment, as anybody on the machine can read arguments.
    said = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
    }
    env = os.environ | {name: value for name, value in said.items() if value}
    with os.fdopen(create_private(path), "wb") as dump:
        ended = subprocess.run(command, env=env, stdout=dump, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 - found on PATH
    if ended.returncode != 0:
        path.unlink(missing_ok=True)
        raise click.ClickException(f"pg_dump failed: {ended.stderr.strip()[:500]}")
    return path


def _copy_secret_key(folder: Path) -> None:
    """Copy the key that is kept beside the database: without it, feed addresses and links in mail change."""
    key = Path(current_app.instance_path) / KEY_FILE
    if key.exists():
        copy = folder / KEY_FILE
        write_private(copy, key.read_bytes())
        click.echo(f"Wrote {copy}.")
