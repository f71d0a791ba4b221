"""Servers and workers that start at the same moment on one database, which nobody has used before."""

import dataclasses
import importlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import URL, create_engine, event
from sqlalchemy.engine import make_url

from config import Config
from scheduler.app import create_app
from scheduler.db import MIGRATIONS, db, take_turns
from tests.plugins.databases import drop_database, new_database, wait_for_waiters
from tests.plugins.forked import Forked, fork

both_engines = pytest.mark.engines("sqlite", "postgresql")


@pytest.fixture
def empty_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    if engine_name == "sqlite":
        yield make_url(f"sqlite:///{tmp_path / 'empty.db'}")
        return
    server: URL = request.getfixturevalue("postgresql_server")
    url = new_database(server)
    yield url
    drop_database(server, url)


def started(folder: Path, url: URL, *command: str) -> Forked:
    settings = {
        "SCHEDULER_INSTANCE_DIR": str(folder),
        "SCHEDULER_DATABASE_URL": url.render_as_string(hide_password=False),
        "PYTHONTZPATH": "",
    }
    return fork(["-m", "flask", *command], os.environ | settings)


def ends(process: Forked) -> str:
    ended = process.ended()
    printed = ended.stdout + ended.stderr
    assert ended.returncode == 0, printed
    return printed


@both_engines
def test_migrations_that_start_together_take_turns(empty_url: URL, tmp_path: Path):
    engine = create_engine(empty_url)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection, connection.begin():
            take_turns(connection, MIGRATIONS)
            processes = [started(tmp_path, empty_url, "db", "upgrade") for _ in range(2)]
            wait_for_waiters(empty_url, 2)
    else:
        processes = [started(tmp_path, empty_url, "db", "upgrade") for _ in range(2)]

    printed = [ends(process) for process in processes]

    assert sorted(output.count("Create all tables") for output in printed) == [0, 1]
    engine.dispose()


@both_engines
def test_an_upgrade_is_there_as_a_whole_or_not_at_all(empty_url: URL, tmp_path: Path):
    config = Config(
        secret_key="only for tests, and long enough for them",
        database_url=empty_url.render_as_string(hide_password=False),
        base_url="http://localhost",
        mail_from="Test Coalition <scheduler@coalition.example>",
        instance_dir=tmp_path,
    )
    app = create_app(config)
    alembic: Alembic = app.extensions["alembic"]
    with app.app_context():
        engine, ends = alembic.engines["default"], list[str]()
        event.listen(engine, "commit", lambda _connection: ends.append("commit"))
        alembic.upgrade()
        engine.dispose()
        db.engine.dispose()

    assert ends == ["commit"]


@both_engines
def test_first_ticks_of_two_workers_at_once_do_not_fail(
    empty_url: URL, config: Config, caplog: pytest.LogCaptureFixture
):
    worker_module = importlib.import_module("scheduler.worker")
    create_app = importlib.import_module("scheduler.app").create_app
    settings = dataclasses.replace(config, database_url=empty_url.render_as_string(hide_password=False))
    apps: list[Flask] = [create_app(settings) for _ in range(2)]
    with apps[0].app_context():
        apps[0].extensions["alembic"].upgrade()
    caplog.clear()
    together = threading.Barrier(2, timeout=30)

    def tick(app: Flask) -> None:
        worker = worker_module.build_worker(app)
        for name, _seconds, job in worker_module.JOBS:
            together.wait()
            worker._run(name, job)

    threads = [threading.Thread(target=tick, args=(app,)) for app in apps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert caplog.messages == []
    for app in apps:
        with app.app_context():
            db.engine.dispose()
            app.extensions["alembic"].engines["default"].dispose()
