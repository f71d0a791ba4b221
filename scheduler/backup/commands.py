"""`flask backup` and `flask restore`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Engine

from scheduler.backup.domain.manifest import NAME, Manifest, key_mark
from scheduler.backup.folders import BackupError, find_backup, new_folder, part_of, verify
from scheduler.backup.occupancy import Contents, Occupancy, occupancy
from scheduler.backup.pictures import check_pictures, copy_pictures, needed_pictures
from scheduler.backup.postgresql import dump_postgresql
from scheduler.backup.restoring import (
    KEY_FILE,
    Installation,
    KeyFate,
    Restored,
    check_fits,
    check_idle,
    database_file,
    restore,
)
from scheduler.backup.snapshot import Snapshot
from scheduler.backup.sqlite import copy_sqlite
from scheduler.db import db
from scheduler.files import write_private
from scheduler.pictures.store import PictureStore
from scheduler.version import VERSION
from scheduler.web.request import now, settings

Folder = click.Path(file_okay=False, path_type=Path)

OTHER_KEY = (
    "with another key the feed addresses that people see answer 404, and links in mail that was sent do not work."
)
NO_KEY = f"WITHOUT THE SECRET KEY. Keep it elsewhere: {OTHER_KEY}"


@click.command("backup")
@click.argument("folder", metavar="DIR", type=Folder)
@click.option("--without-key", is_flag=True, help="Leave the secret key out; then keep it elsewhere.")
@with_appcontext
def backup(folder: Path, *, without_key: bool) -> None:
    """Write a consistent copy of all data into a new folder in DIR, while the product runs.

    It holds embargoed text, password hashes and the secret key: keep it as you keep the database.
    """
    at, is_new = now(), not folder.exists()
    with new_folder(folder, at) as (draft, final):
        copy = _copy_database(db.engine, draft)
        pictures = copy_pictures(PictureStore.of(settings()), needed_pictures(db.engine), draft)
        key = None
        if not without_key:
            write_private(draft / KEY_FILE, settings().secret_key.encode())
            key = part_of(draft / KEY_FILE)
        manifest = Manifest(
            made_at=at,
            version=VERSION,
            engine=db.engine.dialect.name,
            schema=copy.schema,
            database=part_of(copy.path),
            key_mark=key_mark(settings().secret_key),
            secret_key=key,
            namespace=copy.namespace,
            counts=copy.counts,
            pictures=pictures.names,
        )
        write_private(draft / NAME, manifest.to_json().encode())
    if is_new:
        click.echo(f"Made {folder.absolute()}, which was not there.")
    click.echo(f"Wrote {final}: {_contents(manifest)}.")
    if without_key:
        _warn(NO_KEY)
    if pictures.lost:
        _warn(
            f"PICTURES THAT ARE MISSING OR DAMAGED, and so not in this backup: {pictures.lost}. Look in an older one."
        )


@click.command("restore")
@click.argument("folder", metavar="DIR", type=Folder)
@click.option("--replace", is_flag=True, help="Throw away what the database holds. Asks before.")
@click.option("--yes", is_flag=True, help="Do not ask, for scripts.")
@with_appcontext
def restore_command(folder: Path, *, replace: bool, yes: bool) -> None:
    """Put the backup in DIR, or the newest of several in it, in place of the database and the secret key.

    Stop the server and the worker before. Mail that was due by now is held until a coordinator decides, as it may have
    been sent; embargoes that ended since the backup are held, as they may have been moved.
    """
    path, manifest = find_backup(folder)
    key_path, pictures = Path(current_app.instance_path) / KEY_FILE, PictureStore.of(settings())
    installation = Installation(db.engine, settings().secret_key, key_path, pictures)
    click.echo(f"Backup: {path}\n  of {manifest.made_at:%Y-%m-%d %H:%M} UTC, {_contents(manifest)}")
    verify(path, manifest)
    check_pictures(path, manifest)
    found = occupancy(db.engine)
    _refuse(found, replace=replace)
    check_fits(manifest, installation)
    check_idle(installation)
    if found.contents in {Contents.SOMETHING, Contents.DAMAGED} and not yes:
        click.confirm(f"Throw away {_what_goes(found)}?", abort=True)
    _report(restore(path, manifest, installation), path, manifest)


def _copy_database(engine: Engine, folder: Path) -> Snapshot:
    if engine.dialect.name == "postgresql":
        return dump_postgresql(engine, folder)
    return copy_sqlite(database_file(engine), folder)


def _contents(manifest: Manifest) -> str:
    key = "the secret key" if manifest.secret_key else "NO secret key"
    people = manifest.counts.get("person", 0)
    pictures = f", {len(manifest.pictures)} picture files" if manifest.pictures else ""
    return (
        f"{people} people, {manifest.rows} rows{pictures}, schema {manifest.schema}, version {manifest.version}, {key}"
    )


def _refuse(found: Occupancy, *, replace: bool) -> None:
    if found.contents is Contents.FOREIGN:
        raise BackupError("The database holds tables of another program: set SCHEDULER_DATABASE_URL to one of its own.")
    if found.contents in {Contents.SOMETHING, Contents.DAMAGED} and not replace:
        raise BackupError(f"The database is not empty: add --replace to throw away {_what_goes(found)}.")


def _what_goes(found: Occupancy) -> str:
    if found.contents is Contents.DAMAGED:
        return "a damaged database"
    return f"what it holds, {found.people} people and {found.rows} rows"


def _report(done: Restored, path: Path, manifest: Manifest) -> None:
    click.echo(f"Restored: {manifest.counts.get('person', 0)} people, {manifest.rows} rows.")
    if done.set_aside is not None:
        click.echo(f"The damaged database is kept as {done.set_aside}.")
    if done.held.embargoes:
        click.echo(
            f"Embargoes on hold: {done.held.embargoes}. They ended since the backup and may have been moved; whoever "
            "may read them is told, and can have them released."
        )
    if done.held.messages:
        click.echo(
            f"Messages held: {done.held.messages}. They were due by now and may have been sent before; a coordinator "
            f"decides at {settings().base_url}/delivery?state=held"
        )
    _report_key(done.key, path)


def _report_key(fate: KeyFate, path: Path) -> None:
    if fate is KeyFate.PUT_IN_PLACE:
        click.echo(f"The backup's secret key is now in {Path(current_app.instance_path) / KEY_FILE}.")
    elif fate is KeyFate.SET_ELSEWHERE:
        _warn(
            "THE SECRET KEY SET FOR THIS PROGRAM IS NOT THE BACKUP'S. Before you start the server, set "
            f"SCHEDULER_SECRET_KEY_FILE to a copy of {path / KEY_FILE}: {OTHER_KEY}"
        )
    elif fate is KeyFate.MISSING:
        _warn(
            "THE BACKUP HOLDS NO SECRET KEY, AND THE ONE IN USE IS NOT THE ONE OF ITS TIME. Before you start the "
            f"server, set SCHEDULER_SECRET_KEY to the one that you keep elsewhere: {OTHER_KEY}"
        )


def _warn(text: str) -> None:
    click.secho(text, err=True, bold=True)


commands: tuple[click.Command, ...] = (backup, restore_command)
