"""Puts a backup in place of what an installation has: as a whole, or not at all."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine

from scheduler.backup.domain.manifest import Manifest, key_mark
from scheduler.backup.folders import BackupError
from scheduler.backup.pictures import put_pictures_back
from scheduler.backup.postgresql import check_alone, load_postgresql, namespace_of
from scheduler.backup.settling import Settled, mark_finished, mark_unfinished, settle
from scheduler.backup.sqlite import check_draft, check_unused, draft_of, is_damaged, put_in_place
from scheduler.db import sqlite_path
from scheduler.files import write_private
from scheduler.pictures.store import PictureStore
from scheduler.schema.fitness import is_known, scripts

KEY_FILE = "secret_key"


class KeyFate(StrEnum):
    """What became of the secret key."""

    SAME = "same"
    PUT_IN_PLACE = "put in place"
    SET_ELSEWHERE = "set elsewhere"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Installation:
    """What is restored into: database, key in use, where a key is kept that no setting gives, and pictures."""

    engine: Engine
    secret_key: str
    key_path: Path
    pictures: PictureStore


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: what is held, the key, and where a damaged database was put."""

    held: Settled
    key: KeyFate
    set_aside: Path | None = None


def check_fits(manifest: Manifest, installation: Installation) -> None:
    """Look whether a backup is one for this program and this kind of database.

    Raises:
        BackupError: it is not.
    """
    engine = installation.engine
    if manifest.engine != engine.dialect.name:
        raise BackupError(
            f"The backup is of {_name(manifest.engine)}, the database set for this program of "
            f"{_name(engine.dialect.name)}: restore it where SCHEDULER_DATABASE_URL names one of its own kind."
        )
    if not is_known(manifest.schema, scripts()):
        raise BackupError(
            f"The backup has a newer schema ({manifest.schema}) than this program knows "
            f"({', '.join(scripts().get_heads())}): restore it with version {manifest.version} or newer."
        )
    if manifest.namespace is not None:
        with engine.connect() as connection:
            namespace = namespace_of(connection)
        if namespace != manifest.namespace:
            raise BackupError(
                f"The backup's tables are in the schema {manifest.namespace}, the database's settings lead to "
                f"{namespace}: add options=-csearch_path={manifest.namespace} to SCHEDULER_DATABASE_URL."
            )


def check_idle(installation: Installation) -> None:
    """Raise BackupError while a server, a worker or anybody else uses the database."""
    engine = installation.engine
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            check_alone(connection)
        return
    engine.dispose()
    database = database_file(engine)
    if not is_damaged(database):
        check_unused(database)


def restore(folder: Path, manifest: Manifest, installation: Installation) -> Restored:
    """Put a backup that was checked in place; nothing may use the database from before until after.

    A database is replaced in one step. Until the key is in place too, it lets no program start, so that a restore
    which was killed is run again and not worked with.

    Raises:
        BackupError: it could not be done; nothing was changed, unless the message says so.
    """
    key = _backed_up_key(folder, manifest)
    engine = installation.engine
    # Before the rows that need them; what no row needs after all is swept.
    put_pictures_back(folder, manifest, installation.pictures)
    if engine.dialect.name == "postgresql":
        load_postgresql(engine, folder / manifest.database.file, manifest.namespace or "", manifest.counts)
        held, aside = settle(engine, manifest), None
    else:
        held, aside = _restore_sqlite(folder / manifest.database.file, manifest, engine)
    fate = _restore_key(key, manifest, installation)
    mark_finished(engine)
    return Restored(held, fate, aside)


def _restore_sqlite(copy: Path, manifest: Manifest, engine: Engine) -> tuple[Settled, Path | None]:
    database = database_file(engine)
    engine.dispose()
    with draft_of(copy, database) as (draft, drafted):
        check_draft(drafted, manifest.counts)
        mark_unfinished(drafted)
        held = settle(drafted, manifest)
        return held, put_in_place(draft, drafted, database)


def _backed_up_key(folder: Path, manifest: Manifest) -> str | None:
    if manifest.secret_key is None:
        return None
    try:
        key = (folder / manifest.secret_key.file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"{folder} cannot be used: its secret key cannot be read.") from error
    if key_mark(key) != manifest.key_mark:
        raise BackupError(f"{folder} cannot be used: its secret key is another than its manifest says.")
    return key


def _restore_key(key: str | None, manifest: Manifest, installation: Installation) -> KeyFate:
    """Put the key where this installation keeps one; a key that a setting gives, only its owner can change."""
    if key_mark(installation.secret_key) == manifest.key_mark:
        return KeyFate.SAME
    if key is None:
        return KeyFate.MISSING
    if not _is_kept(installation):
        return KeyFate.SET_ELSEWHERE
    write_private(installation.key_path, key.encode())
    return KeyFate.PUT_IN_PLACE


def _is_kept(installation: Installation) -> bool:
    try:
        return installation.key_path.read_text(encoding="utf-8").strip() == installation.secret_key
    except (OSError, UnicodeDecodeError):
        return False


def database_file(engine: Engine) -> Path:
    """Return the file of a SQLite database.

    Raises:
        BackupError: it has none.
    """
    path = sqlite_path(engine.url)
    if path is None:
        raise BackupError("A database in memory can be neither backed up nor restored.")
    return path


def _name(engine: str) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(engine, engine)
