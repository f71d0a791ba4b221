"""Where files are uploaded more may be sent than elsewhere, and nowhere else."""

from collections.abc import Iterator
from typing import IO, cast

import pytest
from flask import Flask, request

from scheduler.serving.application import asgi_application
from scheduler.serving.bodies import BODY, BodyGatherer, BodyLimits
from scheduler.web.additions import larger_bodies
from scheduler.web.asgi import Application, Receive, Scope, Send, respond
from tests.serving.asking import ask, live, run, scope_of, sending

MEGABYTE = 1_000_000
UPLOAD = "/content/abcdefghijkl/pictures/new"
TOO_LARGE, NOT_ALLOWED = 413, 401


@pytest.fixture
def application(app: Flask) -> Iterator[Application]:
    made = asgi_application(app, threads=2, proxies=0)
    yield made
    live(made)


def status_of(application: Application, path: str, size: int) -> int:
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(size)}
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    tail = b"\r\n--x--\r\n"
    body = [head, b"x" * (size - len(head) - len(tail)), tail]
    return run(ask(application, scope_of(path, headers, "POST"), sending(body))).status


@pytest.mark.parametrize(
    ("path", "size", "is_refused"),
    [
        (UPLOAD, 20 * MEGABYTE, False),
        (UPLOAD, 25 * MEGABYTE, True),
        ("/content/abcdefghijkl/pictures/abcdefghijkl/new-consent", 20 * MEGABYTE, False),
        ("/content/abcdefghijkl/comments", 17 * MEGABYTE, True),
        ("/content/abcdefghijkl/pictures/abcdefghijkl", 17 * MEGABYTE, True),
        ("/observances/import", 17 * MEGABYTE, True),
        (f"{UPLOAD}/more", 17 * MEGABYTE, True),
        ("/nothing/here", 17 * MEGABYTE, True),
    ],
)
def test_one_endpoint_takes_more(app: Flask, application: Application, path: str, size: int, is_refused: bool) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    seen: list[int] = []
    app.before_request(lambda: seen.append(len(request.files)))

    status = status_of(application, path, size)

    assert (status == TOO_LARGE) is is_refused
    assert seen == ([] if is_refused else [1])


def test_the_limit_follows_the_setting(app: Flask) -> None:
    assert larger_bodies(app) == dict.fromkeys(("content.new_picture", "content.new_consent"), 24 * MEGABYTE)


@pytest.mark.parametrize(("path", "kept"), [("/large", 150), ("/small", 0)])
def test_bodies_are_gathered_as_far_as_their_path_allows(path: str, kept: int) -> None:
    found: list[int] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(len(cast("IO[bytes]", scope[BODY]).read()))
        await respond(send, 200, [], b"")

    limits = BodyLimits(max_bytes=100, drained_bytes=300)
    gatherer = BodyGatherer(application, limits, lambda at: 200 if at == "/large" else 0)
    run(ask(gatherer, scope_of(path, {"Content-Length": "150"}, "POST"), sending([b"x" * 150])))

    assert found == [kept]
