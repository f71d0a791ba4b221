"""Unicode's normal forms of text that anybody may have typed, in time that is linear in it."""

import unicodedata
from typing import Literal

import regex

MAX_MARKS = 30
"""How many combining marks may follow each other; no writing has as many (UAX 15, stream-safe text format)."""

JOINER = "\u034f"
"""COMBINING GRAPHEME JOINER, which cannot be seen and parts a longer run of marks, as UAX 15 says."""

# The voicing marks of half-width kana become combining marks when they are taken apart.
_RUN = regex.compile(rf"[\p{{M}}\uff9e\uff9f]{{{MAX_MARKS + 1},}}+")


def normal_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return a normal form of a text whose longest runs of marks are parted.

    Marks are put in order by moving each past those before it, so the time for one run grows with its square.
    """
    return unicodedata.normalize(form, stream_safe(text))


def stream_safe(text: str) -> str:
    """Return the text with a joiner behind every 30 combining marks in a row; any that people write stays as it is."""
    # The search takes a hundred times as long as this look, and lists fold thousands of names.
    if len(text) <= MAX_MARKS or text.isascii():
        return text
    return str(_RUN.sub(lambda run: _parted(run.group()), text))


def _parted(run: str) -> str:
    kept: list[str] = []
    in_a_row = 0
    for char in run:
        in_a_row = in_a_row + 1 if _is_reordered(char) else 0
        if in_a_row > MAX_MARKS:
            kept.append(JOINER)
            in_a_row = 1
        kept.append(char)
    return "".join(kept)


def _is_reordered(char: str) -> bool:
    """Say whether a mark may change places with its neighbours, itself or once it is taken apart."""
    return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) != 0
