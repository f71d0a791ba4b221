"""The application as the server sees it: a form reaches its view, and the end leaves nothing undone."""

import sys
import threading
from collections.abc import Iterator

import pytest
from flask import Flask, request

from scheduler.db import AppSession
from scheduler.feeds.models import Feed
from scheduler.serving.application import asgi_application
from scheduler.web.asgi import Application
from tests.coalition import Town
from tests.feeds.web.test_pages import make
from tests.serving.asking import ask, live, run, scope_of, sending

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "10"}


@pytest.fixture
def application(app: Flask) -> Iterator[Application]:
    made = asgi_application(app, threads=2, proxies=0)
    yield made
    live(made)


def test_a_form_and_its_encoding_reach_the_view(app: Flask, application: Application) -> None:
    seen: list[object] = []

    def look() -> str:
        seen.extend([request.form["a"], request.content_length, request.environ["wsgi.errors"], request.remote_addr])
        return "ü"

    app.add_url_rule("/look", "look", look, methods=["POST"])

    reply = run(ask(application, scope_of("/look", FORM, "POST"), sending([b"a=%C3", b"%BC+b"])))

    assert (reply.status, reply.body.decode()) == (200, "ü")
    assert seen == ["ü b", 10, sys.stderr, "127.0.0.1"]


def test_what_was_counted_is_written_at_the_end(app: Flask, town: Town, store: AppSession) -> None:
    address, before = make(town.client(app, "member")), set(threading.enumerate())
    made = asgi_application(app, threads=2, proxies=0)
    for _ in range(3):
        assert run(ask(made, scope_of(address))).status == 200

    assert live(made) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

    assert store.query(Feed).one().fetches == 3
    left = set(threading.enumerate()) - before
    assert [thread.name for thread in left if thread.name.startswith("WSGI")] == []


def test_a_crash_is_a_page_and_the_next_request_is_served(app: Flask, application: Application) -> None:
    def crash() -> str:
        raise RuntimeError("words of an error")

    app.add_url_rule("/crash", "crash", crash)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    crashed = run(ask(application, scope_of("/crash")))
    served = run(ask(application, scope_of("/healthz")))

    assert (crashed.status, served.status) == (500, 200)
    assert b"words of an error" not in crashed.body
