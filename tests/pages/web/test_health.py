import dataclasses
import importlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import URL, make_url

from config import Config
from scheduler.db import db
from scheduler.outbox.services import beat
from scheduler.version import VERSION
from tests.factories import person
from tests.fakes import FakeClock
from tests.logins import logged_in
from tests.plugins.databases import drop_database, new_database


@pytest.fixture
def database_url(engine_name: str, config: Config, request: pytest.FixtureRequest) -> Iterator[str]:
    if engine_name == "sqlite":
        yield config.database_url
        return
    server: URL = request.getfixturevalue("postgresql_server")
    url = new_database(server, str(request.getfixturevalue("postgresql_template").database))
    yield url.render_as_string(hide_password=False)
    drop_database(server, url)


@pytest.fixture
def lose_database(database_url: str, request: pytest.FixtureRequest) -> Callable[[Flask], None]:
    """Takes the database away from an application that has used it."""
    url = make_url(database_url)

    def lose(app: Flask) -> None:
        if url.database is not None and url.get_backend_name() == "sqlite":
            # An open connection would go on reading from what it has mapped.
            with app.app_context():
                db.engine.dispose()
            Path(url.database).write_bytes(b"no database any more " * 300)
        else:
            drop_database(request.getfixturevalue("postgresql_server"), url)

    return lose


def test_the_process_answers(client: FlaskClient):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_installation_is_ready_once_it_is_migrated_and_its_worker_lives(
    app: Flask, client: FlaskClient, now: datetime
):
    before = client.get("/readyz")

    with app.app_context(), db.sessionmaker() as session:
        beat(session, "worker", now)
        session.commit()
    after = client.get("/readyz")

    assert before.status_code == 503
    assert (after.status_code, after.json) == (
        200,
        {"database": "ok", "migrations": "ok", "worker": "ok", "version": VERSION},
    )
    assert after.headers["Cache-Control"] == "no-store"


@pytest.mark.engines("sqlite", "postgresql")
def test_monitors_get_an_answer_while_the_database_is_down_whoever_is_logged_in(
    database_url: str, config: Config, clock: FakeClock, lose_database: Callable[[Flask], None]
):
    app: Flask = importlib.import_module("scheduler.app").create_app(
        dataclasses.replace(config, database_url=database_url), clock=clock
    )
    with app.app_context(), db.sessionmaker(expire_on_commit=False) as session:
        ana = person(session, "Ana")
        session.commit()
    coming_back = logged_in(app, ana)
    assert coming_back.get("/account").status_code == 200

    lose_database(app)

    unreachable = {"database": "unreachable", "migrations": "unknown", "worker": "unknown", "version": VERSION}
    for client in (app.test_client(), coming_back):
        for _ in range(2):
            ready = client.get("/readyz")
            assert (ready.status_code, ready.json) == (503, unreachable)
            assert client.get("/healthz").status_code == 200
    with app.app_context():
        db.engine.dispose()
