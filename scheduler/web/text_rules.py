"""What typed text may hold: one line or many, no control characters, no invisible tricks."""

import re
import unicodedata

from scheduler.normal_forms import normal_form

# RFC 9839-like: never part of a text, whatever the field. Overrides can make an address read backwards.
OVERRIDES = frozenset("\u202d\u202e")
LINE_ENDING = frozenset("\r\n\x0b\x0c\x85\u2028\u2029")
# U+000B is the line break of PowerPoint and Word, U+000C a page break.
LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What Word and PowerPoint put on the clipboard: a hyphen that does not break, an optional one, and the bullets of the
# font Symbol, which have no number of their own in Unicode.
_PASTED = str.maketrans({"\x1e": "-", "\x1f": "", "\uf0b7": "•", "\uf0a7": "▪"})
# Readers of PDF files put U+0002 for the hyphen at the end of a line: inside a word that goes on it parts nothing.
_PDF_HYPHEN = re.compile(r"(?<=\w)\x02[ \t]*\n?[ \t]*(?=(\w)?)")
BLANK_LINES = re.compile(r"\A(?:[^\S\n]*+\n)+")
ALLOWED_IN_PROSE = frozenset("\n\t")


def normalise_line(text: str) -> str:
    """Compose the text (NFC) and strip its ends; line ends inside are left for `forbidden_in_line` to find."""
    return normal_form("NFC", text).strip(" \t\u00a0")


def normalise_prose(text: str) -> str:
    r"""Compose the text (NFC), write every line end as `\n`, and leave out blank lines at both ends.

    The first line keeps its indentation, as the others do. What PowerPoint, Word and readers of PDF files put in place
    of hyphens and line breaks becomes what it stands for.
    """
    unified = LINE_ENDS.sub("\n", text).translate(_PASTED)
    joined = _PDF_HYPHEN.sub(_pdf_hyphen, unified).replace("\x02", "-")
    return BLANK_LINES.sub("", normal_form("NFC", joined).rstrip())


def _pdf_hyphen(hyphen: re.Match[str]) -> str:
    """Return nothing where a word goes on behind the hyphen, else the hyphen with what follows it."""
    goes_on = hyphen[1] is not None and hyphen[1].isalpha() and not hyphen[1].isupper()
    is_apart = hyphen.group().endswith((" ", "\t")) and "\n" not in hyphen.group()
    return "" if goes_on and not is_apart else hyphen.group().replace("\x02", "-")


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
