"""Writes a Word file with the styles that come with Word, so that whoever receives it can set it in their own."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from io import BytesIO
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Inches
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from markdown_it.token import Token

from scheduler.content.domain.directions import is_right_to_left
from scheduler.content.domain.markdown import markdown_tokens
from scheduler.content.exports.protocol import Document, DocumentPicture, PrintedQuote, picture_words

# What XML 1.0 cannot hold (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAX_LIST_STYLES = 3
# What fits between the margins of a page, whether A4 or Letter.
PICTURE_WIDTH, PICTURE_HEIGHT = Inches(6), Inches(8)


def word_document(document: Document) -> bytes:
    """Return the file; headings, lists, links, emphasis and tables are those of Word."""
    word = docx.Document()
    word.core_properties.title, word.core_properties.author = _clean(document.title)[:255], ""
    word.core_properties.comments = ""
    _add_head(word, document)
    _Body(word).add(markdown_tokens(document.body))
    for quote in document.quotes:
        _add_quote(word, quote)
    _Body(word).add(markdown_tokens(document.call_to_action))
    _add_lines(word, document.below)
    for section in document.sections:
        if section.heading:
            _turn(word.add_paragraph(_clean(section.heading), "Heading 2"))
        _Body(word).add(markdown_tokens(section.text))
    _add_lines(word, document.after)
    for picture in document.pictures:
        _add_picture(word, document, picture)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


class _Body:
    """Sets the tokens of Markdown as paragraphs and tables."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._end = word.element.body.sectPr
        self._style_ids = {style.name: style.style_id for style in word.styles}
        # For each open list the number of its next item, None where items have signs.
        self._lists: list[int | None] = []
        self._mark: str | None = None
        self._rows: list[list[Token]] | None = None
        self._on: dict[str, Callable[[], None]] = {
            "bullet_list_close": self._close_list,
            "ordered_list_close": self._close_list,
            "list_item_open": self._open_item,
            "table_open": self._open_table,
            "tr_open": self._open_row,
            "table_close": self._close_table,
            "hr": self._add_rule,
        }

    def add(self, tokens: Sequence[Token]) -> None:
        """Add all that the tokens say."""
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.type in ("bullet_list_open", "ordered_list_open"):
                self._lists.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else None)
            elif token.type in self._on:
                self._on[token.type]()
            elif token.type == "inline" and self._rows:
                self._rows[-1].append(token)
            elif token.type == "inline":
                _add_inline(self._paragraph(before), token.children or [])

    def _paragraph(self, opening: Token | None) -> Paragraph:
        # By hand: python-docx looks through all paragraphs so far for where the next one belongs.
        element = cast("CT_P", OxmlElement("w:p"))
        self._end.addprevious(element)
        paragraph = Paragraph(element, self._word)
        if opening is not None and opening.type == "heading_open":
            self._set_style(paragraph, f"Heading {opening.tag[1:]}")
        elif self._lists:
            mark, self._mark = self._mark, None
            # Word counts on from one numbered list to the next, so that numbers are written as they were typed.
            name = "List Bullet" if mark == "" else "List Continue" if mark is None else "List"
            level = min(len(self._lists), MAX_LIST_STYLES)
            self._set_style(paragraph, name if level == 1 else f"{name} {level}")
            if mark:
                paragraph.add_run(mark)
        return paragraph

    def _set_style(self, paragraph: Paragraph, name: str) -> None:
        # By id: python-docx looks through all styles for a name, each time.
        paragraph._p.style = self._style_ids[name]  # noqa: SLF001

    def _close_list(self) -> None:
        self._lists.pop()

    def _open_item(self) -> None:
        number = self._lists[-1]
        self._mark = "" if number is None else f"{number}.\t"
        if number is not None:
            self._lists[-1] = number + 1

    def _open_table(self) -> None:
        self._rows = []

    def _open_row(self) -> None:
        if self._rows is not None:
            self._rows.append([])

    def _close_table(self) -> None:
        rows, self._rows = self._rows or [], None
        table = self._word.add_table(len(rows), max(map(len, rows)), "Table Grid")
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, inline in zip(cells.cells, row, strict=False):
                _add_inline(cell.paragraphs[0], inline.children or [])

    def _add_rule(self) -> None:
        self._word.add_paragraph("* * *")


