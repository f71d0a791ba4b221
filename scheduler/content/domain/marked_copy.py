"""Marks passages in copy that is shown, without changing anything else of it.

Signs for private use stand in the text where a passage begins and ends; once the page's HTML is made, they become
`<mark>`. A passage whose signs would make something else of the text is not marked.
"""

import hashlib
import html
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import regex
from cachetools import LRUCache, cached

from scheduler.content.domain.anchors import Span
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.markdown import KEPT_BYTES, render_html, source_spans
from scheduler.content.domain.passages import Passages
from scheduler.shortening import up_to_last

_FIRST_SIGN = 0xF0000
MOST_MARKED = 200
"""How many passages of one text are marked."""

_SIGNS = f"{chr(_FIRST_SIGN)}-{chr(_FIRST_SIGN + 2 * MOST_MARKED - 1)}"
_SIGN = regex.compile(f"[{_SIGNS}]")
_PIECE = regex.compile(rf"<(?:[^<>\"]|\"[^\"]*+\")*+>|[{_SIGNS}]|[^<{_SIGNS}]++|<")
FOLDED_FROM, SHOWN_OF_LONG = 20_000, 6_000
"""A page on which copy is one of many things shows so much of copy that has more; in code points."""

_PARAGRAPH_END = regex.compile(r"\n[ \t]*\n")
# Where all signs together would change something, so many are tried one by one, in texts that are read fast.
_TRIES = 8
_LONGEST_TRIED = 20_000


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """Copy with signs in it, for pages alone; `names` calls its passages by the number of their signs."""

    text: ItemText
    names: tuple[str, ...] = ()
    marked: frozenset[str] = frozenset()


def mark_passages(text: ItemText, passages: Passages, spans: Mapping[str, tuple[str, Span]]) -> MarkedCopy:
    """Return copy in which passages are marked, as far as that changes nothing else.

    Args:
        text: the copy.
        passages: those of the same copy.
        spans: by what each is called, the key of its part and where it stands there.
    """
    names = tuple(spans)[:MOST_MARKED]
    changes: dict[str, Any] = {}
    marked: set[str] = set()
    for part in passages.parts.values():
        wanted = tuple((place, spans[name][1]) for place, name in enumerate(names) if spans[name][0] == part.key)
        # A title is shown above the copy, the copy of a channel as text to paste, and a quote in marks of its own.
        if not wanted or not part.has_field or part.key == "title" or _SIGN.search(part.text):
            continue
        changes[part.key], shown = _marked_part(part.text, wanted)
        marked |= {names[place] for place in shown}
    return MarkedCopy(replace(text, **changes), names, frozenset(marked))


def beginning_of(copy: MarkedCopy) -> MarkedCopy:
    """Return long copy up to the end of a paragraph, in which no passage is open; copy that is not long as it is."""
    body = copy.text.body
    if len(body) <= FOLDED_FROM:
        return copy
    ends = [found.start() for found in _PARAGRAPH_END.finditer(body, 0, SHOWN_OF_LONG)]
    shown = next((body[:end] for end in reversed(ends) if not _open_passages(body[:end])), None)
    if shown is None:
        shown = _SIGN.sub("", _cut(body))
    below = _started(body) - _started(shown)
    marked = copy.marked - {name for place, name in enumerate(copy.names) if place in below}
    return MarkedCopy(replace(copy.text, body=shown), copy.names, marked)


def _cut(text: str) -> str:
    """Return the beginning of a text without paragraphs: up to the end of a line or a word, or cut hard."""
    head = text[:SHOWN_OF_LONG]
    lines = up_to_last(head, "\n")
    return lines if lines != head else up_to_last(head)


def _open_passages(text: str) -> bool:
    """Say whether a passage begins in a text and ends behind it."""
    opened: set[int] = set()
    for found in _SIGN.finditer(text):
        place, is_end = divmod(ord(found.group()) - _FIRST_SIGN, 2)
        (opened.discard if is_end else opened.add)(place)
    return bool(opened)


def _started(text: str) -> set[int]:
    """Return the numbers of the passages that begin in a text."""
    numbers = (ord(found.group()) - _FIRST_SIGN for found in _SIGN.finditer(text))
    return {number // 2 for number in numbers if number % 2 == 0}


def with_marks(markup: str, names: Sequence[str]) -> str:
    """Return HTML with `<mark>` in place of signs; the first of each passage has the id `passage-` and its name."""
    return "".join(_pieces(markup, names))


def _pieces(markup: str, names: Sequence[str]) -> Iterator[str]:
    opened: set[int] = set()
    unnamed: list[int] = []
    for found in _PIECE.finditer(markup):
        piece = found.group()
        if _SIGN.match(piece):
            place, is_end = divmod(ord(piece) - _FIRST_SIGN, 2)
            if is_end:
                opened.discard(place)
            elif place < len(names):
                opened.add(place)
                unnamed.append(place)
        elif piece.startswith("<"):
            yield _SIGN.sub("", piece)
        elif opened and piece.strip():
            new = [f'<mark id="passage-{html.escape(names[place])}">' for place in unnamed] or ["<mark>"]
            unnamed.clear()
            yield "".join((*new, piece, "</mark>" * len(new)))
        else:
            yield piece


def _key(text: str, wanted: tuple[tuple[int, Span], ...]) -> tuple[bytes, tuple[tuple[int, Span], ...]]:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), wanted


# A version is marked once, and not at every look.
@cached(LRUCache(KEPT_BYTES, lambda found: sys.getsizeof(found[0])), _key, Lock())
def _marked_part(text: str, wanted: tuple[tuple[int, Span], ...]) -> tuple[str, frozenset[int]]:
    """Return a part with signs in it, and the numbers of the passages that are marked by them."""
    found = source_spans(text, [(span.start, span.end) for _place, span in wanted])
    typed = [(place, spans[0]) for (place, _span), spans in zip(wanted, found, strict=True)]
    before = render_html(text)
    signed = _with_signs(text, typed)
    if not _reads_as(before, signed):
        kept: list[tuple[int, tuple[int, int]]] = []
        for one in typed[:_TRIES] if len(text) <= _LONGEST_TRIED else ():
            if _reads_as(before, _with_signs(text, [*kept, one])):
                kept.append(one)
        signed = _with_signs(text, kept)
    return signed, frozenset(_marked_in(render_html(signed)))


def _reads_as(before: str, signed: str) -> bool:
    return str(_SIGN.sub("", render_html(signed))) == before


def _marked_in(markup: str) -> set[int]:
    """Return the numbers of the passages of which something is seen; a link's address is not."""
    names = [str(place) for place in range(MOST_MARKED)]
    return {int(found) for found in regex.findall(r'<mark id="passage-(\d+)">', "".join(_pieces(markup, names)))}


def _with_signs(text: str, typed: Iterable[tuple[int, tuple[int, int]]]) -> str:
    # Of signs at the same place those that end stand first.
    signs = [(end, 0, chr(_FIRST_SIGN + 2 * place + 1)) for place, (_start, end) in typed]
    signs += [(start, 1, chr(_FIRST_SIGN + 2 * place)) for place, (start, _end) in typed]
    pieces, last = [], 0
    for at, _order, sign in sorted(signs):
        pieces += [text[last:at], sign]
        last = at
    return "".join([*pieces, text[last:]])
