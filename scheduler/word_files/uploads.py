"""Takes apart what was uploaded: Word files, and packed folders (ZIP) of them."""

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.messages import N_, Message, message
from scheduler.office_files import ZIP_START, UnreadableError, lower_names, needs_password, opened, pieces
from scheduler.word_files.packages import DAMAGED, MAIN_PART

MAX_FILES = 50
MAX_FILE_MB = 10
MAX_FILE_BYTES = MAX_FILE_MB * 1_000_000
MAX_UNPACKED_BYTES = 60_000_000
"""How much a packed folder may unpack to."""

FILE_TOO_LARGE = message(
    N_("The file is larger than %(most)s MB. Remove its pictures, or save them smaller."), most=MAX_FILE_MB
)
TOO_MANY = message(N_("There are more than %(most)s files. Upload them in several goes."), most=MAX_FILES)
FOLDER_DAMAGED = Message(N_("The ZIP file is damaged or incomplete. Pack the folder again and upload that."))
FOLDER_TOO_LARGE = Message(N_("The ZIP file holds too much. Split it, or upload the Word files one by one."))
FOLDER_LOCKED = Message(N_("The ZIP file is protected with a password. Pack the folder without one and upload that."))
FOLDER_EMPTY = Message(N_("The ZIP file holds no Word files (DOCX)."))

# What systems and Word put beside files: a folder of a Mac, hidden files, the lock of an open document.
_NOT_MEANT = ("__MACOSX/",)
_NOT_MEANT_NAMES = (".", "~$")
_OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file by the name that people know it by; `error` says why there is nothing to read."""

    name: str
    content: bytes = b""
    error: Message | None = None


def taken_apart(files: Iterable[tuple[str, bytes]]) -> list[NamedFile]:
    """Return the single files, those of packed folders in their place; one that is too large has an error.

    Raises:
        UnreadableError: there are too many.
    """
    found: list[NamedFile] = []
    for name, content in files:
        for one in _one_or_many(posixpath.basename(name.replace("\\", "/")), content):
            found.append(one)
            if len(found) > MAX_FILES:
                raise UnreadableError(TOO_MANY)
    return found


def _one_or_many(name: str, content: bytes) -> Iterator[NamedFile]:
    if len(content) > MAX_FILE_BYTES and not content.startswith(ZIP_START):
        yield NamedFile(name, error=FILE_TOO_LARGE)
        return
    try:
        folder = list(_folder(content)) if _is_folder(content, _damaged(name)) else None
    except UnreadableError as error:
        yield NamedFile(name, error=error.message)
        return
    if folder is None:
        is_large = len(content) > MAX_FILE_BYTES
        yield NamedFile(name, error=FILE_TOO_LARGE) if is_large else NamedFile(name, content)
    else:
        yield from folder or [NamedFile(name, error=FOLDER_EMPTY)]


def _damaged(name: str) -> Message:
    """Return what to say of a damaged file: what it is shows by its name alone then."""
    return FOLDER_DAMAGED if name.casefold().endswith(".zip") else DAMAGED


def _is_folder(content: bytes, damaged: Message) -> bool:
    """Say whether this is a packed folder; other packed files are left to whoever reads Word files."""
    if not content.startswith(ZIP_START):
        return False
    with opened(content, damaged) as packed:
        names = lower_names(packed.namelist(), damaged=damaged, too_large=FOLDER_TOO_LARGE)
        return MAIN_PART not in names and "[content_types].xml" not in names


def _folder(content: bytes) -> Iterator[NamedFile]:
    unpacked = 0

    def count(size: int) -> None:
        nonlocal unpacked
        unpacked += size
        if unpacked > MAX_UNPACKED_BYTES:
            raise UnreadableError(FOLDER_TOO_LARGE)

    with opened(content, FOLDER_DAMAGED) as packed:
        if needs_password(packed):
            raise UnreadableError(FOLDER_LOCKED)
        meant = [entry for entry in packed.infolist() if _is_meant(entry)]
        if len(meant) > MAX_FILES:
            raise UnreadableError(TOO_MANY)
        for entry in meant:
            name = posixpath.basename(entry.filename)
            if entry.file_size > MAX_FILE_BYTES:
                yield NamedFile(name, error=FILE_TOO_LARGE)
            else:
                yield NamedFile(name, b"".join(pieces(packed, entry.filename, count)))


def _is_meant(entry: zipfile.ZipInfo) -> bool:
    name = posixpath.basename(entry.filename)
    is_beside = entry.filename.startswith(_NOT_MEANT) or name.startswith(_NOT_MEANT_NAMES)
    return not (entry.is_dir() or is_beside or name.casefold() in _OF_SYSTEMS)