def _add_head(word: WordDocument, document: Document) -> None:
    for line in document.notices:
        _add_line(word, line, bold=True)
    for line, style in ((document.title, "Title"), (document.subhead, "Subtitle")):
        if line:
            _turn(word.add_paragraph(_clean(line), style))
    for line in (document.byline, *document.notes):
        if line:
            _add_line(word, line, italic=True)


def _add_quote(word: WordDocument, quote: PrintedQuote) -> None:
    for line in (quote.words, f"— {quote.by}" if quote.by else ""):
        if line:
            _turn(word.add_paragraph(_clean(line), "Quote"))


def _add_picture(word: WordDocument, document: Document, picture: DocumentPicture) -> None:
    """Add a picture with its alt text, where Word keeps that, and its credit; without its file a line."""
    if picture.content is None:
        _add_line(word, " – ".join((picture.name, *picture_words(document, picture))))
        return
    shape = word.add_picture(BytesIO(picture.content))
    scale = min(1.0, PICTURE_WIDTH / shape.width, PICTURE_HEIGHT / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx has no other way to set alt text (issue 227)
    properties.set("descr", _clean(picture.alt_text))
    if picture.credit:
        _add_line(word, document.photo % {"credit": picture.credit}, italic=True)


def _add_lines(word: WordDocument, lines: Iterable[str]) -> None:
    for line in lines:
        _add_line(word, line)


def _add_line(word: WordDocument, text: str, *, bold: bool = False, italic: bool = False) -> None:
    paragraph = word.add_paragraph()
    run = paragraph.add_run(_clean(text))
    run.bold, run.italic = bold or None, italic or None
    _turn(paragraph)


def _add_inline(paragraph: Paragraph, tokens: Sequence[Token]) -> None:
    marks = {"strong": 0, "em": 0, "s": 0}
    link: BaseOxmlElement | None = None
    for token in tokens:
        name, _underscore, edge = token.type.rpartition("_")
        if name in marks:
            marks[name] += token.nesting
        elif name == "link":
            link = _open_link(paragraph, str(token.attrs["href"])) if edge == "open" else None
        elif token.type in ("softbreak", "hardbreak"):
            paragraph.add_run().add_break()
        elif token.content:
            run = paragraph.add_run(_clean(token.content))
            _mark(run, {name for name, depth in marks.items() if depth})
            if link is not None:
                run.underline = True
                link.append(run._r)  # noqa: SLF001 - python-docx has no other way to set a link (issue 74)
    _turn(paragraph)


def _mark(run: Run, marks: Collection[str]) -> None:
    if "strong" in marks:
        run.bold = True
    if "em" in marks:
        run.italic = True
    if "s" in marks:
        run.font.strike = True


def _open_link(paragraph: Paragraph, address: str) -> BaseOxmlElement:
    """Begin a link; what is appended to it leads there."""
    link = OxmlElement("w:hyperlink")
    # Under an id of its own each: python-docx looks through all of them for one to the same address.
    relations = paragraph.part.rels
    relation_id = f"rIdLink{len(relations)}"
    relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, _clean(address), relation_id, is_external=True)
    link.set(qn("r:id"), relation_id)
    paragraph._p.append(link)  # noqa: SLF001 - as above
    return link


def _turn(paragraph: Paragraph) -> None:
    """Set a paragraph from right to left if its first letter is written so (UAX 9, rule P2)."""
    if not is_right_to_left(paragraph.text):
        return
    # Where the schema wants it: after what python-docx has set, before the spacing that it does not set.
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
    for run in _runs(paragraph):
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))  # noqa: SLF001


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    yield from paragraph.runs
    for link in paragraph.hyperlinks:
        yield from link.runs


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
