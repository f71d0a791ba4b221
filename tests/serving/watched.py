"""The application for granian in tests: as in `asgi.py`, with a few routes that show what happens to a request."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from config import Config
from scheduler.app import create_app
from scheduler.serving.application import asgi_application
from scheduler.serving.bodies import BodyLimits
from scheduler.serving.parent import end_with_parent

IDLE_SECONDS = "TEST_IDLE_SECONDS"
WAITING, GO = "waiting", "go"
BIG_PARTS, BIG_PART = 200, b"x" * 65536

config = Config.from_env()
flask_app = create_app(config)


def seen() -> ResponseReturnValue:
    """Say who asks, as the application sees it."""
    return jsonify(address=request.remote_addr, scheme=request.scheme, query=request.args.get("q"))


def wait() -> ResponseReturnValue:
    """Say in a file that a request is in hand, and keep it there until another file says go."""
    folder = Path(config.instance_dir)
    (folder / WAITING).touch()
    while not (folder / GO).exists():
        time.sleep(0.02)
    return "done"


def big() -> ResponseReturnValue:
    """Send more than fits into the buffers of a connection."""

    def parts() -> Iterator[bytes]:
        for _ in range(BIG_PARTS):
            yield BIG_PART

    return Response(parts())


for view in (seen, wait, big):
    flask_app.add_url_rule(f"/test/{view.__name__}", view.__name__, view)

idle_seconds = float(os.environ.get(IDLE_SECONDS, "20"))
limits = BodyLimits(max_bytes=flask_app.config["MAX_CONTENT_LENGTH"], idle_seconds=idle_seconds)
app = asgi_application(flask_app, threads=config.threads, proxies=config.proxies, limits=limits)
end_with_parent()
