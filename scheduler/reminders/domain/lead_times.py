"""Lead times: how many days before a thing its people are reminded."""

import re

DEFAULT_LEADS = (7, 1, 0)
DEFAULT_HOUR = 8
MAX_LEAD_DAYS = 180
MAX_LEADS = 8

_SEPARATORS = re.compile(r"[\s,;]+")


class LeadsError(ValueError):
    """What was typed is no list of lead times; `piece` is what cannot be read, empty when there are too many."""

    def __init__(self, piece: str) -> None:
        super().__init__(piece)
        self.piece = piece


def parse_leads(text: str) -> tuple[int, ...]:
    """Return the days in a list such as `14, 7, 1, 0`, longest first, each once; empty for no reminders at all.

    Raises:
        LeadsError: a piece is no whole number from 0 to `MAX_LEAD_DAYS`, or there are more than `MAX_LEADS`.
    """
    pieces = [piece for piece in _SEPARATORS.split(text.strip()) if piece]
    for piece in pieces:
        if not (piece.isascii() and piece.isdigit() and len(piece) <= 4 and int(piece) <= MAX_LEAD_DAYS):
            raise LeadsError(piece[:20])
    leads = sorted({int(piece) for piece in pieces}, reverse=True)
    if len(leads) > MAX_LEADS:
        raise LeadsError("")
    return tuple(leads)
