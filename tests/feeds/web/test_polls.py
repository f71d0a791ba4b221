"""Polls that the event loop answers: as the application would, and only while nothing has changed."""

import asyncio
import dataclasses
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine

from config import Config
from scheduler.app import create_app
from scheduler.db import AppSession, db
from scheduler.feeds.models import Feed
from scheduler.feeds.services.fetches import FLUSH_SECONDS
from scheduler.feeds.services.version_watch import LOOK_SECONDS, VersionWatch
from scheduler.feeds.views.files import answer_polls
from scheduler.web.asgi import Receive, Scope, Send, respond
from tests.coalition import Town
from tests.fakes import FakeClock
from tests.feeds.web.test_pages import addresses, make
from tests.serving.asking import Reply, ask, run, scope_of

HANDED_ON = 299
FORWARDED = {"X-Forwarded-Proto": "http, https", "X-Forwarded-For": "203.0.113.9"}


async def hand_on(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand in for the application: say that it was asked."""
    await respond(send, HANDED_ON, [], b"")


def poll(app: Flask, path: str, headers: dict[str, str] | None = None, method: str = "GET", proxies: int = 0) -> Reply:
    return run(ask(answer_polls(app, hand_on, proxies=proxies), scope_of(path, headers, method)))


@pytest.mark.parametrize("proxies", [0, 1])
@pytest.mark.parametrize("asked", [{}, {"Accept-Encoding": "gzip, br"}, {"If-None-Match": "*"}, FORWARDED])
def test_the_loop_answers_as_the_application_does(
    config: Config, clock: FakeClock, town: Town, asked: dict[str, str], proxies: int
) -> None:
    app = create_app(dataclasses.replace(config, proxies=proxies), clock=clock)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = town.client(app, "member")
    for address in ("/feeds/public.ics", make(client)):
        built = client.get(address, headers=asked)
        reply = poll(app, address, asked, proxies=proxies)

        assert (reply.status, reply.body) == (built.status_code, built.data)
        assert sorted(reply.headers) == sorted((name.lower(), value) for name, value in built.headers)
        is_secure = proxies == 1 and asked is FORWARDED
        assert ("strict-transport-security" in dict(reply.headers)) is is_secure
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("proxies", [0, 1, 2])
@pytest.mark.parametrize(
    "scheme", ["", "https", "http", "http, https", "https,http ", " https , , http", ",https", '"https"']
)
def test_what_proxies_say_of_the_scheme_counts_as_in_the_application(
    config: Config, clock: FakeClock, scheme: str, proxies: int
) -> None:
    app = create_app(dataclasses.replace(config, proxies=proxies), clock=clock)
    built = app.test_client().get("/feeds/public.ics", headers={"X-Forwarded-Proto": scheme})
    reply = poll(app, "/feeds/public.ics", {"X-Forwarded-Proto": scheme}, proxies=proxies)

    assert ("strict-transport-security" in dict(reply.headers)) is ("Strict-Transport-Security" in built.headers)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "PUT"])
def test_only_plain_polls_are_answered_in_the_loop(app: Flask, method: str) -> None:
    app.test_client().get("/feeds/public.ics")

    assert poll(app, "/feeds/public.ics").status == 200
    assert poll(app, "/feeds/public.ics", method=method).status == HANDED_ON
    assert app.test_client().head("/feeds/public.ics").headers == app.test_client().get("/feeds/public.ics").headers


@pytest.mark.parametrize(
    "path", ["/feeds/made-up.ics", "/feeds/.ics", "/feeds/a/b.ics", "/feeds", "/feeds/public.icsx"]
)
def test_what_leads_nowhere_is_the_applications_to_say(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code in {302, 404}
    assert poll(app, path).status == HANDED_ON


def test_a_revoked_feed_and_an_old_address_are_gone_at_once(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "member")
    address = make(client)
    for act in ("rotate", "revoke"):
        assert client.get(address).status_code == 200
        assert poll(app, address).status == 200
        feed_id = store.query(Feed).one().id
        store.rollback()

        client.post(f"/feeds/{feed_id}/{act}")

        assert poll(app, address).status == HANDED_ON
        assert client.get(address).status_code == 410
        if act == "rotate":
            address = addresses(client.get("/feeds").text)[0]


def test_who_has_a_file_that_made_room_is_told_whether_it_has_changed(
    config: Config, clock: FakeClock, town: Town, store: AppSession
) -> None:
    app = create_app(dataclasses.replace(config, feed_memory_mb=0), clock=clock)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = town.client(app, "member")
    address = make(client)
    known = {"If-None-Match": client.get(address).headers["ETag"]}

    built, reply = client.get(address, headers=known), poll(app, address, known)
    assert (reply.status, reply.body) == (built.status_code, built.data) == (304, b"")
    assert sorted(reply.headers) == sorted((name.lower(), value) for name, value in built.headers)
    for headers in ({}, {"If-None-Match": '"another"'}):
        assert poll(app, address, headers).status == HANDED_ON

    feed_id = store.query(Feed).one().id
    store.rollback()
    client.post(f"/feeds/{feed_id}/revoke")
    assert poll(app, address, known).status == HANDED_ON
    assert client.get(address, headers=known).status_code == 410
    with app.app_context():
        db.engine.dispose()


def test_fetches_are_counted_in_memory_and_written_by_the_application(
    app: Flask, town: Town, store: AppSession
) -> None:
    client = town.client(app, "member")
    address = make(client)
    client.get(address, headers={"User-Agent": "Thunderbird/128"})
    for _ in range(3):
        assert poll(app, address, {"User-Agent": "Google-Calendar-Importer"}).status == 200
    assert store.query(Feed).one().fetches == 0
    store.rollback()

    app.extensions["scheduler.fetch_log"]._flushed_at -= FLUSH_SECONDS

    assert poll(app, address).status == HANDED_ON
    client.get(address, headers={"User-Agent": "Thunderbird/128"})
    feed = store.query(Feed).one()
    assert (feed.fetches, feed.last_agent) == (5, "Thunderbird")


class SlowDatabase:
    """An engine that answers when it is let."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.may_answer = threading.Event()
        self.looks = 0

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        self.looks += 1
        self.may_answer.wait()
        with self.engine.connect() as connection:
            yield connection


@pytest.fixture
def slow_database(app: Flask) -> Iterator[SlowDatabase]:
    """The public feed is in memory, the last look is old, and the database does not answer any more."""
    with app.app_context():
        database = SlowDatabase(db.engine)
    app.test_client().get("/feeds/public.ics")
    watch: VersionWatch = app.extensions["scheduler.version_watch"]
    watch._connect = database.connect
    watch._looked_at -= 2 * LOOK_SECONDS
    yield database
    database.may_answer.set()


def test_a_database_that_does_not_answer_stops_neither_the_loop_nor_the_polls(
    app: Flask, slow_database: SlowDatabase
) -> None:
    async def ask_many() -> list[Reply]:
        polls = answer_polls(app, hand_on, proxies=0)
        asked = [asyncio.create_task(ask(polls, scope_of("/feeds/public.ics"))) for _ in range(50)]
        other = await ask(polls, scope_of("/healthz"))
        return [other, *await asyncio.gather(*asked)]

    other, *replies = run(_letting_go(ask_many(), slow_database))

    assert other.status == HANDED_ON
    assert {reply.status for reply in replies} == {200}
    assert slow_database.looks == 1


def test_what_was_revoked_here_is_not_served_while_the_database_does_not_answer(
    app: Flask, slow_database: SlowDatabase
) -> None:
    app.extensions["scheduler.version_watch"].invalidate()

    async def ask_once() -> list[Reply]:
        return [await ask(answer_polls(app, hand_on, proxies=0), scope_of("/feeds/public.ics"))]

    assert run(_letting_go(ask_once(), slow_database))[0].status == HANDED_ON


async def _letting_go(asking: Any, database: SlowDatabase) -> list[Reply]:
    """Wait for the replies while the database is silent, and let its thread go before the loop ends."""
    try:
        return list(await asking)
    finally:
        database.may_answer.set()
