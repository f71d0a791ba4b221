"""Asks an ASGI application in the way of a server, one request a call."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from scheduler.web.asgi import Application, Message, Receive, Scope

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run something in an event loop of its own, and in a thread of its own: the browser's may have one already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@dataclass(slots=True)
class Reply:
    """What came back; `headers` as they came, names in lower case."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.decode(), value.decode()) for name, value in message["headers"]]
        else:
            self.body += message.get("body", b"")


def scope_of(path: str, headers: Mapping[str, str] | None = None, method: str = "GET", query: bytes = b"") -> Scope:
    encoded = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"localhost"), *encoded],
        "client": ("127.0.0.1", 4711),
        "server": ("127.0.0.1", 8000),
    }


def sending(parts: Iterable[bytes] = (b"",), *, ends: bool = True) -> Receive:
    """Return the sender of a body; one that does not end is waited for in vain."""
    left = list(parts)

    async def receive() -> Message:
        if left:
            part = left.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(left) or not ends}
        await asyncio.Event().wait()
        raise AssertionError("nobody has set it")

    return receive


async def ask(application: Application, scope: Scope, receive: Receive | None = None) -> Reply:
    reply = Reply()
    await application(scope, receive or sending(), reply.send)
    return reply


def live(application: Application) -> list[str]:
    """Start and end an application as a server does; gives what it said."""
    received: list[str] = []
    asked = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Message:
        return next(asked)

    async def send(message: Message) -> None:
        received.append(message["type"])

    run(application({"type": "lifespan"}, receive, send))  # type: ignore[arg-type]
    return received
