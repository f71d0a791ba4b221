"""SQLite: a copy page by page while the product runs, and another database in its place."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import DatabaseError

from scheduler.backup.folders import CHUNK_BYTES, BackupError
from scheduler.backup.snapshot import Snapshot, counts_of, schema_of
from scheduler.db import prepare_engine
from scheduler.files import create_private, sqlite_files, sync
from scheduler.schema.fitness import is_damage

FILE_NAME = "database.sqlite"
DRAFT_SUFFIX = ".restoring"
HEADER_BYTES = 100
IN_USE = "The database is in use: stop the server, the worker and whatever else has it open."
DAMAGED = "Nothing was restored: the backup's database is damaged."


def copy_sqlite(source: Path, folder: Path) -> Snapshot:
    """Copy a database as it is at one moment, writers or not, and check the copy.

    Raises:
        BackupError: it cannot be copied, or the copy is damaged.
    """
    path = folder / FILE_NAME
    try:
        os.close(create_private(path))
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(path)) as written:
            read.backup(written)
            # One file, without another that would have to go with it.
            written.execute("PRAGMA journal_mode=DELETE")
        return _described(path)
    except (sqlite3.Error, OSError) as error:
        raise BackupError(f"The database could not be copied: {_reason(error)}.") from error


def _described(path: Path) -> Snapshot:
    engine = _engine(path)
    try:
        with engine.connect() as connection:
            verdict = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            if verdict != "ok":
                raise BackupError(f"The copy is damaged: {verdict}. The disk may be failing; copy to another one.")
            return Snapshot(path=path, schema=schema_of(connection), counts=counts_of(connection))
    finally:
        engine.dispose()


def _engine(path: Path) -> Engine:
    return create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)


def is_damaged(database: Path) -> bool:
    """Whether a file is there that SQLite cannot read as a database."""
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        if is_damage(error):
            return True
        raise BackupError(f"{database} cannot be opened: {_reason(error)}.") from error
    return False


@contextmanager
def draft_of(copy: Path, database: Path) -> Iterator[tuple[Path, Engine]]:
    """Give a second copy beside the database, to be brought up to date before it takes its place; it goes away after.

    Raises:
        BackupError: it cannot be written, or is damaged.
    """
    for leftover in database.parent.glob(f"{database.name}.*{DRAFT_SUFFIX}*"):
        # Of a restore that was killed; one that goes on would fail, and change nothing.
        leftover.unlink(missing_ok=True)
    draft = database.with_name(f"{database.name}.{os.urandom(8).hex()}{DRAFT_SUFFIX}")
    engine = _engine(draft)
    prepare_engine(engine)
    try:
        _copy_file(copy, draft)
        yield draft, engine
    except (sqlite3.Error, OSError) as error:
        raise BackupError(f"Nothing was restored: {_reason(error)}.") from error
    finally:
        engine.dispose()
        for path in sqlite_files(draft):
            path.unlink(missing_ok=True)


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as read, os.fdopen(create_private(target), "wb") as written:
        while chunk := read.read(CHUNK_BYTES):
            written.write(chunk)


def check_draft(engine: Engine, counts: Mapping[str, int]) -> None:
    """Look whether a draft is whole and holds what the manifest says.

    Raises:
        BackupError: it does not.
    """
    try:
        with engine.connect() as connection:
            verdict = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            found = counts_of(connection)
    except DatabaseError as error:
        if is_damage(error.orig):
            raise BackupError(DAMAGED) from error
        raise
    if verdict != "ok" or broken is not None:
        raise BackupError(DAMAGED)
    if found != counts:
        raise BackupError("Nothing was restored: the backup's database does not hold what its manifest says.")


def put_in_place(draft: Path, engine: Engine, database: Path) -> Path | None:
    """Let a draft become the database in one step; return where a damaged one was put, which is kept.

    Raises:
        BackupError: somebody uses the database; nothing was changed.
    """
    _finish(draft, engine)
    if is_damaged(database):
        kept = _set_aside(database)
        draft.replace(database)
        sync(database.parent)
        return kept
    with _alone(database), database.open("r+b") as old:
        draft.replace(database)
        # Who is starting at this moment waits for the old file, and must not find a database in it.
        old.write(bytes(HEADER_BYTES))
        sync(database.parent)
    return None


def check_unused(database: Path) -> None:
    """Raise BackupError if a server, a worker or anybody else has the database open."""
    with _alone(database):
        pass


def _finish(draft: Path, engine: Engine) -> None:
    """Bring all of a draft into its one file, on the disk."""
    engine.dispose()
    # As it is, and not a new one in place of one that is gone.
    with closing(sqlite3.connect(f"{draft.as_uri()}?mode=rw", uri=True)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA journal_mode=DELETE")
    sync(draft)


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Have the database to oneself, all of it in its one file; whoever has it open keeps us out, and then we them."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        try:
            # Only who is alone can take a database out of write-ahead mode; its other files go away with that.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if _kind(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise BackupError(IN_USE) from error
            raise BackupError(f"{database} cannot be replaced: {_reason(error)}.") from error
        if mode != "delete":
            raise BackupError(IN_USE)
        yield
        with suppress(sqlite3.Error):
            # The file that the lock is on is no longer the database.
            connection.execute("ROLLBACK")


def _set_aside(database: Path) -> Path:
    """Rename a damaged database with its other files: SQLite would take those for the new one's."""
    changed_at = datetime.fromtimestamp(database.stat().st_mtime, UTC)
    kept = database.with_name(f"{database.name}.damaged-{changed_at:%Y%m%dT%H%M%SZ}")
    for path, name in zip(reversed(sqlite_files(database)), reversed(sqlite_files(kept)), strict=True):
        if path.exists():
            path.replace(name)
    return kept


def _kind(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
