"""Reading an uploaded CSV file, whatever state it is in."""

import pytest

from scheduler.observances.domain.csv_table import MAX_FILE_BYTES, TableRow, read_table

COLUMNS = ("slug", "name")


def table(content):
    return read_table(content if isinstance(content, bytes) else content.encode(), COLUMNS)


def problems(content):
    found = table(content)
    return [(problem.row, problem.column, problem.message.render()) for problem in found.problems]


@pytest.mark.parametrize(
    "content",
    [
        "slug,name\na,Ä\n",
        "\ufeffslug,name\na,Ä\n",
        "slug,name\r\na,Ä\r\n",
        "slug,name\ra,Ä\r",
        "name,slug\nÄ,a",
        ' slug , name \n"a","Ä"\n',
    ],
)
def test_table_is_read_from_what_spreadsheets_write(content):
    assert table(content).rows == (TableRow(2, {"slug": "a", "name": "Ä"}),)


def test_rows_are_numbered_as_a_spreadsheet_does():
    rows = table('slug,name\n\n,\na,"two\nlines"\nb,B\n').rows

    assert [row.row for row in rows] == [4, 5]
    assert rows[0].cells["name"] == "two\nlines"


NOT_UTF8 = "The file is not in UTF-8. In the spreadsheet, save it as “CSV UTF-8” and choose it again."

UNCLOSED = "This row cannot be read as CSV. Look for a quotation mark that is not closed."
UNKNOWN = "This column is not known. Remove it."


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", [(0, "", "The file is empty.")]),
        ("\ufeff \n", [(0, "", "The file is empty.")]),
        (",,\n", [(0, "", "The file is empty.")]),
        ("slug,name\n", [(0, "", "The file has a header and no rows.")]),
        ("slug,name\n\n,\n", [(0, "", "The file has a header and no rows.")]),
        ("slug,name\na,Ä\n".encode("latin-1"), [(2, "", NOT_UTF8)]),
        ("slug,name\na,Ä\n".encode("utf-16"), [(0, "", NOT_UTF8)]),
        (b"PK\x03\x04\xff\xfe", [(1, "", NOT_UTF8)]),
        (
            'slug,name\na,"A\nb,B\n',
            [(2, "", UNCLOSED)],
        ),
        (
            'slug,name\na,"A"x\n',
            [(2, "", UNCLOSED)],
        ),
        (
            "slug;name\na;A\n",
            [(1, "", "The columns are not separated by commas. Save the file as CSV with commas.")],
        ),
        (
            "slug\tname\na\tA\n",
            [(1, "", "The columns are not separated by commas. Save the file as CSV with commas.")],
        ),
        ("slug\na\n", [(1, "name", "This column is missing.")]),
        (
            "slug,Name\na,A\n",
            [(1, "name", "This column is missing."), (1, "Name", UNKNOWN)],
        ),
        ("slug,name,colour\na,A,red\n", [(1, "colour", UNKNOWN)]),
        ("slug,name,,\na,A,,\n", [(1, "", UNKNOWN)]),
        ("slug,name,slug\na,A,a\n", [(1, "slug", "This column stands in the header twice. Remove one.")]),
    ],
)
def test_file_that_cannot_be_read_says_why(content, found):
    assert problems(content) == found
    assert table(content).rows == ()


def test_file_that_is_too_large_says_so():
    assert problems(b"x" * (MAX_FILE_BYTES + 1)) == [
        (0, "", "The file is larger than 2 MB. Split it into several files.")
    ]
    assert problems("slug,name\n" + "a,A\n" * 5001) == [
        (0, "", "The file has more than 5000 rows. Split it into several files.")
    ]
    assert problems("slug,name\na," + "x" * 140_000) == [(2, "", UNCLOSED)]


def test_row_with_too_many_or_too_few_cells_is_reported_and_the_rest_is_read():
    found = table("slug,name\na,A, B\nb\nc,C\n")

    assert [(problem.row, problem.value) for problem in found.problems] == [(2, "a,A, B"), (3, "b")]
    assert found.problems[0].message.render() == (
        "This row has 3 cells and the header 2. Put text that holds a comma in quotation marks."
    )
    assert [row.row for row in found.rows] == [4]


def test_largest_file_is_read():
    content = b"slug,name\n" + b"a,A\n" * 4999
    last_row = b"a,".ljust(100_000, b"A")

    assert len(table(content + last_row).rows) == 5000
    assert len(content + last_row) < MAX_FILE_BYTES


def test_problem_quotes_the_file_without_invisible_characters():
    (problem,) = table(b"slug,name,\x1b[31m\na,A,x\n").problems

    assert problem.value == "\N{REPLACEMENT CHARACTER}[31m"
