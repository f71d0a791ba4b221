"""Opens a DOCX file part by part, each looked at while it is unpacked, before it is read as XML."""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from scheduler.messages import N_, Message
from scheduler.office_files import (
    OLD_START,
    ZIP_START,
    UnreadableError,
    XmlLook,
    has_password,
    lower_names,
    needs_password,
    opened,
    pieces,
)

MAX_READ_BYTES = 10_000_000
"""How much the parts of a file that are read may unpack to; pictures are not unpacked at all."""

MAX_ALL_BYTES = 60_000_000
"""The same of all files of an upload together."""

MAX_DEPTH = 120
"""How deep elements may stand in each other: what people write in Word stays below 40."""

DAMAGED = Message(N_("The file is damaged or incomplete. Open it in Word, save it again and upload that."))
TOO_LARGE = Message(N_("The file holds too much for a release. Remove what does not belong to the text."))
NO_WORD_FILE = Message(N_("This is not a Word file (DOCX). Save it as DOCX and upload that."))
OLD = Message(N_("This is a Word file in the old format (DOC), which cannot be read. Save it as DOCX and upload that."))
LOCKED = Message(N_("The file is protected with a password. Save a copy without a password and upload that."))
ALL_TOO_LARGE = Message(N_("The files before this one hold as much as can be read at once. Upload this one by itself."))
MAIN_PART = "word/document.xml"
_OFFICE_DOCUMENT = "officeDocument"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part leads to: the last word of the kind of relation, and a part, or an address outside."""

    kind: str
    target: str
    is_outside: bool


@dataclass
class Allowance:
    """How many bytes may still come out of the files of an upload."""

    left: int = MAX_ALL_BYTES


@dataclass
class Package:
    """An open DOCX file."""

    packed: zipfile.ZipFile
    names: dict[str, str]
    allowance: Allowance
    unpacked: int = 0

    def count(self, size: int) -> None:
        """Count bytes that have come out.

        Raises:
            UnreadableError: they are too many.
        """
        self.unpacked += size
        self.allowance.left -= size
        if self.unpacked > MAX_READ_BYTES:
            raise UnreadableError(TOO_LARGE)
        if self.allowance.left < 0:
            raise UnreadableError(ALL_TOO_LARGE)

    def tree(self, name: str) -> ET.Element | None:
        """Return a part as XML; None if there is none of that name."""
        known = self.names.get(name.casefold())
        if known is None:
            return None
        look = _DepthLook()
        found: list[bytes] = []
        for piece in pieces(self.packed, known, self.count):
            look.feed(piece)
            found.append(piece)
        look.feed(b"", is_end=True)
        # Without entities and document types, as the look has seen, there is nothing to expand or fetch.
        return ET.fromstring(b"".join(found))  # noqa: S314

    def relations(self, part: str) -> dict[str, Relation]:
        """Return by id where a part leads to."""
        folder, name = posixpath.split(part)
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for one in tree if tree is not None else ():
            target, is_outside = one.get("Target", ""), one.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = Relation(one.get("Type", "").rpartition("/")[2], target, is_outside)
        return found

    @property
    def main_part(self) -> str:
        """Return the name of the part that holds the text."""
        relations = self.relations("").values()
        return next((one.target for one in relations if one.kind == _OFFICE_DOCUMENT), MAIN_PART)


@contextmanager
def word_package(content: bytes, allowance: Allowance) -> Iterator[Package]:
    """Open a DOCX file by its content, whatever it is called.

    Raises:
        UnreadableError: it is another, damaged, or behind a password; also while it is open.
    """
    if content.startswith(OLD_START):
        raise UnreadableError(LOCKED if has_password(content) else OLD)
    if not content.startswith(ZIP_START):
        raise UnreadableError(NO_WORD_FILE)
    with opened(content, DAMAGED) as packed:
        if needs_password(packed):
            raise UnreadableError(LOCKED)
        names = packed.namelist()
        lower_names(names, damaged=DAMAGED, too_large=TOO_LARGE)
        yield Package(packed, {name.casefold().lstrip("/"): name for name in names}, allowance)


class _DepthLook(XmlLook):
    """Refuses what is nested deeper than anybody writes, as reading it takes a call for each level."""

    def __init__(self) -> None:
        super().__init__(DAMAGED)
        self._depth = 0
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnreadableError(DAMAGED)

    def _end(self, _name: str) -> None:
        self._depth -= 1
