"""Tells by its content what an uploaded file is, and reads it."""

from scheduler.office_files import OLD_START, ZIP_START, UnreadableError
from scheduler.spreadsheets.csv_files import read_csv
from scheduler.spreadsheets.sheets import EMPTY, MAX_FILE_BYTES, TOO_LARGE, Sheet


def read_spreadsheet(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a CSV or XLSX file that hold text: at least one.

    Raises:
        UnreadableError: with what to do about it.
    """
    if not content:
        raise UnreadableError(EMPTY)
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableError(TOO_LARGE)
    if not content.startswith((OLD_START, ZIP_START)):
        return (read_csv(content),)
    # Here, as few need it: with it comes the library for workbooks.
    from scheduler.spreadsheets.workbooks import read_workbook, refuse_old  # noqa: PLC0415

    if content.startswith(OLD_START):
        refuse_old(content)
    return read_workbook(content)
