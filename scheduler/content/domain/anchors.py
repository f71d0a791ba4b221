"""A passage of a text that is found again after edits around it, or said to be gone.

Texts are compared by words and signs: spaces and line breaks make no difference, and a passage begins and ends at the
border of a word or a number, so that "50 million" is not found in "150 million". A passage as it was is looked for
first, then whatever the case of its letters and the form of its quotation marks, hyphens and dots. Where it
stands several times, what stood around it decides, and where that does not, nobody is told a guess. All of it is linear
in the text.
"""

from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum, Flag, auto
from functools import cached_property
from itertools import accumulate

import regex

from scheduler.normal_forms import normal_form

NEIGHBOURS = 8
"""How many words and signs on each side of a passage are kept to know it by."""

# Writing without spaces between words is taken letter by letter, else no passage could begin within a line.
_WITHOUT_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# Soft hyphens, joiners and the like, which belong to the word in which they stand and are no word alone.
_UNSEEN = r"\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"[^\W_{_WITHOUT_SPACES}]"
_REST = rf"(?:{_LETTER}|[\p{{M}}{_UNSEEN}])*+"
_NUMBER = rf"\d++(?:[.,'’]\d++)*+{_REST}"
_TOKEN = regex.compile(
    rf"{_NUMBER}|{_LETTER}{_REST}(?:['’]{_LETTER}{_REST})*+|[{_WITHOUT_SPACES}]\p{{M}}*+|\.{{3}}|[^\s\x00{_UNSEEN}]"
)
_BORDER = "\x00"
_UNSEEN_SIGNS = regex.compile(rf"[{_UNSEEN}]++")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


class Lost(Enum):
    """Why a passage is not shown: it is not there any more, or nobody can say which of several it is."""

    GONE = "gone"
    UNCLEAR = "unclear"


