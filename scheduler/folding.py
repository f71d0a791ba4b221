"""What text and what is asked for have in common, however it is written: accents, case, width, signs within words.

Text is stored folded (`fold`) and asked for by folded words (`asked_words`); a word fits where one of its `spellings`
stands. A text in any normal form of Unicode folds to the same, so it finds itself.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from scheduler.normal_forms import JOINER, normal_form

MAX_CHARS = 200
"""How much of what is asked for is looked at, after folding."""

MAX_WORDS = 8
MAX_TYPED = 10 * MAX_CHARS
"""How much is folded, as one character that is seen may be written as many."""

# What stands within a word or around it and is left out or typed in many ways: apostrophes, quotation marks, primes,
# spacing accents that serve as apostrophes, Hebrew geresh and gershayim, the middle dot of Catalan, the Arabic tatweel.
_LEFT_OUT = frozenset("'\"`\u00b4\u00b7\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ee\u055a\u05f3\u05f4\u0640")
_LEFT_OUT |= frozenset("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2035\u2036\ua78b\ua78c\u30fb")
_QUOTES = frozenset({"Pi", "Pf"})
_HYPHENS = frozenset("\u2043\u2212\u02d7")

# Letters that no normal form takes apart, by what is typed for them without a keyboard of their language; after
# Unicode's Latin-ASCII transform (CLDR). Those of Arabic writing as Lucene's ArabicNormalizer and PersianNormalizer.
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ĸ": "q",
        "ł": "l",
        "ŋ": "n",
        "þ": "th",
        "ŧ": "t",
        "ƀ": "b",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
        "ɨ": "i",
        "ʉ": "u",
        "°": "o",
        "\u0649": "\u064a",
        "\u06cc": "\u064a",
        "\u06a9": "\u0643",
        "\u0671": "\u0627",
        "\u0629": "\u0647",
        "\u06c1": "\u0647",
        "\u06c3": "\u0647",
        "\u06d5": "\u0647",
    }
)

_SPACED_ACCENT = re.compile(" [\u0300-\u036f\u064b-\u0652\u0670\u3099\u309a]+")
_WITHIN = re.compile(r"(?<=\S)-+(?=\S)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)-+(?=\d)")
_DOTS = re.compile(r"(?<=[^\W\d_])\.+")
_BEFORE_DIGIT = re.compile(r"-+|(?<=[^\W\d_])(?=\d)")


def fold(text: str) -> str:
    """Return a text as it is kept to be found: lines and spaces become one space, hyphens within words nothing."""
    return " ".join(_WITHIN.sub("", _fold(text)).replace("-", " ").split())


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words that are asked for, folded; a hyphen within a word is kept, as it may be a space elsewhere.

    At most `MAX_WORDS` of `MAX_CHARS` characters in all; what is asked for again after that gives the same.
    """
    words = (word.strip("-") for word in _fold(text[:MAX_TYPED])[:MAX_CHARS].split())
    return tuple(word for word in words if word)[:MAX_WORDS]


def spellings(word: str) -> tuple[str, ...]:
    """Return how a word that is asked for may stand in folded text: whole, or in parts (`covid-19`, `hr3921`)."""
    together, apart = word.replace("-", ""), _BEFORE_DIGIT.sub(" ", word)
    return (together,) if together == apart else (together, apart)


def holds(text: str, words: Collection[str]) -> bool:
    """Say whether all words that are asked for stand in a text."""
    folded = fold(text)
    return all(any(spelling in folded for spelling in spellings(word)) for word in words)


def spans_of(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Return where words that are asked for stand in a text, for marks: starts and ends (exclusive), in order, apart.

    A word that only the folding of the whole text brings about, such as one with a dot within, may be missed.
    """
    pieces = list(_folded_pieces(text))
    folded = "".join(piece for piece, _start, _end in pieces)
    places = [place for place, (piece, _start, _end) in enumerate(pieces) for _char in piece]
    found: list[tuple[int, int]] = []
    for start, end in sorted(_occurrences(folded, {one for word in words for one in spellings(word)})):
        first, last = pieces[places[start]][1], pieces[places[end - 1]][2]
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _occurrences(folded: str, sought: Collection[str]) -> Iterator[tuple[int, int]]:
    for one in sought:
        start = folded.find(one)
        while start >= 0:
            yield start, start + len(one)
            start = folded.find(one, start + len(one))


def _folded_pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each character with its marks, folded, and where it starts and ends; of several spaces the first."""
    before, start = " ", 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.category(text[end]) == "Mn":
            end += 1
        piece = _folded_piece(text[start:end])
        if piece != " " or before != " ":
            yield piece, start, end
            before = piece or before
        start = end


@lru_cache(maxsize=4096)
def _folded_piece(piece: str) -> str:
    folded = _fold(piece)
    return "" if folded == "-" else folded or (" " if piece.isspace() else "")


def _fold(text: str) -> str:
    """Return the folded text with a `-` for every hyphen within a word that does not stand between digits."""
    # Twice, as what the first pass takes out may have stood between a letter and its mark.
    bare = normal_form("NFC", _bare(_bare(text)))
    joined = _BETWEEN_DIGITS.sub(" ", _DOTS.sub("", bare))
    return " ".join(joined.split())


def _bare(text: str) -> str:
    taken_apart = _SPACED_ACCENT.sub("", normal_form("NFKD", text))
    kept = "".join(map(_char, taken_apart))
    return kept.casefold().translate(_LETTERS)


def _char(char: str) -> str:
    if char.isascii():
        return "" if char in _LEFT_OUT else " " if char < " " or char == "\x7f" else char
    category = unicodedata.category(char)
    if category == "Mn":
        return "" if _is_left_out(char) else char
    if category == "Pd" or char in _HYPHENS:
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char in _LEFT_OUT or category in _QUOTES or category == "Cf":
        return ""
    return " " if category == "Cc" else char


def _is_left_out(mark: str) -> bool:
    """Say whether a mark may be left out in writing: an accent, a vowel point, a variation, the grapheme joiner.

    By its combining class (UAX 44, table 15). Others are letters of their scripts and stay: signs of Indic and Thai
    vowels and tones, nuktas, viramas, the voicing marks of kana.
    """
    group = unicodedata.combining(mark)
    return group == 1 or 10 <= group <= 36 or group >= 200 or "\ufe00" <= mark <= "\ufe0f" or mark == JOINER
