"""The application as the web server sees it: bodies, and what features add, in the event loop, the rest in threads."""

import asyncio
import sys
from collections.abc import Callable, Iterable
from typing import cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from a2wsgi import WSGIMiddleware
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from scheduler.accounts.log_ins import write_last_uses
from scheduler.serving.bodies import BODY, BodyGatherer, BodyLimits
from scheduler.web.additions import additions_of, larger_bodies
from scheduler.web.asgi import Application, Receive, Scope, Send


def asgi_application(app: Flask, *, threads: int, proxies: int, limits: BodyLimits | None = None) -> Application:
    """Return the application for a server that speaks ASGI.

    Args:
        app: the application.
        threads: how many requests it works on at once; others wait.
        proxies: how many reverse proxies of our own are believed.
        limits: of bodies; None takes those that the application has.
    """
    # A queue without bounds: who reads slowly keeps an answer in memory, but no thread.
    in_threads = WSGIMiddleware(_with_body(app), workers=threads, send_queue_size=0)  # type: ignore[arg-type]
    limits = limits or BodyLimits(max_bytes=app.config["MAX_CONTENT_LENGTH"])
    requests: Application = BodyGatherer(cast("Application", in_threads), limits, _larger_bodies_of(app))
    for one in additions_of(app):
        requests = one.in_event_loop(app, requests, proxies) if one.in_event_loop is not None else requests

    def end() -> None:
        # A thread whose client has gone still hands its answer to the event loop, and would wait for it for ever.
        in_threads.executor.shutdown()
        for one in additions_of(app):
            if one.at_end is not None:
                one.at_end(app)
        write_last_uses(app)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send, end)
        else:
            await requests(scope, receive, send)

    return application


async def _live(receive: Receive, send: Send, end: Callable[[], None]) -> None:
    """Answer the server when it starts and when it has no connection left; `end` may block."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await asyncio.to_thread(end)
    await send({"type": "lifespan.shutdown.complete"})


def _larger_bodies_of(app: Flask) -> Callable[[str], int]:
    """Return what says by path how many bytes an endpoint takes that takes more than others; 0 for those."""
    larger, addresses = larger_bodies(app), app.url_map.bind("localhost")

    def most(path: str) -> int:
        try:
            endpoint, _values = addresses.match(path, method="POST")
        except (HTTPException, RoutingException):
            return 0
        return larger.get(str(endpoint), 0)

    return most


def _with_body(application: WSGIApplication) -> WSGIApplication:
    """Let the application read the gathered body, where the adapter would ask the event loop for each part."""

    def with_body(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"] = environ["asgi.scope"][BODY]
        environ["wsgi.errors"] = sys.stderr
        return application(environ, start_response)

    return with_body
