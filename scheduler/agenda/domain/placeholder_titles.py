"""Whether the title that outsiders see under embargo gives away what it stands in for."""

from collections.abc import Iterable
from dataclasses import dataclass

import regex

MIN_LETTERS = 5
"""Shorter words say little by themselves."""

MIN_HASHTAG = 3
"""Hashtags are chosen to be told apart, so short ones count as well."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# What a thing is says nothing of what it says.
_HARMLESS = frozenset(
    {
        "article", "campaign", "coalition", "embargo", "embargoed", "friday", "january", "february", "march", "april",
        "august", "september", "october", "november", "december", "joint", "media", "member", "members", "monday",
        "newsletter", "press", "release", "saturday", "statement", "sunday", "thursday", "tuesday", "video",
        "wednesday",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RealTitle:
    """What a placeholder stands in for: the title, and the hashtags that go with it, without their sign."""

    text: str
    hashtags: tuple[str, ...] = ()


def shared_words(placeholder: str, title: str, hashtags: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what a placeholder has in common with the words that it stands in for, as written in the placeholder.

    That is every word of at least `MIN_LETTERS` letters that the real title has too, whatever its case, and every
    hashtag, also when it is written with spaces. Words like "statement" are harmless.

    Args:
        placeholder: what outsiders are to see.
        title: the real title.
        hashtags: of the words, without their sign.
    """
    real = {word.casefold() for word in _WORD.findall(title)} - _HARMLESS
    found = [word for word in _WORD.findall(placeholder) if len(word) >= MIN_LETTERS and word.casefold() in real]
    run_together = "".join(_WORD.findall(placeholder)).casefold()
    context = (tag for tag in hashtags if len(tag) >= MIN_HASHTAG and tag.casefold() in run_together)
    return tuple(dict.fromkeys([*found, *(f"#{tag}" for tag in context)]))


def holds_title(placeholder: str, title: str) -> bool:
    """Say whether the whole title stands in a placeholder, whatever its case, blanks and marks.

    However short its words are; only a title of nothing but harmless ones may, unless it is all that the placeholder
    says.
    """
    shown, real = ([word.casefold() for word in _WORD.findall(text)] for text in (placeholder, title))
    if not real or shown == real:
        return bool(real)
    runs = (shown[start : start + len(real)] for start in range(len(shown) - len(real) + 1))
    return not _HARMLESS.issuperset(real) and real in runs


def revealed_words(placeholder: str, real: RealTitle, before: RealTitle | None = None) -> tuple[str, ...]:
    """Return what a placeholder gives away of a title; of one that has changed, only what it did not before."""
    known = shared_words(placeholder, before.text, before.hashtags) if before else ()
    return tuple(word for word in shared_words(placeholder, real.text, real.hashtags) if word not in known)