class Proof(Flag):
    """What a passage was told apart by when it was chosen: itself, or it with what stood before or after it."""

    NONE = 0
    ALONE = auto()
    BEFORE = auto()
    AFTER = auto()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage as it stood in a text, and what stood on each side of it."""

    passage: str
    before: str
    after: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Span:
    """Where a passage stands: start (inclusive) and end (exclusive) in code points."""

    start: int
    end: int


class NoPassageError(ValueError):
    """The passage does not stand in the text, or it is empty, or it begins or ends within a word."""


class RepeatedPassageError(ValueError):
    """The passage stands in the text several times."""


class SearchedText:
    """A text in which passages are looked for; what is prepared for one serves all."""

    def __init__(self, text: str) -> None:
        """Prepare nothing yet."""
        self.text = text

    @cached_property
    def spans(self) -> list[Span]:
        """Where the words and signs of the text stand, in order."""
        return [Span(*found.span()) for found in _TOKEN.finditer(self.text)]

    @cached_property
    def exact(self) -> "_Words":
        """The words and signs as they are."""
        return _Words([self.text[span.start : span.end] for span in self.spans])

    @cached_property
    def folded(self) -> "_Words":
        """The words and signs whatever their form."""
        return _Words([_folded(self.text[span.start : span.end]) for span in self.spans])

    def span(self, found: "_Found") -> Span:
        """Return where words and signs stand that were found."""
        return Span(self.spans[found.first].start, self.spans[found.last].end)


def anchor_of(text: SearchedText, passage: str) -> Anchor:
    """Return an anchor for a passage that stands in the text once.

    Raises:
        NoPassageError: it does not stand there.
        RepeatedPassageError: it stands there several times, perhaps in another form.
    """
    words = _parts(passage)
    if not words:
        raise NoPassageError
    places = text.folded.places(words)
    if not places:
        raise NoPassageError
    if len(places) > 1:
        raise RepeatedPassageError
    span = text.span(places[0])
    return anchor_at(text, span.start, span.end)


def places_of(text: SearchedText, passage: str, *, limit: int) -> list[Span]:
    """Return where a passage stands in the text, in whatever form; the first places up to the limit."""
    return [text.span(found) for found in text.folded.places(_parts(passage), limit=limit)]


def anchor_at(text: SearchedText, start: int, end: int) -> Anchor:
    """Return an anchor for the words and signs of a text that stand from `start` (inclusive) to `end` (exclusive).

    Raises:
        NoPassageError: none does wholly.
        RepeatedPassageError: the same stands elsewhere with the same around it.
    """
    inside = [place for place, span in enumerate(text.spans) if start <= span.start and span.end <= end]
    if not inside:
        raise NoPassageError
    first, last = inside[0], inside[-1]
    source, spans = text.text, text.spans
    passage = source[spans[first].start : spans[last].end]
    earlier, later = spans[max(0, first - NEIGHBOURS) : first], spans[last + 1 : last + 1 + NEIGHBOURS]
    before = source[earlier[0].start : earlier[-1].end] if earlier else ""
    after = source[later[0].start : later[-1].end] if later else ""
    anchor = Anchor(passage, before, after, _proof(text.folded, passage, before, after))
    if find(text, anchor) != Span(spans[first].start, spans[last].end):
        raise RepeatedPassageError
    return anchor


def find(text: SearchedText, anchor: Anchor) -> Span | Lost:
    """Return where the passage of an anchor stands now, or why it cannot be said."""
    passage, before, after = (_tokens(part) for part in (anchor.passage, anchor.before, anchor.after))
    places = text.exact.places(passage, before, after)
    if len(places) == 1:
        return text.span(places[0])
    found = _by_proof(text.folded, anchor)
    return found if isinstance(found, Lost) else text.span(found)


@dataclass(frozen=True, slots=True)
class _Found:
    """The first and the last of the words and signs of a passage, both inclusive, counted from 0."""

    first: int
    last: int


class _Words:
    """Words and signs in a row, in which others are looked for."""

    def __init__(self, words: list[str]) -> None:
        self.joined = _BORDER + "".join(word + _BORDER for word in words)
        self._starts = [0, *accumulate(len(word) + 1 for word in words)]

    def places(
        self, passage: list[str], before: list[str] | None = None, after: list[str] | None = None, *, limit: int = 2
    ) -> list[_Found]:
        """Return where a passage stands between others, the first places up to the limit."""
        ahead, behind = before or [], after or []
        wanted = [*ahead, *passage, *behind]
        sought = _BORDER + "".join(word + _BORDER for word in wanted)
        found: list[_Found] = []
        place = self.joined.find(sought) if passage else -1
        while place >= 0 and len(found) < limit:
            first = bisect_left(self._starts, place) + len(ahead)
            found.append(_Found(first, first + len(passage) - 1))
            place = self.joined.find(sought, place + 1)
        return found


def _by_proof(words: _Words, anchor: Anchor) -> _Found | Lost:
    passage, before, after = (_parts(text) for text in (anchor.passage, anchor.before, anchor.after))
    tries = [words.places(passage, before, after)]
    tries += [words.places(passage, before=before)] if Proof.BEFORE in anchor.proof else []
    tries += [words.places(passage, after=after)] if Proof.AFTER in anchor.proof else []
    if len(tries[0]) == 1:
        return tries[0][0]
    named = {place for places in tries for place in places}
    if named:
        return named.pop() if len(named) == 1 else Lost.UNCLEAR
    alone = words.places(passage)
    if not alone:
        return Lost.GONE
    return alone[0] if len(alone) == 1 and Proof.ALONE in anchor.proof else Lost.UNCLEAR


def _proof(words: _Words, passage: str, before: str, after: str) -> Proof:
    said, ahead, behind = _parts(passage), _parts(before), _parts(after)
    proof = Proof.ALONE if len(words.places(said)) == 1 else Proof.NONE
    if ahead and len(words.places(said, before=ahead)) == 1:
        proof |= Proof.BEFORE
    if behind and len(words.places(said, after=behind)) == 1:
        proof |= Proof.AFTER
    return proof


def _parts(text: str) -> list[str]:
    """Return the words and signs of a text whatever their form."""
    return [_folded(word) for word in _tokens(text)]


def _tokens(text: str) -> list[str]:
    return [found.group() for found in _TOKEN.finditer(text)]


def _folded(word: str) -> str:
    # The signs first as well: some are taken apart into a space and a mark.
    seen = _UNSEEN_SIGNS.sub("", word).translate(_SIGNS)
    return normal_form("NFKC", seen).casefold().translate(_SIGNS)
