"""The files of pictures in a backup: copied with a look at their hash, and put back in the same way."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from scheduler.backup.domain.manifest import Manifest
from scheduler.backup.folders import BackupError
from scheduler.pictures.store import FOLDER_NAME, CannotStoreError, MissingFileError, PictureStore

_TABLE = "stored_picture"
_NEEDED = text(f"SELECT sha256, thumbnail_sha256 FROM {_TABLE} WHERE consent_withdrawn_at IS NULL")  # noqa: S608


@dataclass(frozen=True, slots=True)
class CopiedPictures:
    """Which files were copied, by name, and how many that the database needs could not be."""

    names: tuple[str, ...]
    lost: int


def needed_pictures(engine: Engine) -> frozenset[str]:
    """Return the names of the files that the database needs; none where it is older than pictures."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(_TABLE):
            return frozenset()
        return frozenset(name for row in connection.execute(_NEEDED) for name in row if name is not None)


def copy_pictures(store: PictureStore, needed: Collection[str], folder: Path) -> CopiedPictures:
    """Copy every file that is whole into the folder of a backup.

    Nobody changes a file, and one that is needed is not swept, so they fit a database that was copied just before.

    Raises:
        BackupError: one cannot be written.
    """
    copies, copied = PictureStore(folder / FOLDER_NAME), []
    for name in store.names():
        try:
            copied.append(copies.keep(store.read(name)))
        except MissingFileError:
            # Damaged, or swept at this moment; if it is needed, that is said.
            continue
        except CannotStoreError as error:
            raise BackupError(f"The pictures could not be copied: {error}.") from error
    return CopiedPictures(tuple(copied), len(set(needed) - set(copied)))


def check_pictures(folder: Path, manifest: Manifest) -> None:
    """Compare every picture of a backup with its name, which is its checksum.

    Raises:
        BackupError: one is missing or is another.
    """
    copies = PictureStore(folder / FOLDER_NAME)
    for name in manifest.pictures:
        try:
            copies.read(name)
        except MissingFileError as error:
            raise BackupError(f"{folder} cannot be used: the picture {name} is missing or damaged.") from error


def put_pictures_back(folder: Path, manifest: Manifest, store: PictureStore) -> None:
    """Put the pictures of a backup that was checked beside those that are there, over damaged ones.

    Raises:
        BackupError: one cannot be written; nothing else was changed.
    """
    copies = PictureStore(folder / FOLDER_NAME)
    for name in manifest.pictures:
        try:
            # Written anew also where it is there: a file without a row is swept by its age.
            store.keep(copies.read(name))
        except MissingFileError as error:
            raise BackupError(f"{folder} cannot be used: the picture {name} is missing or damaged.") from error
        except CannotStoreError as error:
            raise BackupError(
                f"Nothing was restored: pictures cannot be written to {store.folder}: {error}."
            ) from error
