"""Pictures in files: with alt text and credit, part of the file or named, and nothing is fetched."""

import json
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.shared import Inches
from pypdf import PdfReader

from scheduler.content.exports.ninjs import Ninjs
from scheduler.content.exports.page import WebPage
from scheduler.content.exports.pdf import PdfFile
from scheduler.content.exports.plain import PlainText
from scheduler.content.exports.protocol import Document, DocumentPicture, Record
from scheduler.content.exports.word import WordFile
from tests.pictures.samples import drawing, saved

ALT = 'A girl & a boy "read" <b>'
JPEG = saved(drawing(1200, 300), "JPEG")
PICTURE = DocumentPicture("reader.jpg", ALT, "Nia & Co", "CC BY 4.0", "/pictures/a1", "image/jpeg", JPEG)
NAMED = DocumentPicture("large.png", "A <wide> view", "Ada")
DOCUMENT = Document(
    title="Count", body="Five.", pictures=(PICTURE, NAMED), photo="Photo: %(credit)s", alt="Alt: %(text)s"
)


def test_word_shows_them_with_alt_text_and_credit():
    word = docx.Document(BytesIO(WordFile().write(DOCUMENT)))
    (shape,) = word.inline_shapes
    assert shape.width <= Inches(6)
    assert round(shape.width / shape.height, 1) == 4.0
    assert shape._inline.docPr.get("descr") == ALT
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert lines[-2:] == ["Photo: Nia & Co", "large.png – Photo: Ada – Alt: A <wide> view"]


@pytest.mark.parametrize("size", [(10, 4000), (4000, 10), (1, 1)])
def test_word_sets_any_shape_on_one_page(size: tuple[int, int]):
    picture = DocumentPicture("a.png", media_type="image/png", content=saved(drawing(*size), "PNG"))
    (shape,) = docx.Document(BytesIO(WordFile().write(Document(pictures=(picture,))))).inline_shapes
    assert shape.width <= Inches(6)
    assert shape.height <= Inches(8)


def test_a_pdf_shows_them_with_alt_text_and_credit():
    pdf = PdfReader(BytesIO(PdfFile().write(DOCUMENT)))
    (image,) = pdf.pages[0].images
    assert image.image is not None
    assert image.image.size == (1200, 300)
    assert [text for text in alt_texts(pdf) if text] == [ALT]
    shown = pdf.pages[0].extract_text()
    assert "Photo: Nia & Co" in shown
    assert "large.png – Photo: Ada – Alt: A <wide> view" in shown


@pytest.mark.parametrize("size", [(10, 4000), (4000, 10), (1, 1)])
def test_a_pdf_sets_any_shape_on_one_page_and_gives_it_words(size: tuple[int, int]):
    picture = DocumentPicture("a.png", media_type="image/png", content=saved(drawing(*size), "PNG"))
    pdf = PdfReader(BytesIO(PdfFile().write(Document(title="Count", pictures=(picture,)))))
    assert [len(page.images) for page in pdf.pages] == [1]
    assert alt_texts(pdf) == ["a.png"]


def alt_texts(pdf: PdfReader) -> list[str]:
    """Return the words that screen readers have for the figures of a PDF."""
    found: Iterable[object] = map(pdf.get_object, range(1, len(pdf.xref_objStm) + len(pdf.xref[0]) + 1))
    return [str(one["/Alt"]) for one in found if isinstance(one, dict) and "/Alt" in one]


def test_a_page_holds_them_in_itself():
    page = WebPage().write(DOCUMENT).decode()
    assert page.count("<img") == 1
    assert 'src="data:image/jpeg;base64,/9j/' in page
    assert 'alt="A girl &amp; a boy &quot;read&quot; &lt;b&gt;"' in page
    assert '<figcaption dir="auto">Photo: Nia &amp; Co</figcaption>' in page
    assert "large.png – Photo: Ada – Alt: A &lt;wide&gt; view" in page
    assert "http" not in page


def test_plain_text_names_them():
    lines = PlainText().write(DOCUMENT).decode().split("\r\n\r\n")
    assert lines[-2] == f"reader.jpg – Photo: Nia & Co – Alt: {ALT}"
    body = json.loads(Ninjs().write(DOCUMENT))["bodies"][0]["value"]
    assert "large.png – Photo: Ada" in body


def test_newsroom_systems_get_what_is_known_of_them():
    record = Record("https://calendar.example/content/abc")
    associations = json.loads(Ninjs().write(replace(DOCUMENT, record=record)))["associations"]
    # Names and required ones are those of ninjs-schema_3.1.json, ninjsType and associations.
    assert associations[0] == {
        "name": "reader.jpg",
        "uri": "https://calendar.example/content/abc/pictures/a1",
        "type": "picture",
        "representationType": "partial",
        "by": "Nia & Co",
        "usageTerms": "CC BY 4.0",
        "descriptions": [{"role": "altText", "contentType": "text/plain", "value": ALT}],
    }
    assert "usageTerms" not in associations[1]
    assert "associations" not in json.loads(Ninjs().write(Document(title="Count")))
