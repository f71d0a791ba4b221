"""What typed text may hold: one line or many, no control characters, no invisible tricks."""

import re
import unicodedata

# RFC 9839-like: never part of a text, whatever the field. Overrides can make an address read backwards.
OVERRIDES = frozenset("\u202d\u202e")
LINE_ENDS = re.compile(r"\r\n|\r|\u2028|\u2029|\x85")
BLANK_LINES = re.compile(r"\A(?:[^\S\n]*+\n)+")
ALLOWED_IN_PROSE = frozenset("\n\t")


def normalise_line(text: str) -> str:
    """Compose the text (NFC) and strip its ends; line ends inside are left for `forbidden_in_line` to find."""
    return unicodedata.normalize("NFC", text).strip(" \t\u00a0")


def normalise_prose(text: str) -> str:
    r"""Compose the text (NFC), write every line end as `\n`, and leave out blank lines at both ends.

    The first line keeps its indentation, as the others do.
    """
    unified = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text)).rstrip()
    return BLANK_LINES.sub("", unified)


def is_blank(text: str) -> bool:
    """Is there nothing to see, though there may be spaces or zero-width characters?"""
    return all(unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cf", "Cc"} for char in text)


def forbidden_in_line(text: str) -> str | None:
    """Return the first character that a single line may not hold, or None."""
    return next((char for char in text if _is_forbidden(char) or unicodedata.category(char) in {"Zl", "Zp"}), None)


def forbidden_in_prose(text: str) -> str | None:
    """Return the first character that a text of many lines may not hold, or None."""
    return next((char for char in text if char not in ALLOWED_IN_PROSE and _is_forbidden(char)), None)


def _is_forbidden(char: str) -> bool:
    # Cc: controls, NUL among them. Cs: half of a pair, which no UTF-8 database takes. Cn: U+FFFF and its kin.
    return unicodedata.category(char) in {"Cc", "Cs"} or char in OVERRIDES or ord(char) & 0xFFFE == 0xFFFE
