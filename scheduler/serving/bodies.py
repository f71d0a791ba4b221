"""Gathers the bodies of requests in the event loop: who sends slowly, or never ends, keeps no thread from others.

Heads are the server's to gather, under limits of its own (`scripts/web_command.py`).
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import quote

from scheduler.web.asgi import Application, Headers, Message, Receive, Scope, Send, header, respond

logger = logging.getLogger(__name__)

BODY = "scheduler.body"
"""The key of the scope under which the application finds the whole body: a file, open at its beginning."""

TOO_SLOW, TOO_BUSY = 408, 503
BODIES = {
    TOO_SLOW: b"Your request did not arrive in time. Please send it again.\n",
    TOO_BUSY: b"Too much is being sent at once. Please try again in a minute.\n",
}
RETRY_SECONDS = 60

_ASCII = bytes(range(128)).decode()


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """How much may be sent, and how slowly.

    Of a body larger than `max_bytes` nothing is kept. Up to `drained_bytes` are read and thrown away, for a browser
    that is cut off while it sends shows no page at all; the application is told the size and refuses it. Parts of a
    body may be `idle_seconds` apart; once these are over, it must have come at `bytes_per_second` so far. All bodies
    together may take `total_bytes`, each of them `memory_bytes` of memory; the rest is in files without a name.
    """

    max_bytes: int
    drained_bytes: int = 64 * 1024 * 1024
    idle_seconds: float = 20.0
    bytes_per_second: float = 1024.0
    total_bytes: int = 512 * 1024 * 1024
    memory_bytes: int = 64 * 1024


class RefusedError(Exception):
    """A body that is not waited for any longer; carries the status code to answer with."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class DisconnectedError(Exception):
    """The client has gone before the body was complete."""


@dataclass(slots=True)
class _Body:
    """A body as far as it has come: its size, and how much of it the file keeps."""

    file: IO[bytes]
    size: int = 0
    kept: int = 0


class BodyGatherer:
    """Hands requests to the application when their bodies are complete.

    `max_bytes_at` says by path where more may be sent than elsewhere, and how much; 0 where not.
    """

    def __init__(
        self, application: Application, limits: BodyLimits, max_bytes_at: Callable[[str], int] | None = None
    ) -> None:
        self._application = application
        self._limits = limits
        self._max_bytes_at = max_bytes_at
        self._bytes_kept = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Gather and hand on; answers 408 to whoever is too slow, and 503 while there is no room for more."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
        elif _has_body(scope["headers"]):
            await self._gather_and_hand_on(scope, receive, send)
        else:
            await self._application(_prepared(scope, BytesIO(), None), _nothing_more, send)

    async def _gather_and_hand_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(max_size=self._limits.memory_bytes) as file:
            body = _Body(file)
            try:
                await self._gather(scope, receive, body)
                file.seek(0)
                await self._application(_prepared(scope, file, body.size), _nothing_more, send)
            except RefusedError as error:
                await respond(send, error.status, _headers(error.status), BODIES[error.status])
            except DisconnectedError:
                return
            finally:
                self._bytes_kept -= body.kept

    async def _gather(self, scope: Scope, receive: Receive, body: _Body) -> None:
        headers = scope["headers"]
        announced, most = _announced(headers), self._most(scope)
        # Who asks before sending is told at once (RFC 9110, section 10.1.1).
        waits = header(headers, b"expect") != "" and announced > most
        began = asyncio.get_running_loop().time()
        more = not waits
        while more and body.size <= self._limits.drained_bytes:
            message = await _next(receive, self._deadline(began, body.size))
            part, more = message.get("body", b""), message.get("more_body", False)
            body.size += len(part)
            if max(announced, body.size) > most:
                self._drop(body)
            else:
                self._keep(body, part)
        body.size = max(announced, body.size)

    def _most(self, scope: Scope) -> int:
        more = self._max_bytes_at(scope["path"]) if self._max_bytes_at is not None else 0
        return max(self._limits.max_bytes, more)

    def _deadline(self, began: float, received: int) -> float:
        now, limits = asyncio.get_running_loop().time(), self._limits
        return min(now + limits.idle_seconds, began + limits.idle_seconds + received / limits.bytes_per_second)

    def _keep(self, body: _Body, part: bytes) -> None:
        if self._bytes_kept + len(part) > self._limits.total_bytes:
            raise RefusedError(TOO_BUSY)
        try:
            body.file.write(part)
        except OSError as error:
            logger.warning("there is no room for the body of a request: %s", error.strerror)
            raise RefusedError(TOO_BUSY) from error
        body.kept += len(part)
        self._bytes_kept += len(part)

    def _drop(self, body: _Body) -> None:
        body.file.seek(0)
        body.file.truncate()
        self._bytes_kept -= body.kept
        body.kept = 0


def _has_body(headers: Headers) -> bool:
    return any(name in {b"content-length", b"transfer-encoding"} for name, _ in headers)


def _announced(headers: Headers) -> int:
    length = header(headers, b"content-length")
    return int(length) if length.isascii() and length.isdigit() else 0


async def _next(receive: Receive, deadline: float) -> Message:
    try:
        async with asyncio.timeout_at(deadline):
            message = await receive()
    except TimeoutError as error:
        raise RefusedError(TOO_SLOW) from error
    if message["type"] != "http.request":
        raise DisconnectedError
    return message


async def _nothing_more() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _prepared(scope: Scope, body: IO[bytes], size: int | None) -> Scope:
    """Return the scope as the application may see it; `size` is None for a request without a body.

    WSGI cannot tell `X_Forwarded_For` from `X-Forwarded-For`, which only our own proxies may set: names with an
    underscore are left out. The length is the one that was counted.
    """
    out = {b"content-length", b"transfer-encoding"}
    headers = [(name, value) for name, value in scope["headers"] if name not in out and b"_" not in name]
    if size is not None:
        headers.append((b"content-length", str(size).encode()))
    # The adapter takes a query for ASCII, as it should be.
    query = quote(scope["query_string"], safe=_ASCII).encode()
    return {**scope, "headers": headers, "query_string": query, BODY: body}


def _headers(status: int) -> list[tuple[str, str]]:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(BODIES[status]))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Connection", "close"),
    ]
    return [*headers, ("Retry-After", str(RETRY_SECONDS))] if status == TOO_BUSY else headers
