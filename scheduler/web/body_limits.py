"""How much a request may carry, and what a browser is told that sent more."""

from io import BufferedIOBase
from typing import cast

from flask import Flask, request

# What is read and thrown away after a refusal: a browser that is cut off while it still sends shows no page at all.
DRAIN_MAX_BYTES = 64 * 1024 * 1024
DRAIN_CHUNK_BYTES = 64 * 1024


def register_limits(
    app: Flask,
    *,
    max_body_bytes: int = 16 * 1024 * 1024,
    max_form_bytes: int = 1024 * 1024,
    max_form_parts: int = 2000,
) -> None:
    """Refuse larger bodies with a 413 before they are read into memory."""
    app.config["MAX_CONTENT_LENGTH"] = max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = max_form_bytes
    app.config["MAX_FORM_PARTS"] = max_form_parts


def drain_body() -> None:
    """Read the rest of a refused body, up to a bound, so that the answer reaches the browser."""
    left = min(request.content_length or 0, DRAIN_MAX_BYTES)
    stream = cast("BufferedIOBase", request.environ["wsgi.input"])
    while left > 0:
        chunk = stream.read(min(left, DRAIN_CHUNK_BYTES))
        if not chunk:
            return
        left -= len(chunk)
