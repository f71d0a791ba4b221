"""Which passwords are refused, and why."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from zxcvbn import zxcvbn

MIN_CHARS = 12
MAX_CHARS = 200
LOWEST_SCORE = 3
# zxcvbn refuses longer input, and is slow near it; a password that is hard to guess up to here stays so.
JUDGED_CHARS = 72
OBVIOUS_WORDS = ("coalition", "scheduler")


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    HIDDEN_CHARACTER = "hidden_character"
    EASY_TO_GUESS = "easy_to_guess"


def weakness_of(password: str, known: Iterable[str] = ()) -> Weakness | None:
    """Return why a password is refused, or None.

    Length counts code points. `known` are words that somebody who knows the person would try first: name, address,
    organisation. Guessing is estimated by zxcvbn: score 3 of 4 means at least 10^8 guesses.
    """
    if len(password) < MIN_CHARS:
        return Weakness.TOO_SHORT
    if len(password) > MAX_CHARS:
        return Weakness.TOO_LONG
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in password):
        return Weakness.HIDDEN_CHARACTER
    words = [word for text in known for word in _words_in(text)]
    judged = zxcvbn(password[:JUDGED_CHARS], user_inputs=[*words, *OBVIOUS_WORDS])
    return Weakness.EASY_TO_GUESS if judged["score"] < LOWEST_SCORE else None


def _words_in(text: str) -> list[str]:
    """A name or an address as a whole, its parts, and the parts run together, as people write them."""
    parts = re.findall(r"\w+", text)
    return [text, *parts, "".join(parts), "".join(parts[:2])]
