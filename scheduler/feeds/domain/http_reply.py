"""What is answered to a poll: pure, as it is given both through the application and past it."""

import re
from dataclasses import dataclass
from functools import lru_cache

CALENDAR = "text/calendar; charset=utf-8"
HEADERS = (
    ("Vary", "Accept-Encoding"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
"""What every answer carries. No Last-Modified: what leaves a feed moves no entry's date, so only the ETag is true."""

PUBLIC_HEADERS = (
    ("Cache-Control", "public, max-age=300"),
    # Pages of other sites may read what everybody may read.
    ("Access-Control-Allow-Origin", "*"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
PRIVATE_HEADERS = (("Cache-Control", "private, no-cache"), ("Cross-Origin-Resource-Policy", "same-origin"))
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")

_ENTITY_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_REFUSED = re.compile(r"q\s*=\s*0(\.0{0,3})?")


@dataclass(frozen=True, slots=True)
class FeedFile:
    """One feed as it is served, plain and compressed; the tag is of the plain bytes.

    `disposition` is what the answer says a saved file should be called (`filenames.py`).
    """

    body: bytes
    zipped: bytes
    tag: str
    disposition: str = "inline"
    media_type: str = CALENDAR


@dataclass(frozen=True, slots=True)
class Poll:
    """What a calendar program says of what it takes and has, and whether it came over https."""

    accept_encoding: str = ""
    if_none_match: str = ""
    is_secure: bool = False


@dataclass(frozen=True, slots=True)
class HttpReply:
    """Status code, headers and body; the body is empty with 304."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def answer(file: FeedFile, poll: Poll, *, is_public: bool) -> HttpReply:
    """Return the answer to a poll: "not modified" to whoever has this file in either form, else the file."""
    unchanged = not_modified(file.tag, poll, is_public=is_public)
    if unchanged is not None:
        return unchanged
    zipped = takes_gzip(poll.accept_encoding)
    headers = _headers(_tags(file.tag, poll)[0], poll, is_public=is_public)
    body = file.zipped if zipped else file.body
    headers.append(("Content-Type", file.media_type))
    headers.append(("Content-Disposition", file.disposition))
    headers.append(("Content-Length", str(len(body))))
    if zipped:
        headers.append(("Content-Encoding", "gzip"))
    return HttpReply(200, headers, body)


def not_modified(tag: str, poll: Poll, *, is_public: bool) -> HttpReply | None:
    """Return the answer to whoever has the file with this tag in either form; None for anybody else."""
    known = _known(poll.if_none_match, tag, _tags(tag, poll))
    return HttpReply(304, _headers(known, poll, is_public=is_public), b"") if known is not None else None


def _tags(tag: str, poll: Poll) -> tuple[str, str]:
    """Return the tags of both forms of a file, that of the one which is asked for first."""
    return (f"{tag}-gzip", tag) if takes_gzip(poll.accept_encoding) else (tag, f"{tag}-gzip")


def _headers(tag: str, poll: Poll, *, is_public: bool) -> list[tuple[str, str]]:
    headers = [("ETag", f'"{tag}"'), *HEADERS, *(PUBLIC_HEADERS if is_public else PRIVATE_HEADERS)]
    return [*headers, STRICT_TRANSPORT] if poll.is_secure else headers


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """Say whether an Accept-Encoding header lets gzip in (RFC 9110, section 12.5.3)."""
    accepted: dict[str, bool] = {}
    for item in accept_encoding.lower().split(","):
        coding, _, weight = item.partition(";")
        accepted[coding.strip()] = _REFUSED.fullmatch(weight.strip()) is None
    return accepted.get("gzip", accepted.get("*", False))


def _known(if_none_match: str, stem: str, tags: tuple[str, str]) -> str | None:
    """Return which of our tags the program has; weak ones count (RFC 9110, sections 13.1.2 and 8.8.3.2)."""
    if if_none_match.strip() == "*":
        return tags[0]
    # Most programs have the file or nothing; looking for the common part spares the second a close look.
    if stem not in if_none_match:
        return None
    had = _ENTITY_TAG.findall(if_none_match)
    return next((tag for tag in tags if tag in had), None)
