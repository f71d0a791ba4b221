"""Reads XLSX workbooks, after a look at how much comes out of them."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import PurePosixPath

from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from scheduler.messages import N_, Message, message
from scheduler.office_files import UnreadableError, XmlLook, has_password, lower_names, needs_password, opened, pieces
from scheduler.spreadsheets.sheets import (
    DAMAGED,
    EMPTY,
    MAX_CELL_CHARS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT_CHARS,
    NO_TABLE,
    TOO_LARGE,
    Sheet,
    sheet_of,
)

MAX_UNPACKED_BYTES = 50_000_000
MOST_EXACT = 1e15
# The reader fills every cell of the rectangle in which there is text.
LAST_ROW, LAST_COLUMN = 3 * MAX_ROWS, 200

_REFERENCE = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})")
# In the order in which they are read: a sheet's text is in the part of strings that all share.
_STRINGS = "sharedstrings"

OLD = Message(
    N_("This is an Excel file in the old format (XLS), which cannot be read. Save it as XLSX or CSV and upload that.")
)
LOCKED = Message(N_("The file is protected with a password. Save a copy without a password and upload that."))


def refuse_old(content: bytes) -> None:
    """Refuse what Excel wrote before 2007, or behind a password.

    Raises:
        UnreadableError: always.
    """
    raise UnreadableError(LOCKED if has_password(content) else OLD)


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook that hold text; of a formula, the result that was saved with it.

    Raises:
        UnreadableError: it is damaged, no workbook, or unpacks to more than may be.
    """
    _check(content)
    try:
        sheets = _sheets(content)
    except (CalamineError, OSError) as error:
        raise UnreadableError(DAMAGED) from error
    except BaseException as error:
        # A fault of the reader itself is no Exception (pyo3.rs, "PanicException", read 26 November 2026).
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError(DAMAGED) from None
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise UnreadableError(EMPTY)
    return filled


def _sheets(content: bytes) -> list[Sheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if len(workbook.sheet_names) > MAX_SHEETS:
        why = N_("The file has more than %(most)s sheets. Copy what you need into a file of its own.")
        raise UnreadableError(message(why, most=MAX_SHEETS))
    return [sheet_of(name, _records(workbook, name)) for name in workbook.sheet_names]


def _records(workbook: CalamineWorkbook, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except WorksheetNotFound:
        # A chart has a sheet of its own.
        return
    for number, row in zip(count(1), sheet.to_python(skip_empty_area=False), strict=False):
        yield number, [_text(cell) for cell in row]


def _text(value: object) -> str:
    """Return a cell as text; days and times as ISO 8601 has them, without seconds."""
    match value:
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < MOST_EXACT:
            return str(int(value))
        case datetime() if value.time() != time():
            return value.strftime("%Y-%m-%d %H:%M")
        case date() | time():
            return value.strftime("%H:%M" if isinstance(value, time) else "%Y-%m-%d")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(value)


def _check(content: bytes) -> None:
    """Unpack the parts bit by bit and look at them: nothing may unpack to more than a plan needs, or define entities.

    Raises:
        UnreadableError: it does, or is damaged.
    """
    with opened(content, DAMAGED) as packed:
        _check_parts(packed)


def _check_parts(packed: zipfile.ZipFile) -> None:
    names = packed.namelist()
    _check_names(names)
    if needs_password(packed):
        raise UnreadableError(LOCKED)
    looked = _Looked()
    for name in sorted(names, key=lambda name: _STRINGS not in name.casefold()):
        is_xml = PurePosixPath(name).suffix.casefold() in {".xml", ".rels"}
        look = _Look(looked, is_strings=_STRINGS in name.casefold()) if is_xml else None
        for piece in pieces(packed, name, looked.unpack):
            if look is not None:
                look.feed(piece)
        if look is not None:
            look.feed(b"", is_end=True)
    looked.check()


def _check_names(names: Sequence[str]) -> None:
    lower = lower_names(names, damaged=DAMAGED, too_large=TOO_LARGE)
    if "xl/workbook.xml" not in lower:
        raise UnreadableError(OLD if "xl/workbook.bin" in lower else NO_TABLE)


@dataclass
class _Looked:
    """What was seen so far: bytes, the characters that cells will hold, and the lengths of the shared strings."""

    unpacked: int = 0
    chars: int = 0
    strings: list[int] = field(default_factory=list)

    def unpack(self, count: int) -> None:
        """Count bytes that have come out."""
        self.unpacked += count
        self.check()

    def check(self) -> None:
        """Refuse what is too much."""
        if self.unpacked > MAX_UNPACKED_BYTES or self.chars > MAX_TEXT_CHARS:
            raise UnreadableError(TOO_LARGE)


class _Look(XmlLook):
    """A look at a part of XML: where its cells stand, how long their text is, and that it defines nothing."""

    def __init__(self, looked: _Looked, *, is_strings: bool) -> None:
        """Begin; a part of shared strings comes before the sheets that refer to them."""
        super().__init__(DAMAGED)
        self._looked, self._is_strings = looked, is_strings
        self._row = self._column = 0
        self._refers = False
        self._open: list[str] = []
        self._typed: list[str] = []
        self._length = 0
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rsplit(" ", 1)[-1]
        self._open.append(element)
        if element == "row":
            typed = attributes.get("r", "")
            self._row = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else self._row + 1
            self._column = 0
        elif element == "c":
            self._place(attributes.get("r", ""))
            self._refers = attributes.get("t") == "s"
        elif element in {"v", "is"}:
            if self._row > LAST_ROW or self._column > LAST_COLUMN:
                why = N_("A sheet has cells below row %(row)s or beyond column %(column)s. Delete them.")
                raise UnreadableError(message(why, row=LAST_ROW, column=LAST_COLUMN))
            self._typed = []
        elif element == "si":
            self._length = 0

    def _place(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            self._column += 1
            return
        column = 0
        for letter in found["column"]:
            column = column * 26 + ord(letter) - ord("A") + 1
        self._row, self._column = int(found["row"]), column

    def _data(self, text: str) -> None:
        if self._is_strings:
            self._length += len(text)
        elif self._open and self._open[-1] == "v" and self._refers:
            self._typed.append(text[:16])
        else:
            self._looked.chars += len(text)

    def _end(self, name: str) -> None:
        element = name.rsplit(" ", 1)[-1]
        self._open.pop()
        if element == "si":
            if self._length > MAX_CELL_CHARS:
                raise UnreadableError(
                    message(N_("A cell is longer than %(most)s characters. Shorten it."), most=MAX_CELL_CHARS)
                )
            self._looked.strings.append(self._length)
            self._looked.chars += self._length
        elif element == "v" and self._refers:
            typed = "".join(self._typed).strip()
            number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
            strings = self._looked.strings
            self._looked.chars += strings[number] if 0 <= number < len(strings) else 0
