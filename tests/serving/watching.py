"""Routes that show what happens to a request, and the names by which tests and the server's process know of it."""

import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

IDLE_SECONDS = "TEST_IDLE_SECONDS"
WAITING, GO = "waiting", "go"
BIG_PARTS, BIG_PART = 200, b"x" * 65536


def add_routes(app: Flask, folder: Path) -> None:
    """Add the routes; `folder` is where files tell of a request that waits."""

    def wait() -> str:
        (folder / WAITING).touch()
        while not (folder / GO).exists():
            time.sleep(0.02)
        return "done"

    for name, view in (("seen", _seen), ("big", _big), ("wait", wait)):
        app.add_url_rule(f"/test/{name}", name, view)


def _seen() -> ResponseReturnValue:
    """Say who asks, as the application sees it."""
    return jsonify(address=request.remote_addr, scheme=request.scheme, query=request.args.get("q"))


def _big() -> ResponseReturnValue:
    """Send more than fits into the buffers of a connection."""

    def parts() -> Iterator[bytes]:
        for _ in range(BIG_PARTS):
            yield BIG_PART

    return Response(parts())
