"""The posts of a thread: where they are typed apart, and where a text that is too long may be cut."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

import regex

from scheduler.content.domain.markdown import mark_spans
from scheduler.content.domain.markdown_marks import kept_spans
from scheduler.content.domain.sentences import Spans, sentence_spans, span_at

SEPARATOR = "---"
_SEPARATOR_LINE = regex.compile(rf"(?m)^[ \t]*{SEPARATOR}[ \t]*\r?$")
_AROUND = " \t\r\n"
_BLANK_START = regex.compile(r"\A(?:[ \t\r]*\n)+")
_PARAGRAPH_END = regex.compile(r"\n[ \t]*\n")
# Sentences of scripts whose full stop stands in no Latin text; Chinese and Japanese put no space behind it.
_SENTENCE_END = regex.compile(r"[。！？｡]++[”’」』）》〉)\]]*+|[؟۔।॥።]++[\"”’»)\]]*+(?=\s)")
# Not at a no-break space, as before the question mark in French and between a number and its unit.
_WORD_END = regex.compile(r"[^\S\u00A0\u2007\u202F]++|(?<=[、，；：])")
# Behind a cut: what would change the sign before it.
_JOINS = regex.compile(r"[\p{M}\u200D\p{EMod}]")
# What is a mark at the start of a line alone: behind a cut in its middle, it would become one.
_MARK_OF_LINE = regex.compile(r"#{1,6}(?:\s|$)|\d{0,9}\\")
# What readers see as one thing, besides marks, addresses and names: struck-out words and pictures, pasted as typed.
_WHOLE = regex.compile(r"~~(?=\S)[^~\n]++~~|!\[[^\[\]\n]*+\]\([^()\n]*+\)")
# What a cut between two sentences, or two words, costs against one between paragraphs, in posts of the same length.
_COSTS = (0.0, 0.15, 0.3)


class Fits(Protocol):
    """Says whether a part can be one post, with what is added to the first and to the last of a thread."""

    def __call__(self, part: str, *, is_first: bool, is_last: bool) -> bool:
        """Return whether it fits; what holds for a text holds for each shorter piece of it."""
        ...


def is_thread(text: str) -> bool:
    """Say whether a line of the text holds nothing but the separator."""
    return _SEPARATOR_LINE.search(text) is not None


def parts(text: str) -> tuple[str, ...]:
    """Return the texts of the posts, without blank ones; a text without separator is the only one, as it is typed."""
    if not is_thread(text):
        return (text,) if text.strip() else ()
    pieces = (_trimmed(piece) for piece in _SEPARATOR_LINE.split(text))
    return tuple(piece for piece in pieces if piece.strip())


def is_blank(text: str) -> bool:
    """Say whether a text has nothing to publish: no words, or separators of a thread alone."""
    return not parts(text)


def in_one(text: str) -> str:
    """Return the text for a place that knows no threads: its posts one below another."""
    return "\n\n".join(parts(text)) if is_thread(text) else text


def with_separators(pieces: Sequence[str]) -> str:
    """Return the posts as they are typed into one field."""
    return f"\n\n{SEPARATOR}\n\n".join(pieces)


def split(text: str, fits: Fits) -> tuple[str, ...]:
    """Return the posts of a text, those that are too long cut into as few as fit and about as long as each other.

    Cuts stand between paragraphs; in a paragraph that is too long between its sentences, in such a sentence between its
    words. None stands inside a link, mention, hashtag or emoji, a table or heading, or words that a mark is for. What
    is too long and has no such place stays in one piece, which does not fit then. Separators that are typed stay.
    """
    typed = parts(text)
    last = len(typed) - 1

    def pieces_of(index: int) -> list[str]:
        def piece_fits(part: str, *, is_first: bool, is_last: bool) -> bool:
            return fits(part, is_first=is_first and index == 0, is_last=is_last and index == last)

        return _Cutter(typed[index], piece_fits).pieces()

    return tuple(piece for index in range(len(typed)) for piece in pieces_of(index))


class _Cutter:
    """Cuts one text; `_starts` are the places where a piece may begin, with how good each of them is."""

    def __init__(self, text: str, fits: Fits) -> None:
        self._text, self._fits = text, fits
        self._ranks: dict[int, int] = {0: 0}
        self._starts: list[int] = [0]

    def pieces(self) -> list[str]:
        """Return the text in as few pieces as fit."""
        if self._fits_between(0, len(self._text)):
            return [self._text]
        whole = _whole_spans(self._text)
        finders = (_paragraph_ends, _sentence_ends, _word_ends)
        cuts = [_allowed(self._text, finder(self._text), whole) for finder in finders]
        self._find_starts(cuts, 0, 0, len(self._text))
        bounds = [*self._starts, len(self._text)]
        return [self._piece(start, end) for start, end in pairwise(self._balanced(self._latest(bounds), bounds))]

    def _find_starts(self, cuts: Sequence[Sequence[int]], rank: int, start: int, end: int) -> None:
        """Note the cuts of a passage: those of the first rank, and of the next where what is between is too long."""
        inside = cuts[rank][bisect_left(cuts[rank], start + 1) : bisect_left(cuts[rank], end)]
        places = [start, *inside, end]
        kept = [start, *(cut for before, cut in pairwise(places[:-1]) if self._text[before:cut].strip())]
        while len(kept) > 1 and not self._text[kept[-1] : end].strip():
            kept.pop()
        for place, following in pairwise([*kept, end]):
            if place not in self._ranks:
                self._ranks[place] = rank
                self._starts.append(place)
            if rank + 1 < len(cuts) and not self._fits_between(place, following):
                self._find_starts(cuts, rank + 1, place, following)

    def _latest(self, bounds: Sequence[int]) -> list[int]:
        """Return by number of pieces the latest bound, by index, behind which so many are enough for the rest."""
        latest = [len(bounds) - 1]
        while latest[-1] > 0:
            end = latest[-1]

            def fits(count: int, end: int = end) -> bool:
                return self._fits_between(bounds[end - count], bounds[end])

            # A piece that fits nowhere is one all the same.
            latest.append(end - _most(fits, 1, end))
        return latest

    def _balanced(self, latest: Sequence[int], bounds: Sequence[int]) -> list[int]:
        """Return where pieces of about one length begin, and the end: no more of them than there have to be."""
        chosen, at = [bounds[0]], 0
        for left in range(len(latest) - 2, 0, -1):
            at = self._next(bounds, at, latest[left], left)
            chosen.append(bounds[at])
        return [*chosen, bounds[-1]]

    def _next(self, bounds: Sequence[int], at: int, latest: int, left: int) -> int:
        """Return the bound at which the piece from `at` ends best, if `left` pieces follow."""
        share = (bounds[-1] - bounds[at]) / (left + 1)

        def cost(index: int) -> float:
            return abs(bounds[index] - bounds[at] - share) / share + _COSTS[self._ranks[bounds[index]]]

        # No earlier, or the rest needs more pieces; no later than fits here.
        first = max(latest, at + 1)
        last = _most(lambda index: self._fits_between(bounds[at], bounds[index]), first, len(bounds) - 1 - left)
        return min(range(first, last + 1), key=cost)

    def _fits_between(self, start: int, end: int) -> bool:
        return self._fits(self._piece(start, end), is_first=start == 0, is_last=end == len(self._text))

    def _piece(self, start: int, end: int) -> str:
        piece = self._text[start:end].rstrip(_AROUND)
        return piece.lstrip(_AROUND) if start else piece


def _most(fits: Callable[[int], bool], known: int, limit: int) -> int:
    """Return the greatest number that fits, at least `known` and at most `limit`: near ones are tried first."""
    step = 1
    while known + step <= limit and fits(known + step):
        known, step = known + step, 2 * step
    limit = min(limit, known + step - 1)
    while known < limit:
        middle = (known + limit + 1) // 2
        known, limit = (middle, limit) if fits(middle) else (known, middle - 1)
    return known


def _trimmed(piece: str) -> str:
    """Return a piece without blank lines at its ends; what its first line begins with stays."""
    return str(_BLANK_START.sub("", piece)).rstrip(_AROUND)


def _whole_spans(text: str) -> Spans:
    """Return what must not be cut, in order and apart."""
    found = [*mark_spans(text), *kept_spans(text), *(match.span() for match in _WHOLE.finditer(text))]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _paragraph_ends(text: str) -> Iterator[int]:
    return (match.start() for match in _PARAGRAPH_END.finditer(text))


def _sentence_ends(text: str) -> Iterator[int]:
    yield from (end for _start, end in sentence_spans(text))
    yield from (match.end() for match in _SENTENCE_END.finditer(text))


def _word_ends(text: str) -> Iterator[int]:
    return (match.start() for match in _WORD_END.finditer(text))


def _allowed(text: str, places: Iterator[int], whole: Spans) -> list[int]:
    """Return the places at which a cut changes nothing of what stands before and behind it, in order."""
    return [place for place in sorted(set(places)) if 0 < place < len(text) and _may_cut(text, place, whole)]


def _may_cut(text: str, place: int, whole: Spans) -> bool:
    span = span_at(whole, place)
    if span is not None and span[0] < place:
        return False
    start = _behind_space(text, place)
    if _JOINS.match(text, start) or _JOINS.match(text, place):
        return False
    return "\n" in text[place - 1 : start] or not _MARK_OF_LINE.match(text, start)


def _behind_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in _AROUND:
        place += 1
    return place
