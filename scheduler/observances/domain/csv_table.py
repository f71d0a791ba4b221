"""Owns the reading of an uploaded CSV file: encoding, header and cells, with every problem and its row."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.observances.rules.parts.messages import N_, Message, message, shown

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000

WHOLE_FILE = 0
HEADER_ROW = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, for the person who has to mend it.

    Attributes:
        row: as a spreadsheet counts: the header is 1, the first record 2; 0 is the whole file.
        column: the name in the header; empty when it is about the row or the file.
        message: what is wrong and what to do.
        value: what stands there, cut and without invisible characters; escape it where it is shown.
    """

    row: int
    column: str
    message: Message
    value: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record: its row as a spreadsheet counts, and its cells by column."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a file that could be read as rows, and the problems of the rest."""

    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...]


def read_table(content: bytes, columns: Sequence[str]) -> Table:
    """Read a CSV file that has exactly these columns, in any order.

    The file is UTF-8, with or without a byte order mark, with commas between the cells; empty rows are left out.
    It has at most MAX_FILE_BYTES bytes and MAX_ROWS records.
    """
    try:
        return _table(_records(_decode(content)), columns)
    except _FileError as error:
        return Table((), (error.problem,))


class _FileError(Exception):
    """The file cannot be read any further."""

    def __init__(self, row: int, message: Message, value: str = "") -> None:
        super().__init__()
        self.problem = Problem(row, "", message, shown(value))


def _decode(content: bytes) -> str:
    if len(content) > MAX_FILE_BYTES:
        raise _FileError(WHOLE_FILE, message(N_("The file is larger than 2 MB. Split it into several files.")))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _FileError(WHOLE_FILE, _NOT_UTF8)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _FileError(line, _NOT_UTF8, content[error.start : error.end].hex(" ")) from error


_NOT_UTF8 = Message(N_("The file is not in UTF-8. In the spreadsheet, save it as “CSV UTF-8” and choose it again."))


def _records(text: str) -> list[tuple[int, list[str]]]:
    """The records that are not empty, each with its row as a spreadsheet counts."""
    records: list[tuple[int, list[str]]] = []
    row = 0
    try:
        for row, record in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=HEADER_ROW):
            if "".join(record).strip():
                records.append((row, record))
    except csv.Error as error:
        why = message(N_("This row cannot be read as CSV. Look for a quotation mark that is not closed."))
        raise _FileError(row + 1, why) from error
    return records


def _table(records: list[tuple[int, list[str]]], columns: Sequence[str]) -> Table:
    if not records:
        raise _FileError(WHOLE_FILE, message(N_("The file is empty.")))
    (header_row, header), *body = records
    if len(body) > MAX_ROWS:
        why = message(N_("The file has more than %(most)d rows. Split it into several files."), most=MAX_ROWS)
        raise _FileError(WHOLE_FILE, why)
    names = [name.strip() for name in header]
    problems = _header_problems(header_row, names, columns)
    if problems:
        return Table((), tuple(problems))
    if not body:
        raise _FileError(WHOLE_FILE, message(N_("The file has a header and no rows.")))
    problems = [_wrong_length(row, record, len(names)) for row, record in body if len(record) != len(names)]
    rows = (TableRow(row, dict(zip(names, cells, strict=True))) for row, cells in body if len(cells) == len(names))
    return Table(tuple(rows), tuple(problems))


def _header_problems(row: int, names: list[str], columns: Sequence[str]) -> list[Problem]:
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        why = message(N_("The columns are not separated by commas. Save the file as CSV with commas."))
        return [Problem(row, "", why, shown(names[0]))]
    missing = [Problem(row, name, message(N_("This column is missing."))) for name in columns if name not in names]
    unknown = [
        Problem(row, shown(name), message(N_("This column is not known. Remove it.")), shown(name))
        for name in dict.fromkeys(names)
        if name not in columns
    ]
    twice = [
        Problem(row, name, message(N_("This column stands in the header twice. Remove one.")), name)
        for name in columns
        if names.count(name) > 1
    ]
    return missing + unknown + twice


def _wrong_length(row: int, record: list[str], wanted: int) -> Problem:
    why = message(
        N_("This row has %(found)d cells and the header %(wanted)d. Put text that holds a comma in quotation marks."),
        found=len(record),
        wanted=wanted,
    )
    return Problem(row, "", why, shown(",".join(record)))
