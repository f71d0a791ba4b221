"""What a name may hold: of people, organisations, the coalition, and of whatever else stands in mail as a name.

One rule for all: names are read by people who decide by them, so that nothing invisible, nothing to click on and no
request may stand there.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import disarm
import idna

from scheduler.accounts.domain.skeletons import keys_of, skeleton, skeletons_of
from scheduler.normal_forms import normal_form

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

HYPHENS = frozenset("-\u058a\u2010\u2011\u30fb\u30a0\uff0d\ufe63")
"""Tie words together, and part them only where a space stands beside."""
_INNER_MARKS = frozenset("'.`\u00b4\u00b7\u2018\u2019\u02b9\u2027\uff07\uff0e")
"""Belong to a word when letters stand on both sides: O'Brien, J.R.R., Gal·la."""
_CLICKS = frozenset("\u01c0\u01c1\u01c2")
"""Letters of southern Africa, which everybody else reads as bars."""

_MASTERS = ("coordinator", "administrator")
_CALLINGS = (
    *("lead", "editor", "member", "former member", "deputy coordinator"),
    *("scheduler", "coalition scheduler", "server", "server itself", "visitor", "coalition"),
)
_ENDINGS = (
    *("former member", "the scheduler", "coalition scheduler"),
    *("the server", "the server itself", "server itself", "a visitor", "the coalition"),
)
_ARTICLES = ("", "the ", "a ", "an ", "our ", "your ")
_LEAD_INS = frozenset({"and", "or", "of", "for", "from", "with", "by", "at", "to", "the"})
_FORMERLY = min(skeletons_of("formerly"), key=len)


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
    """What is wrong with a name, the characters that are, and where one stands that cannot be seen (from 0)."""

    fault: NameFault
    characters: str = ""
    place: int = 0

    @property
    def code_point(self) -> str:
        """Return the first of the characters as `U+200B ZERO WIDTH SPACE`."""
        return described(self.characters[:1])


def normalise_name(text: str) -> str:
    """Compose the text (NFC), write every run of spaces of any width as one space, and strip the ends."""
    return _SPACES.sub(" ", normal_form("NFC", text)).strip(" ")


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


def parts_of(name: str) -> tuple[str, ...]:
    """Return what stands between the commas, brackets, dashes and the like of a name, whatever script has them."""
    return tuple(part for part in _split(name) if part)


def parts_after_the_first(name: str) -> tuple[str, ...]:
    """Return what a name holds after a comma, a bracket, a dash or the like, where others expect an organisation."""
    return tuple(part for part in _split(name)[1:] if part)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name; hyphens and apostrophes part them too."""
    return tuple("".join(" " if one in HYPHENS or _parts(one) else one for one in name).split())


def runs_of_words(name: str) -> frozenset[str]:
    """Return every run of whole words in a name, with and without what parts them."""
    runs = set[str]()
    for words in (words_of(name), tuple(name.split())):
        runs |= {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    return frozenset(runs)


def is_distinctive(name: str) -> bool:
    """Say whether a name of an organisation is one wherever it stands: two words; one word may be a surname."""
    words = words_of(name)
    return len(words) > 1


def calling_in_organisation(name: str) -> str:
    """Return the first part of an organisation's name that says what others are called here; empty for none.

    It stands in brackets beside people's names, as "coordinator" and "formerly Le Phare" do.
    """
    parts = parts_of(name)
    for place, part in enumerate((name, *parts)):
        if keys_of(part) & _calling_keys() or _is_former(part):
            return part
        # "Watch (coordinator of all)"; "Peace Coordinators" is nobody's place.
        if place > 1 and _holds_master(part):
            return part
    return ""


def is_calling_of_person(name: str) -> bool:
    """Say whether a person's name holds, or ends in, what others are called here: whole, and in each of its parts."""
    if _holds_master(name) or keys_of(name) & _calling_keys():
        return True
    parts = parts_of(name)
    if any(keys_of(part) & _calling_keys() for part in parts[1:]):
        return True
    # A surname may be Lead; only what is set apart from it says what somebody is.
    return any(_is_former(part) or _ends_in_calling(part) for part in (name, *parts))


