"""Word files, read back by the library that wrote them, and as the XML that Word reads."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.exports.protocol import PrintedQuote, Section
from scheduler.content.exports.word import WordFile
from tests.content.exports.documents import document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

QUOTES = ["“Now.”", "— Kai, chair", "“Yes.”"]


def opened(body: str = "", **parts: object) -> WordDocument:
    return docx.Document(BytesIO(WordFile().write(document(body, **parts))))


def paragraphs(body: str) -> list[tuple[str, str]]:
    return [(str(row.style.name), row.text) for row in opened(body).paragraphs if row.style][1:]


def xml(body: str) -> str:
    with zipfile.ZipFile(BytesIO(WordFile().write(document(body)))) as file:
        return file.read("word/document.xml").decode()


def test_parts_stand_in_the_order_of_print() -> None:
    parts = {"notices": ("DRAFT", "EMBARGOED"), "byline": "Ana", "notes": ("Warning",), "after": ("#a", "Photo")}

    quotes = (PrintedQuote("“Now.”", "Kai, chair", ""), PrintedQuote("“Yes.”", "", ""))

    found = opened("Body", quotes=quotes, call_to_action="Write", **parts)

    texts = [row.text for row in found.paragraphs]
    assert texts == ["DRAFT", "EMBARGOED", "The count", "Ana", "Warning", "Body", *QUOTES, "Write", "#a", "Photo"]
    assert [row.text for row in found.paragraphs if row.style and row.style.name == "Quote"] == QUOTES
    assert found.paragraphs[2].style is not None
    assert found.paragraphs[2].style.name == "Title"
    assert found.core_properties.title == "The count"
    assert found.core_properties.author == ""


@pytest.mark.parametrize(
    ("body", "set_as"),
    [
        ("# A\n\n### B\n\ntext", [("Heading 2", "A"), ("Heading 3", "B"), ("Normal", "text")]),
        ("a\nb", [("Normal", "a\nb")]),
        ("- a\n  - b\n- c", [("List Bullet", "a"), ("List Bullet 2", "b"), ("List Bullet", "c")]),
        ("3. a\n4. b", [("List", "3.\ta"), ("List", "4.\tb")]),
        ("- a\n\n  more\n- b", [("List Bullet", "a"), ("List Continue", "more"), ("List Bullet", "b")]),
        ("###", [("Normal", "###")]),
        ("a\n\n---\n\nb", [("Normal", "a"), ("Normal", "* * *"), ("Normal", "b")]),
        ("![x](https://example.org/x.png)", [("Normal", "![x](https://example.org/x.png)")]),
        ("<script>x</script>", [("Normal", "<script>x</script>")]),
    ],
)
def test_markdown_becomes_what_word_calls_it(body: str, set_as: list[tuple[str, str]]) -> None:
    assert paragraphs(body) == set_as


def test_marks() -> None:
    runs = {run.text: run for run in opened("**bold** *it* ~~no~~ ***both*** plain").paragraphs[1].runs}

    assert (runs["bold"].bold, runs["bold"].italic) == (True, None)
    assert (runs["it"].italic, runs["no"].font.strike) == (True, True)
    assert (runs["both"].bold, runs["both"].italic) == (True, True)
    assert runs[" plain"].bold is None


def test_links_lead_where_they_say() -> None:
    (paragraph,) = opened("See [here](https://example.org/?a=1&b=2) or https://example.org/x.").paragraphs[1:]

    assert [(link.text, link.address) for link in paragraph.hyperlinks] == [
        ("here", "https://example.org/?a=1&b=2"),
        ("https://example.org/x", "https://example.org/x"),
    ]
    assert paragraph.text == "See here or https://example.org/x."


def test_tables() -> None:
    (table,) = opened("| a | **b** |\n| - | - |\n| 1 | |").tables

    assert [[cell.text for cell in row.cells] for row in table.rows] == [["a", "b"], ["1", ""]]


def test_right_to_left_paragraphs_are_set_so_and_others_not() -> None:
    root = ET.fromstring(xml("مرحبا **بالعالم**\n\nHello مرحبا"))

    turned = [
        (paragraph.find(f"{W}pPr/{W}bidi") is not None, len(paragraph.findall(f".//{W}rtl")))
        for paragraph in root.iter(f"{W}p")
    ]
    assert turned[1:] == [(True, 2), (False, 0)]


@pytest.mark.parametrize("text", ["nul\x00l", "\x1b[0m", "\ufffe", "a\x0bb"])
def test_what_xml_cannot_hold_is_shown_as_a_mark(text: str) -> None:
    assert "\ufffd" in "".join(row.text for row in opened(text, title="x").paragraphs)
    assert "\ufffd" in "".join(row.text for row in opened("x", title=text).paragraphs)


def test_very_long_text_is_set_line_by_line() -> None:
    assert len(opened("**a**\n" * 10_001).paragraphs) == 10_002


@given(st.text(alphabet="ab*_~[]()#->|1.\n \u0645\x00", max_size=120))
def test_any_text_opens(text: str) -> None:
    assert opened(text, byline=text, after=(text,)).paragraphs


def test_what_follows_a_release_stands_below_its_end_mark() -> None:
    parts = (Section("Notes to editors", "1. **Method**"), Section("", "About us"))
    word = opened("Text", subhead="Why", below=("###",), sections=parts, after=("Photo",))

    assert [(row.style.name if row.style else "", row.text) for row in word.paragraphs] == [
        ("Title", "The count"),
        ("Subtitle", "Why"),
        ("Normal", "Text"),
        ("Normal", "###"),
        ("Heading 2", "Notes to editors"),
        ("Normal", "1. Method"),
        ("Normal", "About us"),
        ("Normal", "Photo"),
    ]
