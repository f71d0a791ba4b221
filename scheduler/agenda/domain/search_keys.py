"""What the search tells and counts entries by, worked out when they are written and not for every hit."""

import hashlib
import json
from datetime import date, datetime

SEARCH_KEYS_FORM = 4
"""The first form of stored parts (`ical.PARTS_FORM`) whose entries keep these keys."""

CONCEALED = "embargoed"
"""How far something is that is shown as a placeholder: nothing else is said of it."""

_OCTETS = 7


def search_state(described: str, status: str, *, concealed: bool) -> str:
    """Return how far readers are told that something is: by its description, else by its status."""
    return CONCEALED if concealed else described or status


def alike_key(path: str, title: str, phrases: str, days: tuple[date, date, datetime | None], status: str) -> int:
    """Return a number that deadlines share which no reader could tell apart.

    It is made of what is stored for readers, so of a placeholder alone while that is shown. It is never negative:
    a migration has numbered what was there before with negative numbers.
    """
    first, last, starts_at = days
    moment = starts_at.timestamp() if starts_at else None
    seen = json.dumps([path, title, phrases, first.isoformat(), last.isoformat(), moment, status])
    return int.from_bytes(hashlib.sha256(seen.encode()).digest()[:_OCTETS])