def without_lead_in(part: str) -> str:
    """Return a part of a name without "and", "of", "the" before it."""
    words = part.split()
    while len(words) > 1 and words[0].casefold() in _LEAD_INS:
        words = words[1:]
    return " ".join(words)


def described(character: str) -> str:
    """Return a character as people look it up: `U+200B ZERO WIDTH SPACE`; an unnamed one by its number alone."""
    name = unicodedata.name(character, "") if character else ""
    return f"U+{ord(character):04X} {name}".strip() if character else ""


@lru_cache(maxsize=4096)
def _parts(character: str) -> bool:
    """Say whether a character is read as a mark between two parts: punctuation and symbols, but for dashes."""
    category = unicodedata.category(character)
    return (category[0] in "PS" and category != "Pd") or character in _CLICKS or _is_like_mark(character)


def _is_like_mark(character: str) -> bool:
    """Say whether a letter looks like punctuation, which has no skeleton."""
    return unicodedata.category(character)[0] == "L" and not character.isascii() and not skeleton(character)


def _split(name: str) -> list[str]:
    """Part a name at its marks; the first part may be empty."""
    # "Odile ㅣ Le Phare": a letter of one stroke that stands alone is a bar.
    tokens = (", " if _is_bar(token) else token for token in name.split(" "))
    text, found = " ".join(tokens), [""]
    for place, character in enumerate(text):
        before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
        if _is_between(character, before, after):
            found.append("")
        else:
            found[-1] += character
    return [normalise_name(part) for part in found]


def _is_between(character: str, before: str, after: str) -> bool:
    if character in HYPHENS:
        return " " in {before, after}
    if (character in _INNER_MARKS or _is_like_mark(character)) and before.isalnum() and after.isalnum():
        return False
    return _parts(character) or unicodedata.category(character) == "Pd"


def _is_bar(word: str) -> bool:
    # "I" and "L" are initials.
    if len(word) != 1 or word in "IiL":
        return False
    return word.isalpha() and skeletons_of(word) <= {"l", "\u4e28", "\u4e3f", "\u30ce", "\u1175", "\u3163", ""}


@cache
def _calling_keys() -> frozenset[str]:
    names = (f"{article}{one}{end}" for article in _ARTICLES for one in (*_MASTERS, *_CALLINGS) for end in ("", "s"))
    return frozenset(key for name in names for key in keys_of(name))


@cache
def _master_keys() -> frozenset[str]:
    return frozenset(key for one in _MASTERS for end in ("", "s") for key in keys_of(one + end))


@cache
def _ending_keys() -> frozenset[str]:
    return frozenset(key for one in _ENDINGS for end in ("", "s") for key in keys_of(one + end))


def _holds_master(text: str) -> bool:
    """Say whether one of the words is that of who may do everything; "co-ordinator" counts."""
    words = {*words_of(text), *text.split()}
    return any(keys_of(word) & _master_keys() for word in words)


def _ends_in_calling(part: str) -> bool:
    words = words_of(part)
    # As many words as the longest of them has.
    return any(keys_of(" ".join(words[-count:])) & _ending_keys() for count in range(1, min(len(words), 3) + 1))


def _is_former(part: str) -> bool:
    return any(text.startswith(_FORMERLY) for text in skeletons_of(part))


def _hidden(name: str) -> Blemish | None:
    for place, character in enumerate(name):
        if character in "\r\n\x0b\x0c\x85\u2028\u2029":
            return Blemish(NameFault.LINE_END, character, place)
        if character in JOINERS and _joins(name, place):
            continue
        if _shows_nothing(character):
            return Blemish(NameFault.HIDDEN, character, place)
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
    for place, character in enumerate(normal_form("NFD", name)):
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
    folded = _BRACKETED_DOT.sub(".", normal_form("NFKC", name).translate(_DISGUISES))
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
