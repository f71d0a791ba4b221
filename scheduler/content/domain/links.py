"""Whether what a person typed is a web address that others can open."""

from enum import StrEnum

from scheduler.addresses import is_web_address

MAX_LINK_CHARS = 500


class LinkProblem(StrEnum):
    """What is wrong with an address."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_WEB_ADDRESS = "not_a_web_address"


def link_problem(address: str) -> LinkProblem | None:
    """Say what is wrong with a web address, or None when it is one.

    A web address has at most 500 characters, and is one by the rule for all (`addresses.py`).
    """
    if not address.strip():
        return LinkProblem.EMPTY
    if len(address) > MAX_LINK_CHARS:
        return LinkProblem.TOO_LONG
    return None if is_web_address(address) else LinkProblem.NOT_A_WEB_ADDRESS
