"""What stands between the server and the application speaks ASGI 3 (https://asgi.readthedocs.io, HTTP version 2.3)."""

from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

Headers = list[tuple[bytes, bytes]]
"""Names in lower case, in the order in which they came."""


def header(headers: Headers, name: bytes) -> str:
    """Return a header's value; several of one name are joined by commas (RFC 9110, section 5.3), none is empty."""
    found = [value for known, value in headers if known == name]
    return b", ".join(found).decode("latin-1") if found else ""


async def respond(send: Send, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    """Send a whole answer."""
    encoded = [_encoded(name, value) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=1024)
def _encoded(name: str, value: str) -> tuple[bytes, bytes]:
    # The same few headers stand in almost every answer.
    return name.lower().encode("latin-1"), value.encode("latin-1")
