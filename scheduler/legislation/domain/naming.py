"""When two names mean the same bill, and which bills one number field names."""

import re
import unicodedata

from scheduler.folding import fold
from scheduler.normal_forms import normal_form

# "no", "nr" and their like before a number: n°, Nº and № fold to the first.
_NUMBER_SIGN = re.compile(r"\b(?:no|nr)\.? ?(?=\d)")
# 1,234 and 1.234: the marks of thousands, where all groups are whole.
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?![.,]?\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w]+(?=\d)")

# A bill as it is cited: letters, which may be shortened or in several words, then digits: H.R. 2732, C-233, PL 26/2020.
_CITED = re.compile(r"[^\W\d_](?:[^\W\d_]|[.\s-])*\d+(?:[-/]\d+)*[^\W\d_]?")
# Neither a comma nor "and": they stand within one citation as well (Bill C-10, Part 2; Title 18 and Title 22).
_SIGNS = re.compile(r"\s+[/&+]\s+|\s*;\s*")
_SLASH = re.compile(r"/(?=[^\W\d_])")


def bill_key(jurisdiction: str, number: str) -> str:
    """Return what two spellings of one bill share: `US Congress, H.R. 1234` and `us congress, hr 1234`.

    Case, accents, width, spaces and punctuation make no difference, nor does a sign for "number"; what stands between
    two digits does, so that 1/2345 and 12/345 are two. The jurisdiction and the number are kept apart.
    """
    return f"{_squeezed(fold(jurisdiction), jurisdiction)}|{_squeezed(_numbered(fold(number)), number)}"


def cited_numbers(number: str) -> tuple[str, ...]:
    """Return the numbers that one field names: the bill and its companions (`H.R. 2732 / S. 1207`), else itself.

    They stand between `/`, `;`, `&` or `+`, in full width too; then they are returned in normal width. Each has to be
    whole, letters and digits: the second part of `PL 2630/2020` or `20/1234` is not, nor the parts of `A/HRC/RES/44/4`.
    """
    plain = normal_form("NFKC", number)
    for sign in (_SIGNS, _SLASH):
        parts = [part.strip() for part in sign.split(plain)]
        if len(parts) > 1 and all(_CITED.fullmatch(part) and len(part) <= len(number) for part in parts):
            return tuple(dict.fromkeys(parts))
    return (number,)


def _numbered(folded: str) -> str:
    """Return a number with one sign between its digits, none elsewhere, and nothing for the word "number"."""
    whole = _THOUSANDS.sub(lambda found: re.sub(r"[.,]", "", found.group()), _NUMBER_SIGN.sub("", folded))
    return _BETWEEN_DIGITS.sub("/", whole)


def _squeezed(folded: str, typed: str) -> str:
    kept = (char for place, char in enumerate(folded) if _is_kept(folded, place))
    # A name of signs alone is kept as it is, so that it stays a name.
    return "".join(kept) or typed.casefold().strip()


def _is_kept(folded: str, place: int) -> bool:
    if folded[place] == "/":
        return folded[place - 1 : place].isdigit() and folded[place + 1 : place + 2].isdigit()
    return unicodedata.category(folded[place])[0] in "LMN"
