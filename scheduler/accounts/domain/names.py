"""What a name may hold: of people, organisations, the coalition, and of whatever else stands in mail as a name.

One rule for all: names are read by people who decide by them, so that nothing invisible, nothing to click on and no
request may stand there.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import disarm
import idna

MOST_MARKS = 4
"""UTS 39, section 5.4 (Unicode 17): more than four marks on one letter are no writing."""

JOINERS = frozenset("\u200c\u200d")
BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd")
"""Look like nothing, or stand for what is lost, though they count as letters, marks or symbols."""

# Default_Ignorable_Code_Point of DerivedCoreProperties.txt (Unicode 17) that is neither format (Cf) nor unassigned.
IGNORABLE_MARKS = frozenset("\u034f\u180b\u180c\u180d\u180f") | {chr(code) for code in range(0xFE00, 0xFE10)}
IGNORABLE_PLANE = range(0xE0000, 0xE1000)
# Strokes through the letter before them: "o" and a stroke is what nobody types for "ø".
OVERLAYS = frozenset(chr(code) for code in (*range(0x334, 0x339), *range(0x20D0, 0x20F1)))

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_SPACES = re.compile(r"[^\S\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# How dots, colons, slashes and signs of addresses are written that are not to be found; NFKC takes care of most.
_DISGUISES = str.maketrans({"\u3002": ".", "\u2024": ".", "\ua789": ":", "\u2236": ":", "\u2044": "/", "\u2215": "/"})
_BRACKETED_DOT = re.compile(r"\s*[\[({]\s*(?:\.|dot)\s*[\])}]\s*", re.IGNORECASE)
_ADDRESS = re.compile(
    r"@|://|\b(?:h[tx]{2}ps?|ftp|mailto)\s*:|\bwww\d?\s*\.|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
# A name, a dot and two letters or more become a link in most mail programs; "J.R.R. Tolkien" and "St. Mary" do not.
_DOMAIN = re.compile(r"(?<![\w.])(?:[\w-]{2,}|\d+)\.(?:[a-z]{2,}|xn--[\w-]+|[^\W\d_a-zA-Z]{2,})(?:/|\b)", re.IGNORECASE)
_PHONE = re.compile(r"(?:\d[\s().+/-]*){7,}")
_REQUEST = re.compile(
    r"\b(?:(?:sign|log|logg)(?:ing|ed)?[\s-]*(?:in|on|into)|signin|login|logon|pass[\s-]?(?:word|code|phrase)s?|"
    r"(?:click|tap)\s+(?:here|on|the|this|to)|(?:verify|confirm|update|reset)\s+(?:your|the)|(?:your|the)\s+account)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s[-‐‑‒–—]\s|[,;:()/|·•\[\]{}<>\"“”«»]")


class NameFault(StrEnum):
    """What is wrong with a name."""

    HIDDEN = "hidden"
    LINE_END = "line_end"
    MARKS = "marks"
    NO_LETTER = "no_letter"
    ADDRESS = "address"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Blemish:
    """What is wrong with a name, and the characters that are."""

    fault: NameFault
    characters: str = ""

    @property
    def code_point(self) -> str:
        """Return the first of the characters as `U+200B ZERO WIDTH SPACE`."""
        return described(self.characters[:1])


def normalise_name(text: str) -> str:
    """Compose the text (NFC), write every run of spaces of any width as one space, and strip the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def blemish_of(name: str, *, may_be_domain: bool = False) -> Blemish | None:
    """Return the first thing that may not stand in a name; None for a good one, and for an empty one.

    Zero width non-joiner and joiner may stand where they change how a letter is joined, as in Persian or Sinhala
    (UAX 31, section 2.3, by the tests of RFC 5892, appendix A.1 and A.2). They may nowhere else, not in emoji either;
    no other character that shows nothing may stand anywhere.

    Args:
        name: as `normalise_name` gives it.
        may_be_domain: a bare domain is let through: organisations are called Change.org and 350.org.
    """
    if not name:
        return None
    return _hidden(name) or _overloaded(name) or _lettered(name) or _asking(name, may_be_domain=may_be_domain)


def parts_after_the_first(name: str) -> tuple[str, ...]:
    """Return what a name holds after a comma, a bracket, a dash or the like, where others expect an organisation."""
    return tuple(part for part in map(normalise_name, _PARTS.split(name)[1:]) if part)


def described(character: str) -> str:
    """Return a character as people look it up: `U+200B ZERO WIDTH SPACE`; an unnamed one by its number alone."""
    name = unicodedata.name(character, "") if character else ""
    return f"U+{ord(character):04X} {name}".strip() if character else ""


def _hidden(name: str) -> Blemish | None:
    for place, character in enumerate(name):
        if character in "\r\n\x0b\x0c\x85\u2028\u2029":
            return Blemish(NameFault.LINE_END, character)
        if character in JOINERS and _joins(name, place):
            continue
        if _shows_nothing(character):
            return Blemish(NameFault.HIDDEN, character)
    return None


def _joins(name: str, place: int) -> bool:
    try:
        return idna.valid_contextj(name, place)
    except (ValueError, idna.IDNAError):
        # A neighbour that has no name, or more text than any name has.
        return False


def _shows_nothing(character: str) -> bool:
    if unicodedata.category(character) in _HIDDEN_CATEGORIES or character in BLANK_LETTERS:
        return True
    return character in IGNORABLE_MARKS or ord(character) in IGNORABLE_PLANE


def _overloaded(name: str) -> Blemish | None:
    """Find strokes through letters, marks without a letter, one mark twice, and more marks than any writing has."""
    run = ""
    for place, character in enumerate(unicodedata.normalize("NFD", name)):
        if unicodedata.category(character) not in {"Mn", "Me"}:
            run = ""
            continue
        if place == 0 or character in OVERLAYS or run.endswith(character) or len(run) == MOST_MARKS:
            return Blemish(NameFault.MARKS, character)
        run += character
    return None


def _lettered(name: str) -> Blemish | None:
    has_letter = any(unicodedata.category(character)[0] in "LN" for character in name)
    return None if has_letter else Blemish(NameFault.NO_LETTER, name)


def _asking(name: str, *, may_be_domain: bool) -> Blemish | None:
    folded = _BRACKETED_DOT.sub(".", unicodedata.normalize("NFKC", name).translate(_DISGUISES))
    # Look-alikes of other scripts read the same to whoever is to click.
    readings = (folded, disarm.normalize_confusables(folded))
    patterns = [(_ADDRESS, NameFault.ADDRESS), (_PHONE, NameFault.ADDRESS), (_REQUEST, NameFault.REQUEST)]
    if not may_be_domain:
        patterns.insert(1, (_DOMAIN, NameFault.ADDRESS))
    for pattern, fault in patterns:
        for text in readings:
            if found := pattern.search(text):
                return Blemish(fault, found.group().strip())
    return None
