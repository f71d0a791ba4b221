"""Passages of an item's copy that people speak of: which one is meant, where it stands now, and copy with another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from scheduler.content.domain.anchors import (
    Anchor,
    Lost,
    NoPassageError,
    RepeatedPassageError,
    SearchedText,
    Span,
    anchor_at,
    find,
    places_of,
)
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import MAX_CHARS, Field
from scheduler.content.domain.markdown import plain_text, source_spans
from scheduler.content.domain.text_parts import TextPart, text_parts

MOST_PLACES = 12
"""Among how many places of the same passage somebody may choose; of more, they quote more."""

AROUND = 60
"""How many characters on each side tell such places apart."""

ONE_LINE = frozenset({Field.TITLE, Field.SUBHEAD, Field.CONTENT_WARNING})
"""The parts that stand in one line."""


class SuggestionAnswer(StrEnum):
    """What whoever writes the copy made of a suggestion; that a comment which suggests nothing is settled."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """Which passage somebody speaks of, and what they suggest in its place; "" is to leave it out, None is nothing.

    `part` is a key of `domain/text_parts.py`, empty for wherever it stands. `place` is a `Place.value`, where it stands
    several times.
    """

    passage: str
    part: str = ""
    place: str = ""
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One of several places of a passage, with what stands around it."""

    part: TextPart
    span: Span
    before: str
    words: str
    after: str

    @property
    def value(self) -> str:
        """Return what names the place in a form."""
        return f"{self.span.start}:{self.part.key}"


class SeveralPlacesError(RepeatedPassageError):
    """The passage stands at several places, `places`, among which somebody can choose."""

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__(f"{len(places)} places")
        self.places = places


class PassageLostError(ValueError):
    """The passage does not stand in the copy any more, or several do."""

    def __init__(self, lost: Lost) -> None:
        super().__init__(lost.value)
        self.lost = lost


class UnusableReplacementError(ValueError):
    """Why a text cannot take the place of a passage."""


class SameTextError(UnusableReplacementError):
    """It is what stands there."""


class BrokenMarksError(UnusableReplacementError):
    """More than the passage would read differently: a link or a mark begins in it and ends elsewhere."""


class OneLineError(UnusableReplacementError):
    """The part is one line, and this is several."""


class EmptyTitleError(UnusableReplacementError):
    """Nothing would be left of the title."""


class TooLongError(UnusableReplacementError):
    """The part would be longer than `limit` characters."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit}")
        self.limit = limit


class Passages:
    """The passages of one text; what is prepared of a part serves all that stand in it."""

    def __init__(self, text: ItemText) -> None:
        """Prepare nothing yet."""
        self.parts: Mapping[str, TextPart] = {part.key: part for part in text_parts(text)}
        self._searched: dict[str, SearchedText] = {}

    def plain(self, key: str) -> SearchedText:
        """Return a part as it reads, by its key."""
        if key not in self._searched:
            self._searched[key] = SearchedText(plain_text(self.parts[key].text))
        return self._searched[key]

    def find(self, key: str, anchor: Anchor) -> Span | Lost:
        """Return where in a part a passage stands now, or why it cannot be said."""
        return find(self.plain(key), anchor) if key in self.parts else Lost.GONE

    def places(self, passage: str, part: str = "") -> list[Place]:
        """Return where a passage stands, as it reads or as it was typed; one more than `MOST_PLACES` at most."""
        found: list[Place] = []
        for key in self.parts:
            if part in ("", key):
                text = self.plain(key)
                left = MOST_PLACES + 1 - len(found)
                spans = places_of(text, passage, limit=left) or places_of(text, plain_text(passage), limit=left)
                found += [_place(self.parts[key], text.text, span) for span in spans]
        return found

    def meant(self, draft: PassageDraft) -> tuple[str, Anchor]:
        """Return the part in which the passage of a draft stands, and its anchor.

        Raises:
            NoPassageError: it does not stand there.
            SeveralPlacesError: it stands at several places.
            RepeatedPassageError: at too many places, or at several of which nothing around them says which is which.
        """
        places = self.places(draft.passage, draft.part)
        chosen = [one for one in places if one.value == draft.place] or places
        if not chosen:
            raise NoPassageError
        if len(chosen) > MOST_PLACES:
            raise RepeatedPassageError
        if len(chosen) > 1:
            raise SeveralPlacesError(chosen)
        (one,) = chosen
        return one.part.key, anchor_at(self.plain(one.part.key), one.span.start, one.span.end)


def with_replacement(text: ItemText, key: str, anchor: Anchor, replacement: str) -> ItemText:
    """Return copy in which something else stands in place of a passage, and nothing else reads differently.

    Raises:
        PassageLostError: the passage does not stand there any more.
        UnusableReplacementError: why the text cannot stand there.
    """
    passages = Passages(text)
    span = passages.find(key, anchor)
    if isinstance(span, Lost):
        raise PassageLostError(span)
    plain = passages.plain(key).text
    if plain[span.start : span.end] == replacement:
        raise SameTextError
    new = _with_replacement(
        passages.parts[key].text, plain, span if replacement else _with_space(plain, span), replacement
    )
    _check(passages.parts[key], new, replacement)
    return _with_part(text, passages.parts[key], new)


def _with_replacement(source: str, plain: str, span: Span, replacement: str) -> str:
    expected = _said(plain[: span.start] + plain_text(replacement) + plain[span.end :])
    for start, end in source_spans(source, [(span.start, span.end)])[0]:
        new = source[:start] + replacement + source[end:]
        if _said(plain_text(new)) == expected:
            return new
    raise BrokenMarksError


def _said(text: str) -> str:
    """Return a text in the form in which two are compared: line breaks at its ends are no part of it."""
    return "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip("\n")


def _with_space(plain: str, span: Span) -> Span:
    """Return a passage that is left out with the space that would be one too many."""
    before, after = plain[: span.start][-1:], plain[span.end :][:1]
    if before in ("", " ", "\n") and after == " ":
        return Span(span.start, span.end + 1)
    if before == " " and (after == "" or after in ".,;:!?\n"):
        return Span(span.start - 1, span.end)
    return span


def _check(part: TextPart, new: str, replacement: str) -> None:
    key = part.key
    field = Field(key) if part.has_field else Field.BODY if part.quote is None else Field.QUOTES
    limit = MAX_CHARS.get(field, 0)
    if limit and len(new) > limit:
        raise TooLongError(limit)
    if key in ONE_LINE and "\n" in replacement:
        raise OneLineError
    if key == Field.TITLE and not new.strip():
        raise EmptyTitleError


def _with_part(text: ItemText, part: TextPart, new: str) -> ItemText:
    if part.quote is not None:
        quotes = (replace(one, text=new) if place == part.quote else one for place, one in enumerate(text.quotes))
        return replace(text, quotes=tuple(quotes))
    if part.variant is None:
        changed: dict[str, Any] = {part.key: new}
        return replace(text, **changed)
    variants = (replace(one, text=new) if one.place == part.variant.place else one for one in text.variants)
    return replace(text, variants=tuple(variants))


def _place(part: TextPart, text: str, span: Span) -> Place:
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    return Place(part, span, before, text[span.start : span.end], after)
