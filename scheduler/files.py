"""Files and folders that only the account that runs the product may read, from their first byte on."""

import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
OTHERS = 0o077

# What the product writes under its instance folder, with what SQLite and we put beside it.
_OWN_NAMES = re.compile(r"scheduler\.db.*|secret_key.*|demo\.txt|mail|pictures|workers")
_SQLITE_SUFFIXES = ("", "-wal", "-shm", "-journal")


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each closed to others; one that is there stays as it is.

    Raises:
        OSError: it cannot be made, or is a file.
    """
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def create_private(path: Path) -> int:
    """Make a file that was not there and return a descriptor to write to.

    Raises:
        FileExistsError: something of this name is there.
    """
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)


def open_private(path: Path, *, create: bool) -> int:
    """Return a descriptor of a file to lock, made with its folder if it may be created.

    Raises:
        OSError: it cannot be opened, or is not there and may not be created.
    """
    if not create:
        return os.open(path, os.O_RDONLY)
    make_private_folder(path.parent)
    return os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)


def write_private(path: Path, content: bytes) -> None:
    """Put a file in place as a whole, on the disk, over one that is there.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(create_private(draft), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file's content, or the names in a folder, on the disk: a power cut takes nothing of it back."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sqlite_files(database: Path) -> tuple[Path, ...]:
    """Return a SQLite database and the files that SQLite may keep beside it."""
    return tuple(database.with_name(f"{database.name}{suffix}") for suffix in _SQLITE_SUFFIXES)


def close_files(paths: Iterable[Path]) -> list[Path]:
    """Close files and folders to other accounts, those that are there and that we may change; return which."""
    return [path for path in paths if _close(path)]


def close_instance(folder: Path, *, is_default: bool) -> list[Path]:
    """Close what an earlier release, another program or a hand has left open; return what was changed.

    All of the folder is closed if it is ours: the default one, or one in which nothing lies but our files. In a folder
    that others use too, only our files are.
    """
    names = sorted(folder.iterdir())
    ours = [path for path in names if _OWN_NAMES.fullmatch(path.name)]
    if is_default or ours == names:
        return close_files(_tree(folder))
    return close_files(inner for path in ours for inner in _tree(path))


def _tree(top: Path) -> Iterator[Path]:
    """A folder before what lies in it; nothing behind a symbolic link."""
    yield top
    if top.is_dir() and not top.is_symlink():
        for path in sorted(top.iterdir()):
            yield from _tree(path)


def _close(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or not mode & OTHERS:
            return False
        path.chmod(FOLDER_MODE if stat.S_ISDIR(mode) else FILE_MODE)
    except OSError:
        # Gone meanwhile, another account's, or on a disk that cannot be written.
        return False
    return True
