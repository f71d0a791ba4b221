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
        # Capitals, full width, spaces; columns without heading and text, at the end and between.
        "SLUG,Name\na,Ä\n",
        "ＳＬＵＧ,\xa0NAME\u3000\na,Ä\n",
        "slug,name,,\na,Ä,,\n",
        "slug,name\na,Ä,,,\n",
        "slug,,name,\na, ,Ä,\n",
        # What parts the cells: said in the first line, or seen in the header.
        "sep=,\nslug,name\na,Ä\n",
        "sep=;\r\nslug;name\r\na;Ä\r\n",
        '\ufeff"sep=;"\nslug;name\na;"Ä"\n',
        "SEP=\t\nslug\tname\na\tÄ\n",
        "sep=\\t\nslug\tname\na\tÄ\n",
        "sep=,,\nslug,name,\na,Ä,\n",
        "slug;name\na;Ä\n",
        "slug\tname\t\na\tÄ\t\n",
    ],
)
def test_table_is_read_from_what_spreadsheets_write(content):
    assert table(content).rows == (TableRow(2, {"slug": "a", "name": "Ä"}),)


def test_rows_are_numbered_as_a_spreadsheet_does():
    rows = table('slug,name\n\n,\na,"two\nlines"\nb,B\n').rows

    assert [row.row for row in rows] == [4, 5]
    assert rows[0].cells["name"] == "two\nlines"


NOT_UTF8 = "The file is not in UTF-8. In the spreadsheet, save it as “CSV UTF-8” and upload it again."

UNCLOSED = "This cell cannot be read. Close its quotation marks, and write those in its text twice."
UNKNOWN = "This column is not known. Remove it."
MISSING = "This column is missing. Add it, with this name in the header."
EMPTY = "The file is empty. Choose one with a header and rows."
NO_ROWS = "The file has a header but no rows. Add a row for each observance."
TOO_MANY = (
    "This row has 4 cells and the header 2. Put text that contains a comma in quotation marks, or remove everything "
    "after the last column."
)
NO_SEPARATOR = "Cells cannot be separated by this. Write sep=, or sep=; in the first line, or remove it."
NAMELESS = "This column has no name in the header. Give it one, or empty its cells."


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", [(0, "", EMPTY)]),
        ("\ufeff \n", [(0, "", EMPTY)]),
        (",,\n", [(0, "", EMPTY)]),
        ("slug,name\n", [(0, "", NO_ROWS)]),
        ("slug,name\n\n,\n", [(0, "", NO_ROWS)]),
        ("slug,name\na,Ä\n".encode("latin-1"), [(2, "B", NOT_UTF8)]),
        ('sep=;\nslug;name\n"a;b\n";Ä\n'.encode("cp1252"), [(2, "B", NOT_UTF8)]),
        ("slug,name\na,Ä\n".encode("utf-16"), [(0, "", NOT_UTF8)]),
        (b"PK\x03\x04\xff\xfe", [(1, "A", NOT_UTF8)]),
        ('slug,name\na,"A\nb,B\n', [(2, "B", UNCLOSED)]),
        ('slug,name\na,"A"x\n', [(2, "B", UNCLOSED)]),
        ('slug,name\n"a\n""b""",A\n"c" ,C\n', [(3, "A", UNCLOSED)]),
        ("sep=|\nslug|name\n", [(1, "A", NO_SEPARATOR)]),
        ("slug\na\n", [(1, "name", MISSING)]),
        ("slug,Имя\na,A\n", [(1, "name", MISSING), (1, "Имя", UNKNOWN)]),
        ("slug,name,colour\na,A,red\n", [(1, "colour", UNKNOWN)]),
        ("slug,name\na,A,,x\n", [(2, "C", TOO_MANY)]),
        ("slug,,name\na,x,A\n", [(1, "B", NAMELESS)]),
        ("slug,name" + "," * 25 + "x\na,A\n", [(1, "x", UNKNOWN)]),
        ("slug,name,slug\na,A,a\n", [(1, "slug", "This column is in the header twice. Remove one.")]),
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
    assert problems("slug,name\na," + "x" * 140_000) == [(2, "B", UNCLOSED)]


def test_row_with_too_many_or_too_few_cells_is_reported_and_the_rest_is_read():
    found = table("slug,name\na,A, B\nb\nc,C\n")

    assert [(problem.row, problem.column, problem.value) for problem in found.problems] == [
        (2, "C", "a,A, B"),
        (3, "B", "b"),
    ]
    assert [problem.message.render() for problem in found.problems] == [
        TOO_MANY.replace("4", "3"),
        "This row has 1 cells and the header 2. Add the missing cells, empty if need be.",
    ]
    assert [row.row for row in found.rows] == [4]


def test_largest_file_is_read():
    content = b"slug,name\n" + b"a,A\n" * 4999
    last_row = b"a,".ljust(100_000, b"A")

    assert len(table(content + last_row).rows) == 5000
    assert len(content + last_row) < MAX_FILE_BYTES


def test_problem_quotes_the_file_without_invisible_characters():
    (problem,) = table(b"slug,name,\x1b[31m\na,A,x\n").problems

    assert problem.value == "\N{REPLACEMENT CHARACTER}[31m"


def test_every_problem_in_the_file_names_row_column_and_what_to_do():
    found = table("slug,Name,,colour,slug\na,A,x,red,a\n").problems

    assert [(problem.row, problem.column) for problem in found] == [(1, "C"), (1, "colour"), (1, "slug")]
    assert all("." in problem.message.render()[:-1] for problem in found)


def test_a_column_beyond_the_alphabet_is_called_as_in_a_spreadsheet():
    found = table("slug,name" + "," * 26 + "z\na,A" + "," * 25 + "x,\n").problems

    assert [(problem.row, problem.column) for problem in found] == [(1, "AA"), (1, "z")]
