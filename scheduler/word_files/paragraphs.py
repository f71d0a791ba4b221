"""What a Word file says: paragraphs and tables in order, and what it holds beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Role(StrEnum):
    """What a paragraph is, by its style."""

    TEXT = "text"
    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBER = "number"


class LeftOut(StrEnum):
    """What a file holds that is not taken over."""

    CHANGES = "changes"
    COMMENTS = "comments"
    HEADERS = "headers"
    TEXT_BOXES = "text_boxes"
    PICTURES = "pictures"
    NOTES = "notes"
    HIDDEN = "hidden"
    FORMULAS = "formulas"
    SYMBOLS = "symbols"
    EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Span:
    """A passage that looks the same throughout; `link` is where it leads, empty for nowhere."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_struck: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `level` counts from 1 in headings and from 0 in lists, `size` is its largest type in half points."""

    spans: tuple[Span, ...]
    role: Role = Role.TEXT
    level: int = 0
    size: int = 0

    @property
    def text(self) -> str:
        """Return the text without its looks."""
        return "".join(span.text for span in self.spans)

    @property
    def is_bold(self) -> bool:
        """Say whether all that can be seen of it is bold."""
        return all(span.is_bold for span in self.spans if span.text.strip())

    def from_char(self, place: int) -> "Paragraph":
        """Return what stands from a place on (code points, inclusive)."""
        return replace(self, spans=tuple(_cut(self.spans, place)))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, as many in each."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]

    @property
    def text(self) -> str:
        """Return the text, a line for each row."""
        return "\n".join("\t".join("".join(span.text for span in cell) for cell in row) for row in self.rows)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class WordText:
    """What was read: the text, what stands beside it, what was left out.

    `beside` holds the paragraphs of headers, text boxes, notes and the like; a tab or a break in them is a line end.
    """

    blocks: tuple[Block, ...]
    beside: tuple[str, ...] = ()
    left_out: frozenset[LeftOut] = frozenset()


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same with neighbours that look alike as one, and no empty ones."""
    found: list[Span] = []
    texts: list[list[str]] = []
    for span in spans:
        if not span.text:
            continue
        if found and replace(found[-1], text="") == replace(span, text=""):
            texts[-1].append(span.text)
        else:
            found.append(span)
            texts.append([span.text])
    return tuple(replace(span, text="".join(parts)) for span, parts in zip(found, texts, strict=True))


def _cut(spans: Sequence[Span], place: int) -> Iterable[Span]:
    for span in spans:
        if place < len(span.text):
            yield replace(span, text=span.text[max(place, 0) :])
        place -= len(span.text)
