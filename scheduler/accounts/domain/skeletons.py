"""When two names of organisations read as one: by what they look like, not by how they are written.

UTS 39, section 4: names are confusable when their skeletons are the same. `disarm` makes skeletons of what looks like
Latin letters, whatever script it is; the table adds what Unicode's confusables.txt (17.0) says of letters of one other
script, and of the pairs that a small font makes of Latin ones. Nobody reads a skeleton, so that it may be coarse: here
it makes no difference either how a name is cased, spaced or punctuated. Accents make one.
"""

import hashlib
import unicodedata

import disarm

from scheduler.normal_forms import normal_form

SCHEMA = 10
"""`disarm.KEY_SCHEMA_VERSION` of the keys that are stored: another one needs a migration that writes them anew."""

_DROPPED = frozenset("PSZC")
_DROPPED_LETTERS = frozenset("\u0640\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78b\ua78c")
"""The line that stretches Arabic words, and letters that are apostrophes to whoever reads them."""

# The signs of a trade mark would become letters; a small beta is what stands for a sharp s.
_BEFORE = str.maketrans({"\u2122": None, "\u2120": None, "\u03b2": "\u00df"})
_SAME_LETTER = str.maketrans(
    {
        # Arabic: kaf, yeh and heh as different languages type them.
        **dict.fromkeys("\u06a9\u06aa\u06ac", "\u0643"),
        **dict.fromkeys("\u0649\u06cc\u06cd\u06d0\u06d2", "\u064a"),
        **dict.fromkeys("\u06be\u06c0\u06c1\u06c3\u06d5\u0629\u0647", "o"),
        **dict.fromkeys("\u0622\u0623\u0625\u0627\u0671", "l"),
        # Katakana and Han.
        **dict(
            zip(
                "\u30a8\u30ab\u30bf\u30c8\u30cb\u30cf\u30ed\u30fc",
                "\u5de5\u529b\u5915\u535c\u4e8c\u516b\u53e3\u4e00",
                strict=True,
            )
        ),
        "\u00e6": "ae",
        "\u0153": "oe",
        "i": "l",
        "1": "l",
        "|": "l",
        "0": "o",
    }
)
_SAME_PAIRS = (("l\u0307", "l"), ("rn", "m"), ("vv", "w"), ("cl", "d"))


def skeleton(name: str) -> str:
    """Return what a name looks like to a hasty reader; only good for comparing."""
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in name)
    key = disarm.skeleton_key(digits, digit_policy="tr39").translate(_SAME_LETTER)
    key = "".join(one for one in key if unicodedata.category(one)[0] not in _DROPPED and one not in _DROPPED_LETTERS)
    for written, read in _SAME_PAIRS:
        key = key.replace(written, read)
    return key


def skeletons_of(name: str) -> frozenset[str]:
    """Return what a name looks like as it is written, in small and in capital letters.

    A capital and a small letter are one, and each has look-alikes of its own.
    """
    composed = normal_form("NFKC", name.translate(_BEFORE))
    readings = {skeleton(one) for one in (composed, composed.casefold(), composed.upper())} - {""}
    return frozenset(readings or {composed.casefold()})


def keys_of(name: str) -> frozenset[str]:
    """Return what a name takes for itself (each 64 hex digits): two names are one when they share any of it."""
    return frozenset(hashlib.sha256(one.encode()).hexdigest() for one in skeletons_of(name))
