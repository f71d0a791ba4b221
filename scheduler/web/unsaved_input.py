"""What somebody typed into a form that could not be taken, so that it can be handed back to be copied."""

import re
from urllib.parse import urlsplit

from flask import request

# Ids, hashes, days, zones and choices: one run of plain ASCII, which nobody would miss.
_CODE = re.compile(r"(?!https?://)[\x21-\x7e]*")
_SECRET = re.compile(r"passw|token", re.IGNORECASE)


def posted_texts() -> tuple[str, ...]:
    """Return the texts of the posted form in its order, secrets and codes left out; none for a form of another site."""
    if request.method != "POST" or not _from_our_page():
        return ()
    try:
        pairs = list(request.form.items(multi=True))
    except OSError:
        # What is long is read by way of the disk, which may be what is full.
        return ()
    return tuple(value for name, value in pairs if not _SECRET.search(name) and not _CODE.fullmatch(value.strip()))


def _from_our_page() -> bool:
    """Was the form sent from a page of ours? Else anybody could have a text of theirs shown here."""
    origin = request.headers.get("Origin")
    fits = origin is None or urlsplit(origin).netloc == request.host
    return fits and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
