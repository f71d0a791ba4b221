"""What an uploaded table holds, how large it may be, and why one is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.messages import N_, Message, message, shown
from scheduler.office_files import UnreadableError

MAX_FILE_MB = 5
MAX_FILE_BYTES = MAX_FILE_MB * 1_000_000
MAX_ROWS = 500
"""Rows with text beside the header, in each sheet: what is imported at once keeps everybody else from saving."""
MAX_COLUMNS = 60
MAX_SHEETS = 30
MAX_CELL_CHARS = 32_767
"""As in Excel ("Excel specifications and limits", read 26 November 2026)."""
MAX_TEXT_CHARS = 10_000_000
"""In all cells of a file together."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds text: its number as a spreadsheet counts, from 1, and the text of its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file: its name, empty in a CSV file, and its rows, the header first."""

    name: str
    rows: tuple[SheetRow, ...]


TOO_LARGE = message(
    N_("The file is larger than %(most)s MB. Remove what you do not need, or split it."), most=MAX_FILE_MB
)
EMPTY = Message(N_("The file is empty. Choose one with a header row and rows below it."))
DAMAGED = Message(
    N_("The file is damaged or incomplete. Open it in a spreadsheet program, save it again and upload that.")
)
NO_TABLE = Message(N_("This is not a CSV or XLSX file. Save the table as CSV or XLSX and upload that."))


def sheet_of(name: str, records: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """Return the rows that hold text, without the empty cells at their ends.

    Raises:
        UnreadableError: there are more rows, columns or characters than may be.
    """
    rows: list[SheetRow] = []
    for number, record in records:
        cells = _without_empty_end([cell.strip() for cell in record])
        if not cells:
            continue
        if len(rows) > MAX_ROWS:
            raise UnreadableError(_too_many_rows(name))
        _check_row(number, cells)
        rows.append(SheetRow(number, tuple(cells)))
    return Sheet(name, tuple(rows))


def _check_row(number: int, cells: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        why = N_("Row %(row)s has more than %(most)s columns. Remove those that you do not need.")
        raise UnreadableError(message(why, row=number, most=MAX_COLUMNS))
    long = next((cell for cell in cells if len(cell) > MAX_CELL_CHARS), None)
    if long is not None:
        why = N_("A cell in row %(row)s is longer than %(most)s characters: “%(text)s”. Shorten it.")
        raise UnreadableError(message(why, row=number, most=MAX_CELL_CHARS, text=shown(long)))


def _too_many_rows(name: str) -> Message:
    if not name:
        return message(N_("The file has more than %(most)s rows. Split it into several files."), most=MAX_ROWS)
    why = N_("The sheet “%(name)s” has more than %(most)s rows. Copy what you need into its own file, or split it.")
    return message(why, name=shown(name), most=MAX_ROWS)


def _without_empty_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]
