"""Pages leave in gzip, but for those in which a stranger could make the length tell a secret (BREACH).

Who sees the lengths of encrypted answers and can choose a part of a page learns what stands elsewhere in it: a guess
that is right makes the page shorter (https://breachattack.com, read on 2026-11-26). So a page of somebody who is logged
in leaves as it is where it

- answers an address whose query, which pages repeat, is free to be chosen,
- answers an address with a token in it, or shows one (`keep_plain`), or
- is of one thing under embargo, or a list of content that names one (`keep_plain`).

In all others, and so in a calendar or a list of campaigns with such a title among others, the token against forgery is
masked anew each time (`csrf_masks.py`), and a name of random length stands
in the head of the gzip file, as in Django, after "Heal The Breach" (https://ieeexplore.ieee.org/document/9754554).
"""

import re
import secrets
import struct
import zlib

from flask import Flask, Response, g, request, session

from scheduler.web.csrf_masks import mask

MIN_BYTES = 1024
"""Below that, what is saved is not worth the work."""

LEVEL = 6
MAX_NAME = 100
"""How long the random name in the head may be, in bytes."""

# What calendars and lists are asked for: no letter of the value is free.
_HARMLESS_QUERY = re.compile(rb"(?:(?:^|&)(?:items|month|page|year)=[0-9-]{0,7})*")
# RFC 1952, section 2.3.1: magic number, deflate, flags, no time, no hint at the level, unknown system.
_HEAD = b"\x1f\x8b\x08%c\0\0\0\0\0\xff"
_HAS_NAME = 8


def register_compression(app: Flask) -> None:
    """Compress pages on their way out; called before whatever else changes answers, since the first comes last."""
    app.after_request(_compress)


def keep_plain() -> None:
    """Leave the answer to this request uncompressed: it shows a secret beside what others have chosen."""
    g.is_plain = True


def gzipped(body: bytes, name: bytes = b"") -> bytes:
    """Return a gzip file of a body, with a name in its head that only makes it longer."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = _HEAD % (_HAS_NAME if name else 0) + (name + b"\0" if name else b"")
    return head + deflate.compress(body) + deflate.flush() + struct.pack("<II", zlib.crc32(body), len(body) % 2**32)


def _compress(response: Response) -> Response:
    if not _is_page(response):
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 304 or not request.accept_encodings["gzip"] or _could_tell():
        return response
    body = response.get_data()
    if len(body) < MIN_BYTES:
        return response
    is_own = bool(session)
    response.set_data(gzipped(_masked(body), _random_name()) if is_own else gzipped(body))
    response.content_encoding = "gzip"
    tag, is_weak = response.get_etag()
    if tag is not None and not is_weak:
        # One tag for the page in either form (RFC 9110, section 8.8.3).
        response.set_etag(tag, weak=True)
    return response


def _is_page(response: Response) -> bool:
    """Say whether this is a page that was asked for and is here as a whole; files have their own ways."""
    is_asked_for = request.method in {"GET", "HEAD"}
    is_whole = not response.is_streamed and not response.direct_passthrough
    return is_asked_for and is_whole and response.mimetype == "text/html" and not response.content_encoding


def _could_tell() -> bool:
    """Say whether the length of this page could tell somebody a secret of whoever asked for it."""
    if not session:
        return False
    has_token = "token" in (request.view_args or {})
    return has_token or g.get("is_plain", False) or not _HARMLESS_QUERY.fullmatch(request.query_string)


def _masked(body: bytes) -> bytes:
    token: str | None = g.get("csrf_token")
    return body if token is None else body.replace(token.encode(), mask(token).encode())


def _random_name() -> bytes:
    return b"x" * secrets.randbelow(MAX_NAME + 1)
