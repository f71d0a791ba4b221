"""Owns the reading of an uploaded CSV file: encoding, header and cells, with every problem and its row."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.messages import N_, Message, message, shown
from scheduler.normal_forms import normal_form

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000

WHOLE_FILE = 0
HEADER_ROW = 1
# What parts cells, the likeliest first; spreadsheets take semicolons where people write decimals with a comma.
SEPARATORS = ",;\t"
# Excel reads such a line, and does not count it as a row.
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(?P<separator>\\t|[^\r\n])"?[,;\t ]*(?:\r\n?|\n|\Z)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, for the person who has to mend it.

    Attributes:
        row: as a spreadsheet counts: the header is 1, the first record 2; 0 is the whole file.
        column: the name in the header, or the letters of a spreadsheet where it has none; empty for the whole file.
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

    The file is UTF-8, with or without a byte order mark; empty rows are left out. Cells are parted by commas, or by
    what a first line `sep=…` says, or by semicolons or tabs where the header is. Capitals in the header make no
    difference, and columns without heading and text are left out. It has at most MAX_FILE_BYTES bytes and MAX_ROWS
    records.
    """
    try:
        text, separator = _separated(_decode(content))
        return _table(_records(text, separator), columns)
    except _FileError as error:
        return Table((), (error.problem,))


class _FileError(Exception):
    """The file cannot be read any further."""

    def __init__(self, row: int, message: Message, value: str = "", column: str = "") -> None:
        super().__init__()
        self.problem = Problem(row, column, message, shown(value))


def _decode(content: bytes) -> str:
    if len(content) > MAX_FILE_BYTES:
        raise _FileError(WHOLE_FILE, message(N_("The file is larger than 2 MB. Split it into several files.")))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _FileError(WHOLE_FILE, _NOT_UTF8)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, column = _faulty_cell(*_separated(content[: error.start].decode("utf-8-sig")))
        raise _FileError(row, _NOT_UTF8, content[error.start : error.end].hex(" "), _letters(column)) from error


_NOT_UTF8 = Message(N_("The file is not in UTF-8. In the spreadsheet, save it as “CSV UTF-8” and upload it again."))


def _separated(text: str) -> tuple[str, str]:
    """Return the text without a line that says what parts its cells, and what does."""
    separator_line = _SEPARATOR_LINE.match(text)
    if separator_line:
        separator = separator_line["separator"].replace("\\t", "\t")
        if separator not in SEPARATORS:
            why = message(
                N_("Cells cannot be separated by this. Write sep=, or sep=; in the first line, or remove it.")
            )
            raise _FileError(HEADER_ROW, why, separator, "A")
        return text[separator_line.end() :], separator
    head = next((line for line in text.splitlines() if line.strip()), "")
    return text, next((sign for sign in SEPARATORS if sign in head), ",")


def _records(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """The records that are not empty, each with its row as a spreadsheet counts."""
    records: list[tuple[int, list[str]]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
        for row, record in enumerate(reader, start=HEADER_ROW):
            if "".join(record).strip():
                records.append((row, record))
    except csv.Error as error:
        row, column = _faulty_cell(text, separator)
        why = message(N_("This cell cannot be read. Close its quotation marks, and write those in its text twice."))
        raise _FileError(row, why, "", _letters(column)) from error
    return records


def _faulty_cell(text: str, separator: str) -> tuple[int, int]:
    """Return row and column, both from 1, of the first cell that cannot be read; of the last one if all can."""
    part = re.escape(separator)
    cell = re.compile(rf'(?:"(?P<quoted>(?:[^"]|"")*+)"|(?P<plain>(?!")[^{part}\r\n]*+))(?P<end>{part}|\r\n?|\n|\Z)')
    row, column, place = HEADER_ROW, 1, 0
    while found := cell.match(text, place):
        place = found.end()
        too_long = len(found["quoted"] or found["plain"] or "") > csv.field_size_limit()
        if too_long or not found["end"]:
            break
        row, column = (row, column + 1) if found["end"] == separator else (row + 1, 1)
    return row, column


def _letters(column: int) -> str:
    """Return what spreadsheets call a column, counted from 1: A, Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _table(records: list[tuple[int, list[str]]], columns: Sequence[str]) -> Table:
    if not records:
        raise _FileError(WHOLE_FILE, message(N_("The file is empty. Choose one with a header and rows.")))
    (header_row, header), *body = records
    if len(body) > MAX_ROWS:
        why = message(N_("The file has more than %(most)d rows. Split it into several files."), most=MAX_ROWS)
        raise _FileError(WHOLE_FILE, why)
    names = _without_empty_end([_heading(cell) for cell in header])
    used = [number for number, name in enumerate(names) if name or _holds_text(body, number)]
    problems = _header_problems(header_row, [(number, names[number], header[number]) for number in used], columns)
    if problems:
        return Table((), tuple(problems))
    if not body:
        raise _FileError(WHOLE_FILE, message(N_("The file has a header but no rows. Add a row for each observance.")))
    fitting = [(row, _fitted(cells, len(names))) for row, cells in body]
    problems = [_wrong_length(row, cells, len(names)) for row, cells in fitting if len(cells) != len(names)]
    rows = (
        TableRow(row, {names[number]: cells[number] for number in used})
        for row, cells in fitting
        if len(cells) == len(names)
    )
    return Table(tuple(rows), tuple(problems))


def _heading(cell: str) -> str:
    """Return the name of a column as it is known: capitals, and spaces or hyphens for underscores, are no others."""
    words = normal_form("NFKC", cell).casefold().replace("\ufeff", " ").replace("-", " ").split()
    return "_".join(words)


def _without_empty_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _fitted(cells: list[str], wanted: int) -> list[str]:
    """Return the cells of a row without empty ones beyond the last heading."""
    return cells[:wanted] + _without_empty_end(cells[wanted:])


def _holds_text(body: Sequence[tuple[int, list[str]]], number: int) -> bool:
    return any(number < len(cells) and cells[number].strip() for _row, cells in body)


def _header_problems(row: int, heads: Sequence[tuple[int, str, str]], columns: Sequence[str]) -> list[Problem]:
    """Say what is wrong with the headings: each with its number from 0, its name, and what was typed."""
    names = [name for _number, name, _typed in heads]
    missing = [
        Problem(row, name, message(N_("This column is missing. Add it, with this name in the header.")))
        for name in columns
        if name not in names
    ]
    unknown = [
        Problem(row, shown(typed.strip()) or _letters(number + 1), _unknown(name), shown(typed.strip()))
        for number, name, typed in heads
        if name not in columns and names.index(name) == heads.index((number, name, typed))
    ]
    twice = [
        Problem(row, name, message(N_("This column is in the header twice. Remove one.")), name)
        for name in columns
        if names.count(name) > 1
    ]
    return missing + unknown + twice


def _unknown(name: str) -> Message:
    if not name:
        return message(N_("This column has no name in the header. Give it one, or empty its cells."))
    return message(N_("This column is not known. Remove it."))


def _wrong_length(row: int, record: list[str], wanted: int) -> Problem:
    found = len(record)
    if found > wanted:
        why = message(
            N_(
                "This row has %(found)d cells and the header %(wanted)d. Put text that contains a comma in "
                "quotation marks, or remove everything after the last column."
            ),
            found=found,
            wanted=wanted,
        )
        return Problem(row, _letters(wanted + 1), why, shown(",".join(record)))
    why = message(
        N_("This row has %(found)d cells and the header %(wanted)d. Add the missing cells, empty if need be."),
        found=found,
        wanted=wanted,
    )
    return Problem(row, _letters(found + 1), why, shown(",".join(record)))
