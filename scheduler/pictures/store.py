"""The folder of picture files: each is named by the SHA-256 of its bytes, so the same picture lies there once.

Several machines may share it. A file appears complete or not at all; nobody ever changes one.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from scheduler.files import make_private_folder, write_private

FOLDER_NAME = "pictures"

_NAME = re.compile(r"[0-9a-f]{64}")
# What `write_private` has begun.
_DRAFT = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{16}")
_SHARD_CHARS = 2


class PlaceSettings(Protocol):
    """The settings that say where pictures lie."""

    @property
    def pictures_dir(self) -> Path | None: ...
    @property
    def instance_dir(self) -> Path: ...


class CannotStoreError(Exception):
    """The folder takes no file: it is full, or may not be written; nothing of it is left there."""


class MissingFileError(LookupError):
    """A file that should be there is not, cannot be read, or holds other bytes than its name says."""


class PictureStore:
    """The files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, settings: PlaceSettings) -> "PictureStore":
        """Return the store of an installation; the folder is made with its first file."""
        return cls(settings.pictures_dir or settings.instance_dir / FOLDER_NAME)

    def keep(self, content: bytes) -> str:
        """Put bytes on the disk, over the same ones, and return their name.

        Raises:
            CannotStoreError: they cannot be written.
        """
        name = name_of(content)
        path = self._path(name)
        try:
            make_private_folder(path.parent)
            write_private(path, content)
        except OSError as error:
            raise CannotStoreError(error.strerror) from error
        return name

    def read(self, name: str) -> bytes:
        """Return the bytes of this name.

        Raises:
            MissingFileError: see there.
        """
        try:
            content = self._path(name).read_bytes()
        except OSError as error:
            raise MissingFileError(name) from error
        if name_of(content) != name:
            raise MissingFileError(name)
        return content

    def holds(self, name: str) -> bool:
        """Say whether a file of this name is there."""
        return self._path(name).is_file()

    def names(self) -> Iterator[str]:
        """Yield the names of all files, in order; what else lies in the folder is none of ours."""
        for path in self._files():
            if _NAME.fullmatch(path.name):
                yield path.name

    def older_than(self, moment: datetime) -> Iterator[str]:
        """Yield the names of the files that were written before a moment (aware)."""
        for path in self._files():
            if _NAME.fullmatch(path.name) and _is_older(path, moment):
                yield path.name

    def remove(self, name: str) -> None:
        """Remove a file, if it is there.

        Raises:
            OSError: it cannot be removed.
        """
        self._path(name).unlink(missing_ok=True)

    def remove_drafts(self, before: datetime) -> None:
        """Remove what a process that was killed has begun before a moment (aware)."""
        for path in self._files():
            if _DRAFT.fullmatch(path.name) and _is_older(path, before):
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        if not self.folder.is_dir():
            return
        for shard in sorted(self.folder.iterdir()):
            if len(shard.name) == _SHARD_CHARS and shard.is_dir():
                yield from sorted(shard.iterdir())

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of a picture file")
        return self.folder / name[:_SHARD_CHARS] / name


def name_of(content: bytes) -> str:
    """Return the name under which bytes are kept: their SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except OSError:
        # Gone meanwhile.
        return False
