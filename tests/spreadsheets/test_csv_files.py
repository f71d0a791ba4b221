"""CSV is read whatever program wrote it, and what is no table is refused."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.office_files import UnreadableError
from scheduler.spreadsheets.reading import read_spreadsheet
from scheduler.spreadsheets.sheets import MAX_CELL_CHARS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS
from tests.spreadsheets.books import is_read_or_refused

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12).map(str.strip)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


def rows(content: bytes) -> list[tuple[str, ...]]:
    (sheet,) = read_spreadsheet(content)
    return [row.cells for row in sheet.rows]


def why_not(content: bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        read_spreadsheet(content)
    return refused.value.message.render()


@given(
    st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from(ENCODINGS),
)
def test_every_dialect_is_told_by_content(cells, separator, line_end, encoding):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([("Title", "Date", "Notes"), *cells])

    found = rows(file.getvalue().encode(encoding))

    expected = [("Title", "Date", "Notes"), *cells]
    assert [row + ("",) * (3 - len(row)) for row in found] == [row for row in expected if any(row)]


def test_commas_within_semicolons_part_nothing():
    content = b"Title;Notes\nVigil;one, two, three\nRally;a, b, c\n"
    assert rows(content) == [("Title", "Notes"), ("Vigil", "one, two, three"), ("Rally", "a, b, c")]


def test_quoted_line_breaks_stay_in_their_cell():
    (sheet,) = read_spreadsheet(b'Title,Notes\r\nVigil,"one\r\ntwo"\r\n\r\nRally,x\r\n')
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, ("Title", "Notes")),
        (2, ("Vigil", "one\r\ntwo")),
        (4, ("Rally", "x")),
    ]


def test_windows_1252_is_read():
    assert rows("Titel;Notiz\nGrüße;„Nein“ – 5 €\n".encode("cp1252")) == [("Titel", "Notiz"), ("Grüße", "„Nein“ – 5 €")]


def test_a_line_that_names_the_separator_is_no_row():
    assert rows(b"sep=;\r\nTitle;Date\r\n") == [("Title", "Date")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (bytes(range(256)), "not a CSV or XLSX file"),
        (b"%PDF-1.7\n\x00\x01", "not a CSV or XLSX file"),
        (b"\x81\x8d\x90", "not a CSV or XLSX file"),
        (b'Title\n"never closed\n', "Row 2 cannot be read"),
        (b"Title\n" + b"x\n" * (MAX_ROWS + 1), "more than 500 rows"),
        (b"," * MAX_COLUMNS + b"x\n", "more than 60 columns"),
        (b"x" * (MAX_CELL_CHARS + 1), "longer than 32767 characters"),
        (b"x" * (MAX_FILE_BYTES + 1), "larger than 5 MB"),
    ],
    ids=["empty", "blank", "bytes", "pdf", "no-encoding", "open-quote", "rows", "columns", "cell", "large"],
)
def test_what_is_no_table_is_refused_with_what_to_do(content, says):
    assert says in why_not(content)


def test_as_many_rows_as_may_be():
    assert len(rows(b"Title\n" + b"x\n" * MAX_ROWS)) == MAX_ROWS + 1


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    assert is_read_or_refused(content)
