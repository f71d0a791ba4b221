"""The date of a source, as exactly as it is known: a year, a month or a day."""

import re
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2200
_KNOWN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def source_date(text: str) -> str | None:
    """Return `YYYY`, `YYYY-MM` or `YYYY-MM-DD` in full for what was typed; None where that is no date.

    Years are from 1900 to 2200.
    """
    found = _KNOWN.fullmatch(text.strip())
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    try:
        whole = date(int(found[1]), int(found[2] or 1), int(found[3] or 1)).isoformat()
    except ValueError:
        return None
    return whole[: 4 if found[2] is None else 7 if found[3] is None else 10]
