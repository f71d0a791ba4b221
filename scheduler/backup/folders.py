"""The folder of a backup: made out of sight, put in place as a whole, and checked before it is trusted."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from scheduler.backup.domain.manifest import NAME, BadManifestError, Manifest, Part
from scheduler.files import make_private_folder, sync

CHUNK_BYTES = 1024 * 1024
PREFIX = "scheduler-"
DRAFT_SUFFIX = ".unfinished"
# A backup that takes longer than this was killed.
DRAFT_SECONDS = 24 * 3600


class BackupError(click.ClickException):
    """A backup cannot be made or used; the message is a sentence for whoever runs the command."""


@contextmanager
def new_folder(parent: Path, at: datetime) -> Iterator[tuple[Path, Path]]:
    """Give a folder to write into and the one that it becomes when the block ends well; else it goes away.

    The parent itself is made if it is missing, those above it are not: a mistyped path would hide the backup.

    Raises:
        BackupError: it cannot be made or written.
    """
    above = parent.absolute().parent
    if not above.is_dir():
        raise BackupError(f"{above} is not a folder. Look whether the path is right, or make that folder first.")
    try:
        make_private_folder(parent)
        _remove_leftovers(parent, at)
        final = _free_name(parent, at)
        draft = parent / f".{final.name}-{os.getpid()}{DRAFT_SUFFIX}"
        make_private_folder(draft)
    except OSError as error:
        raise BackupError(f"{parent} cannot be made or written: {error.strerror}.") from error
    try:
        yield draft, final
        sync(draft)
        draft.rename(final)
        sync(parent)
    except OSError as error:
        raise BackupError(f"The backup could not be written to {parent}: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _free_name(parent: Path, at: datetime) -> Path:
    name = f"{PREFIX}{at:%Y%m%dT%H%M%SZ}"
    number = 2
    final = parent / name
    while final.exists():
        final = parent / f"{name}-{number}"
        number += 1
    return final


def _remove_leftovers(parent: Path, at: datetime) -> None:
    """Remove what a backup that was killed has left; one that is under way is younger."""
    for path in parent.glob(f".{PREFIX}*{DRAFT_SUFFIX}"):
        if path.stat().st_mtime < at.timestamp() - DRAFT_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def part_of(path: Path) -> Part:
    """Return a file of a backup as the manifest names it, once it is on the disk."""
    sync(path)
    with path.open("rb") as file:
        size, digest = _digest(file)
    return Part(path.name, size, digest)


def find_backup(folder: Path) -> tuple[Path, Manifest]:
    """Return the folder of a backup with its manifest: DIR itself, or the newest of those in it.

    Raises:
        BackupError: there is none, or its manifest cannot be read.
    """
    if not folder.is_dir():
        raise BackupError(f"{folder} is not a folder.")
    if (folder / NAME).exists():
        return folder, _manifest(folder)
    # Their names are their moments.
    inside = sorted(path for path in folder.glob(f"{PREFIX}*") if (path / NAME).exists())
    if not inside:
        raise BackupError(f"{folder} holds no backup: there is no {NAME} in it, nor in a folder in it.")
    return inside[-1], _manifest(inside[-1])


def _manifest(folder: Path) -> Manifest:
    try:
        return Manifest.parse((folder / NAME).read_text(encoding="utf-8"))
    except (BadManifestError, UnicodeDecodeError) as error:
        sentence = str(error) if isinstance(error, BadManifestError) else f"{NAME} is damaged."
        raise BackupError(f"{folder} cannot be used: {sentence}") from error
    except OSError as error:
        raise BackupError(f"{folder} cannot be read: {error.strerror}.") from error


def verify(folder: Path, manifest: Manifest) -> None:
    """Compare every file with what the manifest says of it.

    Raises:
        BackupError: one is missing, cannot be read or is another.
    """
    for part in (manifest.database, manifest.secret_key):
        if part is None:
            continue
        try:
            with (folder / part.file).open("rb") as file:
                found = _digest(file)
        except FileNotFoundError as error:
            raise BackupError(f"{folder} cannot be used: {part.file} is missing.") from error
        except OSError as error:
            raise BackupError(f"{folder} cannot be read: {error.strerror}.") from error
        if found != (part.bytes, part.sha256):
            raise BackupError(f"{folder} cannot be used: {part.file} is damaged or not complete.")


def _digest(file: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()
