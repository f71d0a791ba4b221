"""Whether what a person typed is a web address that others can open."""

import unicodedata
from enum import StrEnum
from urllib.parse import urlsplit

MAX_LINK_CHARS = 500


class LinkProblem(StrEnum):
    """What is wrong with an address."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_WEB_ADDRESS = "not_a_web_address"


def link_problem(address: str) -> LinkProblem | None:
    """Say what is wrong with a web address, or None when it is one.

    A web address has the scheme http or https and a host, at most 500 characters, and no spaces, control or
    invisible characters, user name or password (those make a link that lies about where it leads).
    """
    if not address.strip():
        return LinkProblem.EMPTY
    if len(address) > MAX_LINK_CHARS:
        return LinkProblem.TOO_LONG
    if any(unicodedata.category(character)[0] in "ZC" for character in address):
        return LinkProblem.NOT_A_WEB_ADDRESS
    return None if _is_web_address(address) else LinkProblem.NOT_A_WEB_ADDRESS


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host.strip(".")) and "@" not in parts.netloc and port != 0
