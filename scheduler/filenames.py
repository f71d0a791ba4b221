"""What a file is called that a browser may save."""

import re
import unicodedata
from urllib.parse import quote

from scheduler.normal_forms import normal_form

MAX_CHARS = 80

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._]+")
# What some file system takes for something else than a part of a name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
# RFC 8187, section 3.2.1: attr-char, besides letters and digits.
_ATTR_CHARS = "!#$&+-.^_`|~"


def disposition(name: str, extension: str, *, unnamed: str, is_saved: bool = False) -> str:
    """Return the Content-Disposition of a file of this name: shown by what can, unless `is_saved`, else saved.

    Old programs get plain ASCII; where that says less than the name, the others get the name (RFC 6266, section 4.3).
    """
    full = safe_name(name, unnamed=unnamed)
    plain = _NOT_PLAIN.sub("-", normal_form("NFKD", full).encode("ascii", "ignore").decode()).strip("-.")
    shown = "attachment" if is_saved else "inline"
    header = f'{shown}; filename="{plain or unnamed}.{extension}"'
    return header if plain == full else f"{header}; filename*=UTF-8''{quote(f'{full}.{extension}', safe=_ATTR_CHARS)}"


def safe_name(name: str, *, unnamed: str) -> str:
    """Return a name that every file system takes, without an extension."""
    return _NOT_IN_NAMES.sub("-", _visible(name)).strip("-.")[:MAX_CHARS] or unnamed


def _visible(text: str) -> str:
    """Return text without controls and marks that turn its direction, by which a name could pose as another."""
    return "".join(
        character if unicodedata.category(character) not in {"Cc", "Cf", "Cs"} else " " for character in text
    )
