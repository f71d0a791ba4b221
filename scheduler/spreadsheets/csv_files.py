"""Reads CSV files as spreadsheet programs write them, whatever their encoding and separator."""

import csv
import io
import itertools
import re

from scheduler.messages import N_, message
from scheduler.office_files import UnreadableError
from scheduler.spreadsheets.sheets import EMPTY, MAX_TEXT_CHARS, NO_TABLE, TOO_LARGE, Sheet, sheet_of

SEPARATORS = ",;\t"
"""What may part cells, the likeliest first."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 100
# Excel reads such a line, and does not count it as a row.
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(?P<separator>\\t|[,;\t])"?[,;\t ]*(?:\r\n?|\n|\Z)', re.IGNORECASE)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def read_csv(content: bytes) -> Sheet:
    """Read a CSV file: UTF-8 with or without a mark, UTF-16, else Windows-1252; comma, semicolon or tab by content.

    Raises:
        UnreadableError: it holds no text, is no text, or a quotation mark in it is never closed.
    """
    text = decoded(content)
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableError(EMPTY)
    if len(text) > MAX_TEXT_CHARS:
        raise UnreadableError(TOO_LARGE)
    separator_line = _SEPARATOR_LINE.match(text)
    if separator_line:
        separator = separator_line["separator"].replace("\\t", "\t")
        text = text[separator_line.end() :]
    else:
        separator = separator_of(text)
    return sheet_of("", enumerate(_records(text, separator), start=1))


def decoded(content: bytes) -> str:
    """Return the text of a file.

    Raises:
        UnreadableError: it is no text.
    """
    text = _text(content)
    if text is None or _NO_TEXT.search(text):
        raise UnreadableError(NO_TABLE)
    return text


def _text(content: bytes) -> str | None:
    if content.startswith(_UTF16_MARKS):
        return _in(content, "utf-16")
    if b"\x00" in content:
        # Without a mark: what is mostly Latin has its zeros at one side.
        return _in(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    text = _in(content, "utf-8-sig")
    return text if text is not None else _in(content, "cp1252")


def _in(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def separator_of(text: str) -> str:
    """Return what parts the cells: that which gives most of the first rows as many cells as the header."""
    return max(SEPARATORS, key=lambda separator: (*_fit(text, separator), -SEPARATORS.index(separator)))


def _fit(text: str, separator: str) -> tuple[int, int]:
    """Return in how many rows there are as many cells as in the first, if there are several, and how many."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        records = [record for record in itertools.islice(reader, _LOOKED_AT) if any(record)]
    except csv.Error:
        return 0, 0
    width = len(records[0]) if records else 0
    return (sum(len(record) == width for record in records), width) if width > 1 else (0, 0)


def _records(text: str, separator: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        records.extend(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator))
    except csv.Error as error:
        why = N_("Row %(row)s cannot be read. Close its quotation marks, and write those in its text twice.")
        raise UnreadableError(message(why, row=len(records) + 1)) from error
    return records
