"""How alike two short texts are: the share of their word shingles that both have (Jaccard)."""

from itertools import islice

import regex

WORDS_OF_A_SHINGLE = 3

MOST_WORDS = 400
"""Of each text; posts are shorter, and what is compared stays bounded."""

NEARLY_THE_SAME = 0.5
"""From this share on: about one word in ten is another one, or a quarter of the text was written anew."""

_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\p{L}\p{M}\p{N}]+")

Shingles = frozenset[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Return the runs of three words of a text, whatever their case; a shorter text has none.

    What parts words, a link's signs and hashtags' included, makes no difference.
    """
    words = [found.group().casefold() for found in islice(_WORD.finditer(text), MOST_WORDS)]
    return frozenset(zip(*(words[start:] for start in range(WORDS_OF_A_SHINGLE)), strict=False))


def similarity(one: Shingles, other: Shingles) -> float:
    """Return from 0 (nothing in common) to 1 (the same)."""
    return len(one & other) / len(one | other) if one and other else 0.0
