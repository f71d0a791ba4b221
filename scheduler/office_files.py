"""Looks into the files of office programs, which are packed XML, before anything that they say is believed."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from xml.parsers import expat

from scheduler.messages import Message

ZIP_START = b"PK\x03\x04"
OLD_START = bytes.fromhex("d0cf11e0a1b11ae1")
"""With which files of before 2007 begin, and those with a password (MS-CFB, section 2.2)."""

MAX_PARTS = 2_000

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (EOFError, LookupError, NotImplementedError, OSError, RuntimeError, ValueError, lzma.LZMAError, zlib.error)
_CHUNK = 64 * 1024


class UnreadableError(ValueError):
    """The file cannot be read; `message` says why, and what to do."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.template)
        self.message = why


def has_password(content: bytes) -> bool:
    """Say whether a file that begins with `OLD_START` is a new one behind a password."""
    return _ENCRYPTED in content


@contextmanager
def opened(content: bytes, damaged: Message) -> Iterator[zipfile.ZipFile]:
    """Open a packed file; whatever is wrong with its packing, while it is open too, becomes an UnreadableError.

    Raises:
        UnreadableError: with `damaged`, or as it was raised meanwhile.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield packed
    except UnreadableError:
        raise
    except (zipfile.BadZipFile, *_BROKEN) as error:
        raise UnreadableError(damaged) from error


def lower_names(names: Sequence[str], *, damaged: Message, too_large: Message) -> frozenset[str]:
    """Return the names of the parts in small letters.

    Raises:
        UnreadableError: there are too many, or two have the same.
    """
    if len(names) > MAX_PARTS:
        raise UnreadableError(too_large)
    lower = frozenset(name.casefold().lstrip("/") for name in names)
    if len(lower) != len(names):
        raise UnreadableError(damaged)
    return lower


def needs_password(packed: zipfile.ZipFile) -> bool:
    """Say whether a part is packed behind a password."""
    return any(entry.flag_bits & 1 for entry in packed.infolist())


def pieces(packed: zipfile.ZipFile, name: str, count: Callable[[int], None]) -> Iterator[bytes]:
    """Yield a part bit by bit; `count` is handed how many bytes have come out, and raises when they are too many."""
    with packed.open(name) as part:
        while piece := part.read(_CHUNK):
            count(len(piece))
            yield piece


class XmlLook:
    """A look at a part of XML as it is unpacked: it defines no entities, so what comes out is no more than went in."""

    def __init__(self, damaged: Message) -> None:
        """Begin; `damaged` is said of what is no XML, or has a document type."""
        self._damaged = damaged
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def feed(self, piece: bytes, *, is_end: bool = False) -> None:
        """Look at the next piece.

        Raises:
            UnreadableError: it is no XML, or defines something.
        """
        try:
            self.parser.Parse(piece, is_end)
        except expat.ExpatError as error:
            raise UnreadableError(self._damaged) from error

    def _refuse(self, *_declared: object) -> None:
        raise UnreadableError(self._damaged)
