"""Whether a safe title gives away what it stands in for."""

from collections.abc import Iterable

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


def shared_words(safe_title: str, title: str, hashtags: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what a safe title has in common with the words that it stands in for, as written in the safe title.

    That is every word of at least `MIN_LETTERS` letters that the real title has too, whatever its case, and every
    hashtag, also when it is written with spaces. Words like "statement" are harmless.

    Args:
        safe_title: what outsiders are to see.
        title: the real title.
        hashtags: of the words, without their sign.
    """
    real = {word.casefold() for word in _WORD.findall(title)} - _HARMLESS
    found = [word for word in _WORD.findall(safe_title) if len(word) >= MIN_LETTERS and word.casefold() in real]
    run_together = "".join(_WORD.findall(safe_title)).casefold()
    telling = (tag for tag in hashtags if len(tag) >= MIN_HASHTAG and tag.casefold() in run_together)
    return tuple(dict.fromkeys([*found, *(f"#{tag}" for tag in telling)]))
