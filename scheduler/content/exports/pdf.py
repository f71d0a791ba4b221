"""A PDF that looks the same everywhere and is tagged for screen readers (PDF/UA-1, ISO 14289-1).

Typst sets it. What was typed reaches it in string literals alone, so nothing in a text can become code.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from markdown_it.token import Token

from scheduler.content.domain.directions import is_right_to_left
from scheduler.content.domain.markdown import markdown_tokens
from scheduler.content.exports.protocol import (
    Document,
    DocumentPicture,
    PrintedQuote,
    UnsetCharactersError,
    picture_words,
)
from scheduler.files import write_private
from scheduler.messages import N_, message
from scheduler.typesetting import UPRIGHT, clean, is_set, literal, pdf_of

_PREAMBLE = """
#set page(paper: "a4", margin: (x: 2.6cm, top: 2.6cm, bottom: 2.4cm), numbering: "1 / 1")
#set text(font: ("DejaVu Serif", "DejaVu Sans"), size: 10.5pt, fallback: false, hyphenate: false)
#set par(leading: 0.8em, spacing: 1.4em)
#set table(stroke: 0.5pt + gray, inset: 6pt)
#show heading: set block(above: 1.6em, below: 0.9em)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 13pt)
#show link: it => underline(it)
#let picture(file, alt) = layout(size => {
  let natural = measure(image(file, alt: alt))
  image(file, alt: alt, width: natural.width * calc.min(1, size.width / natural.width, 18cm / natural.height))
})
"""
_MARKUP = {"strong": "strong", "em": "emph", "s": "strike"}


class PdfFile:
    """A4, with the first line above the copy again at the head of each further page, such as the embargo."""

    slug = "pdf"
    label = message(N_("PDF"))
    extension = "pdf"
    media_type = "application/pdf"
    has_pictures = True

    def write(self, document: Document) -> bytes:
        """Return the file.

        Raises:
            UnsetCharactersError: no font here has some of the characters.
        """
        page = _Page()
        source = "\n".join([*_head(document), _PREAMBLE, *page.all_of(document)])
        if page.unset:
            raise UnsetCharactersError(tuple(sorted(page.unset)))
        # Typst reads pictures from a folder alone; this one is closed to other users and gone afterwards.
        with TemporaryDirectory() as folder:
            copy = Path(folder, "copy.typ")
            write_private(copy, source.encode())
            for number, picture in enumerate(document.pictures):
                if picture.content is not None:
                    write_private(Path(folder, f"{number}"), picture.content)
            return pdf_of(copy, root=Path(folder))


def _head(document: Document) -> Iterator[str]:
    # The standard wants a title.
    yield f"#set document(title: {literal(clean(document.title or document.record.address) or 'Copy')}, date: none)"
    if document.notices:
        line = f"text(size: 8pt)[#{literal(clean(document.notices[0]))}]"
        yield f"#set page(header: context if here().page() > 1 {{ {line} }})"


class _Page:
    """Writes copy as Typst source, and notes the characters that no font has."""

    def __init__(self) -> None:
        self.unset: set[str] = set()

    def all_of(self, document: Document) -> Iterator[str]:
        """Yield all parts of a document from top to bottom."""
        yield from (self._line(line, {"strong"}) for line in document.notices)
        yield self._heading(1, document.title)
        yield self._subhead(document.subhead)
        yield from (self._line(line, {"em"}) for line in (document.byline, *document.notes))
        yield self._blocks(markdown_tokens(document.body))
        yield from map(self._quote, document.quotes)
        yield self._blocks(markdown_tokens(document.call_to_action))
        yield from map(self._line, document.below)
        for section in document.sections:
            yield self._heading(2, section.heading)
            yield self._blocks(markdown_tokens(section.text))
        yield from map(self._line, document.after)
        for number, picture in enumerate(document.pictures):
            yield from self._picture(document, picture, number)

    def _picture(self, document: Document, picture: DocumentPicture, number: int) -> Iterator[str]:
        """Yield a picture with its credit; one whose file is not at hand as a line."""
        if picture.content is None:
            yield self._line(" – ".join((picture.name, *picture_words(document, picture))))
            return
        # The standard wants words for each picture: without any, its name is better than to be read as nothing.
        yield f'#picture("/{number}", {literal(clean(picture.alt_text).strip() or clean(picture.name))})'
        if picture.credit:
            yield self._line(document.photo % {"credit": picture.credit}, {"em"})

    def _quote(self, quote: PrintedQuote) -> str:
        by = f", attribution: [{self._text(quote.by)}]" if quote.by else ""
        return self._turned(quote.words, f"#quote(block: true{by})[{self._text(quote.words)}]")

    def _heading(self, level: int, text: str) -> str:
        if not clean(text).strip():
            return ""
        return self._turned(text, f"#heading(level: {level})[{self._text(text, {'strong'})}]")

    def _subhead(self, text: str) -> str:
        return self._turned(text, f"#par(text(size: 13pt)[{self._text(text)}])") if text else ""

    def _line(self, text: str, style: Iterable[str] = ()) -> str:
        return self._turned(text, f"#par[{self._text(text, style)}]") if text else ""

    def _text(self, text: str, style: Iterable[str] = ()) -> str:
        """Return a run of text in a style, or upright where it is written in letters that have no such style."""
        cleaned = clean(text)
        wanted = frozenset(style) & {"strong", "em"}
        if any(not is_set(char, wanted) for char in cleaned):
            wanted = UPRIGHT
        self.unset |= {char for char in cleaned if not is_set(char, wanted)}
        marks = (*sorted(wanted), *(["s"] if "s" in style else []))
        lines = "#linebreak()".join(f"#{literal(line)}" for line in cleaned.split("\n"))
        for mark in marks:
            lines = f"#{_MARKUP[mark]}[{lines}]"
        return lines

    def _turned(self, text: str, block: str) -> str:
        return f"#[#set text(dir: rtl)\n{block}]" if is_right_to_left(text) else block

    def _blocks(self, tokens: Sequence[Token]) -> str:
        return "\n".join(self._block(token, inner) for token, inner in _pairs(tokens))

    def _block(self, opening: Token, inner: Sequence[Token]) -> str:
        match opening.type:
            # A heading without words, the standard does not take.
            case "heading_open" if clean(_plain(inner)).strip():
                return self._turned(_plain(inner), f"#heading(level: {opening.tag[1:]})[{self._inlines(inner)}]")
            case "bullet_list_open" | "ordered_list_open":
                return self._list(opening, inner)
            case "table_open":
                return self._table(inner)
            case "hr":
                return "#align(center)[\\* \\* \\*]"
            case _:
                return self._turned(_plain(inner), f"#par[{self._inlines(inner)}]")

    def _list(self, opening: Token, inner: Sequence[Token]) -> str:
        items = ", ".join(f"[{self._blocks(item)}]" for _open, item in _pairs(inner))
        if opening.type == "bullet_list_open":
            return f"#list({items})"
        return f"#enum(start: {int(opening.attrs.get('start', 1))}, {items})"

    def _table(self, inner: Sequence[Token]) -> str:
        rows = [[cell for _cell, cell in _pairs(row)] for _row, row in _rows(inner)]
        width = max(map(len, rows))
        head, *body = [
            ", ".join(f"[{self._turned(_plain(cell), self._inlines(cell))}]" for cell in [*row, *[[]] * width][:width])
            for row in rows
        ]
        return f"#table(columns: {width}, table.header({head}){''.join(f', {row}' for row in body)})"

    def _inlines(self, tokens: Iterable[Token]) -> str:
        written: list[str] = []
        marks = {"strong": 0, "em": 0, "s": 0}
        for token in (child for inline in tokens for child in inline.children or ()):
            name, _underscore, edge = token.type.rpartition("_")
            if name in marks:
                marks[name] += token.nesting
            elif name == "link":
                written.append(f"#link({literal(clean(str(token.attrs['href'])))})[" if edge == "open" else "]")
            elif token.type in ("softbreak", "hardbreak"):
                written.append("#linebreak()")
            elif token.content:
                written.append(self._text(token.content, {mark for mark, depth in marks.items() if depth}))
        return "".join(written)


def _pairs(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Yield each outermost block with what stands in it."""
    depth, start = 0, 0
    for place, token in enumerate(tokens):
        if depth == 0:
            start = place
        depth += token.nesting
        if depth == 0:
            yield tokens[start], tokens[start + 1 : place]


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    for _part, rows in _pairs(tokens):
        yield from _pairs(rows)


def _plain(tokens: Iterable[Token]) -> str:
    return "".join(child.content for inline in tokens for child in inline.children or ())
