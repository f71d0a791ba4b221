"""Why a calendar could not be fetched."""

from enum import StrEnum


class Problem(StrEnum):
    """What went wrong; those of addresses, of answers and of files in one list."""

    BAD_ADDRESS = "bad_address"
    INNER_ADDRESS = "inner_address"
    NOT_RESOLVED = "not_resolved"
    NO_ANSWER = "no_answer"
    TIMEOUT = "timeout"
    TLS = "tls"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"

    NOT_FOUND = "not_found"
    REFUSED = "refused"
    SERVER_ERROR = "server_error"

    EMPTY = "empty"
    WEB_PAGE = "web_page"
    NO_CALENDAR = "no_calendar"
    TOO_COMPLEX = "too_complex"


def problem_of(status: int) -> Problem | None:
    """Return what the status of an answer says is wrong; None for an answer with a file."""
    if status == 200:
        return None
    if status in {401, 403, 407}:
        return Problem.REFUSED
    return Problem.NOT_FOUND if status in {404, 410} else Problem.SERVER_ERROR
