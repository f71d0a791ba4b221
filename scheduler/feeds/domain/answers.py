"""What is answered to a poll: pure, as it is given both through the application and past it."""

from dataclasses import dataclass

CONTENT_TYPE = "text/calendar; charset=utf-8"
PUBLIC_CACHE_CONTROL = "public, max-age=300"
PRIVATE_CACHE_CONTROL = "private, no-cache"


@dataclass(frozen=True, slots=True)
class FeedFile:
    """One feed as it is served, plain and compressed; the tag is of the plain bytes."""

    body: bytes
    zipped: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class Poll:
    """What a calendar program says of what it takes and has."""

    accept_encoding: str = ""
    if_none_match: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status code, headers and body; the body is empty with 304."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def answer(file: FeedFile, poll: Poll, *, is_public: bool) -> Answer:
    """Return the answer to a poll: "not modified" to whoever has this file in either form, else the file."""
    zipped = "gzip" in poll.accept_encoding
    headers = [
        ("ETag", f'"{file.tag}-gzip"' if zipped else f'"{file.tag}"'),
        ("Cache-Control", PUBLIC_CACHE_CONTROL if is_public else PRIVATE_CACHE_CONTROL),
        ("Vary", "Accept-Encoding"),
        ("X-Robots-Tag", "noindex, nofollow"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ]
    if file.tag in poll.if_none_match:
        return Answer(304, headers, b"")
    body = file.zipped if zipped else file.body
    headers += [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))]
    if zipped:
        headers.append(("Content-Encoding", "gzip"))
    return Answer(200, headers, body)
