"""Workbooks are read as text, and those that would cost the server are refused before they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.office_files import OLD_START, UnreadableError
from scheduler.spreadsheets.reading import read_spreadsheet
from scheduler.spreadsheets.sheets import MAX_ROWS
from scheduler.spreadsheets.workbooks import MAX_UNPACKED_BYTES
from tests.spreadsheets.books import (
    CLOCK,
    DAY,
    HEAD,
    MAIN,
    MOMENT,
    book,
    cell,
    is_read_or_refused,
    packed,
    row,
    sheet,
    table,
)

PLAN = {"Plan": table(("Title", "Date"), ("Vigil", "2027-07-30"))}
FAR = sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
ENTITIES = (
    f'{HEAD}<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet xmlns="{MAIN}"><sheetData><row>'
    '<c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)
OUTSIDE = ENTITIES.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/passwd"').replace("&b;", "&a;")


def strings(count: int) -> str:
    """Return a sheet of `count` rows of 50 cells that all refer to the first shared string."""
    return sheet(*[row(*['<c t="s"><v>0</v></c>'] * 50)] * count)


def shared(text: str) -> dict[str, str]:
    return {"xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'}


def why_not(content: bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        read_spreadsheet(content)
    return refused.value.message.render()


def test_sheets_that_hold_text_are_read_in_order():
    content = book({"Empty": sheet(), **PLAN, "Ideas": table(("Title",))})
    assert [(one.name, [row.cells for row in one.rows]) for one in read_spreadsheet(content)] == [
        ("Plan", [("Title", "Date"), ("Vigil", "2027-07-30")]),
        ("Ideas", [("Title",)]),
    ]


def test_days_times_and_numbers_are_text():
    cells = (cell(46598, DAY), cell(46598.375, MOMENT), cell(0.375, CLOCK), cell(46598), cell(1.5))
    (found,) = read_spreadsheet(book({"Plan": sheet(row(*cells))}))
    assert found.rows[0].cells == ("2027-07-30", "2027-07-30 09:00", "09:00", "46598", "1.5")


def test_of_a_formula_the_saved_result_is_read_and_nothing_is_run():
    formula = '<c t="str"><f>HYPERLINK("https://evil.example","x")</f><v>saved</v></c>'
    (found,) = read_spreadsheet(book({"Plan": sheet(row(formula, cell("=1+1")))}))
    assert found.rows[0].cells == ("saved", "=1+1")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (book({"Plan": sheet()}), "is empty"),
        (book(PLAN)[:-60], "damaged or incomplete"),
        (book({"Plan": FAR}), "Delete them"),
        (book({"Plan": ENTITIES}), "damaged or incomplete"),
        (book({"Plan": OUTSIDE}), "damaged or incomplete"),
        (book(PLAN, {"xl/media/bomb.bin": bytes(MAX_UNPACKED_BYTES)}), "larger than 5 MB"),
        (book({"Plan": strings(100)}, shared("x" * 30_000)), "larger than 5 MB"),
        (book({"Plan": strings(1)}, shared("x" * 40_000)), "longer than 32767 characters"),
        (book({"Plan": table(*[("x",)] * (MAX_ROWS + 2))}), "The sheet “Plan” has more than 500 rows"),
        (book({str(number): table(("x",)) for number in range(40)}), "more than 30 sheets"),
        (packed({"word/document.xml": "<x/>"}), "not a CSV or XLSX file"),
        (packed({"xl/workbook.bin": b"x"}), "an Excel file in the old format"),
        (OLD_START + bytes(600), "an Excel file in the old format"),
        (OLD_START + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    ],
    ids=[
        *("empty", "truncated", "far-cell", "entities", "outside-entity", "zip-bomb", "repeated-string", "long-string"),
        *("rows", "sheets", "docx", "xlsb", "xls", "password"),
    ],
)
def test_what_cannot_or_must_not_be_read_is_refused_with_what_to_do(content, says):
    assert says in why_not(content)


@settings(max_examples=150)
@given(st.data())
def test_a_broken_workbook_is_read_or_refused(data):
    content = bytearray(book(PLAN, shared("x")))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert is_read_or_refused(bytes(content))


@settings(max_examples=100)
@given(st.text(max_size=200), st.integers(0, 400))
def test_broken_xml_is_read_or_refused(text, place):
    whole = PLAN["Plan"]
    assert is_read_or_refused(book({"Plan": whole[:place] + text + whole[place:]}))
