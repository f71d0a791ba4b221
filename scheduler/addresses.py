"""What addresses of web pages and mailboxes may hold, whoever asks for them."""

import re
import unicodedata
from urllib.parse import urlsplit

JOINERS = "\u200c\u200d"
# RFC 3986, appendix C: what stands around addresses in text is no part of them; browsers take \ for /.
_NEVER = re.compile(r'[<>"\\]')


def is_web_address(text: str) -> bool:
    """Say whether this is an http or https address that others can open.

    It has a host and no user name or password, which make a link that lies about where it leads; no spaces, no
    characters that cannot be seen but joiners, and no other port than one from 1 to 65535.
    """
    try:
        parts = urlsplit(text)
        # Reading the port checks it.
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    has_place = bool(host.strip(".")) and "@" not in parts.netloc and port != 0
    is_plain = not _NEVER.search(text) and " " not in text and hidden_in_address(text, may_join=True) is None
    return parts.scheme in {"http", "https"} and has_place and is_plain


def hidden_in_address(text: str, *, may_join: bool = False) -> str | None:
    """Return the first character of a mail or web address that cannot be seen, or None; a space is seen.

    Args:
        text: the address.
        may_join: joiners are let through, which stand in paths of Persian or Indic writing.
    """
    seen = f" {JOINERS}" if may_join else " "
    return next((char for char in text if char not in seen and unicodedata.category(char)[0] in "CZ"), None)
