"""A PDF for journalists: what stands where, in which direction, and that nothing typed is run or left out unseen."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from scheduler.content.exports.pdf import PdfFile
from scheduler.content.exports.protocol import Document, PrintedQuote, Section, UnsetCharactersError
from tests.content.exports.documents import document

EMBARGO = "EMBARGOED UNTIL 09:00 (Manila, UTC+8), Friday 30 July 2027: do not publish before"


def read(given_document: Document) -> PdfReader:
    return PdfReader(BytesIO(PdfFile().write(given_document)))


def text_of(given_document: Document) -> str:
    return "\n".join(page.extract_text() for page in read(given_document).pages)


def title_of(reader: PdfReader) -> str | None:
    return reader.metadata.title if reader.metadata else None


def test_parts_stand_in_the_order_of_print() -> None:
    parts = (Section("Notes to editors", "- **Method**"), Section("", "About us"), Section("Media contact", "Kai"))
    text = text_of(
        document(
            "## Found\n\nFive *of* twelve.\n\n1. a\n2. b",
            notices=(EMBARGO,),
            subhead="What was found",
            byline="Ana Cruz",
            notes=("Content warning: x",),
            quotes=(PrintedQuote("“Now, #all.”", "Lea, chair", ""), PrintedQuote("“Yes.”", "", "")),
            call_to_action="[Sign](https://example.org/sign)",
            below=("#EndIt", "###"),
            sections=parts,
            after=("Photo: Y",),
        )
    )

    order = ["EMBARGOED", "The count", "What was", "Ana Cruz", "Content warning", "Found", "Five of twelve.", "1. a"]
    order += ["“Now, #all.”", "Lea, chair", "“Yes.”", "Sign", "#EndIt", "###", "Notes to editors", "Method"]
    order += ["About us", "Media contact", "Kai", "Photo: Y"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_the_embargo_stands_on_every_page() -> None:
    pages = read(document("Word by word.\n\n" * 120, notices=(EMBARGO,))).pages

    assert len(pages) > 2
    assert all(EMBARGO.partition(":")[0] in page.extract_text().replace("\n", " ") for page in pages)
    assert "2 / " in pages[1].extract_text()


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    reader = read(document("## Found\n\nText", title="The “count”"))
    catalogue: Any = reader.root_object

    assert bool(catalogue["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in catalogue
    assert (str(catalogue["/Lang"]), title_of(reader)) == ("en", "The “count”")


def test_the_same_copy_makes_the_same_file() -> None:
    assert PdfFile().write(document("Text")) == PdfFile().write(document("Text"))


def test_links_lead_where_they_say() -> None:
    (page,) = read(document("[Sign](https://example.org/a?b=1&c=2) or https://example.org/d")).pages
    notes: Any = page["/Annots"]

    assert [note.get_object()["/A"]["/URI"] for note in notes] == [
        "https://example.org/a?b=1&c=2",
        "https://example.org/d",
    ]


def test_tables_keep_their_cells() -> None:
    assert text_of(document("| a | b |\n|-|-|\n| 1 | *two* |")).split()[2:6] == ["a", "b", "1", "two"]


@pytest.mark.parametrize("text", ["Текст", "Κείμενο", "טקסט", "مرحبا", "Đặng", "İstanbul", "ſ", "→ ✓ €"])
def test_many_scripts_are_set_in_every_style(text: str) -> None:
    assert PdfFile().write(document(f"{text} *{text}* **{text}** ***{text}***", title=text, byline=text))


@pytest.mark.parametrize("part", ["title", "subhead", "byline", "body", "call_to_action"])
def test_what_no_font_has_is_said_and_not_left_out(part: str) -> None:
    with pytest.raises(UnsetCharactersError) as caught:
        PdfFile().write(document(**{part: "Ein 数 und *字* und 🦒"}))

    assert caught.value.characters == ("字", "数", "🦒")


def test_what_has_no_form_is_no_reason_to_refuse() -> None:
    text = text_of(document("a\u200db\u200ec\ufeffd\x00e\ud800f\u0378g"))

    assert "abcd" in "".join(char for char in text if char.isalpha())


ATTACKS = [
    '"#read("/etc/passwd")',
    "\\u{41}\\n\\",
    '#eval("1+1") $x$ ]#panic("x")[ @label <label> // /* */',
    '#import "@preview/x:1.0.0": *',
    "= Not a heading\n- ~ _x_ `y` 'z'",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_was_typed_is_run(attack: str) -> None:
    found = text_of(document(attack, title=attack, byline=attack, sections=(Section(attack, attack),)))

    for sign in ("#read", "\\u{41}", "#eval", "#import", "= Not"):
        assert (sign in found) is (sign in attack)


def test_a_title_is_not_needed() -> None:
    assert title_of(read(document("Text", title=""))) == "Copy"


WORDS = st.text(st.sampled_from("ab #*_`~[]()<>|-+\\\"'$@=/{}1.:\n&%^ é"), max_size=120)


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_whatever_is_typed_it_opens(body: str, title: str) -> None:
    assert len(read(document(body, title=title, byline=title, sections=(Section(title, body),))).pages) >= 1
