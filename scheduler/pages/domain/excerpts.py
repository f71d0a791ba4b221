"""A text with its hits: all of a title, and of a longer one what stands around the first of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scheduler.folding import spans_of

AROUND = 90
"""How much is shown on each side of the first hit, in code points; whole words where there are any."""

LOOKED_AT = 4_000
"""How far into a text hits are looked for."""

_NEAR = 20
"""How much of a word may be left out so that no word is cut."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `is_hit` says that it was asked for."""

    text: str
    is_hit: bool = False


Pieces = tuple[Piece, ...]


def with_hits(text: str, words: Collection[str]) -> Pieces:
    """Return the whole text in pieces."""
    return _pieces(text, spans_of(text, words), 0, len(text))


def excerpt(
    text: str, words: Collection[str], *, near: Collection[str] = (), begins: bool = True, ends: bool = True
) -> Pieces:
    """Return the text around the first hit, on one line, with `…` where it goes on; its beginning if there is none.

    Args:
        text: plain text.
        words: what was asked for, folded.
        near: those of the words around one of which it is to be, if the text has one.
        begins: the text is not the end of a longer one.
        ends: nothing comes after it.
    """
    line = " ".join(text[:LOOKED_AT].split())
    spans = spans_of(line, words)
    hit = next((start for start, _end in (*(spans_of(line, near) if near else ()), *spans)), 0)
    start = _word_start(line, hit - AROUND) if hit > AROUND else 0
    end = _word_end(line, max(hit, AROUND) + AROUND)
    shown = _pieces(line, spans, start, end)
    before = (Piece("… "),) if start or not begins else ()
    return (*before, *shown, Piece(" …")) if end < len(line) or len(text) > LOOKED_AT or not ends else (*before, *shown)


def _pieces(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Pieces:
    found: list[Piece] = []
    at = start
    for first, last in spans:
        if first < at or first >= end:
            continue
        found += [Piece(text[at:first]), Piece(text[first : min(last, end)], is_hit=True)]
        at = min(last, end)
    return tuple(piece for piece in (*found, Piece(text[at:end])) if piece.text)


def _word_start(line: str, at: int) -> int:
    space = line.find(" ", at, at + _NEAR)
    return space + 1 if space >= 0 else at


def _word_end(line: str, at: int) -> int:
    if at >= len(line):
        return len(line)
    space = line.rfind(" ", at - _NEAR, at)
    return space if space >= 0 else at
