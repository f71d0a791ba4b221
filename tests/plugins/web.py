"""The application on a database of the test's own: in process, and behind a real HTTP server."""

import importlib
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from config import Config
from scheduler.db import AppSession, db
from tests.fakes import FakeClock
from tests.plugins.compiled import KeptTemplates, keep_statements
from tests.plugins.kept import KeptBeginnings

if TYPE_CHECKING:
    from tests.coalition import Town


@dataclass(frozen=True, slots=True)
class LiveServer:
    """Where the application answers over HTTP."""

    url: str
    app: Flask


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that listens on a free port, so that the address is known before the application is made."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield listening


@pytest.fixture
def config(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Config:
    base_url = "http://localhost"
    if "listener" in request.fixturenames:
        base_url = f"http://127.0.0.1:{request.getfixturevalue('listener').getsockname()[1]}"
    return Config(
        secret_key="only for tests, and long enough for them",
        database_url=f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'app.db')}",
        base_url=base_url,
        mail_from="Test Coalition <scheduler@coalition.example>",
        instance_dir=tmp_path,
    )


@cache
def light_hashing() -> Any:
    """Argon2 as in earnest, but with little memory and one round."""
    context = importlib.import_module("passlib.context").CryptContext
    return context(schemes=["argon2"], argon2__rounds=1, argon2__memory_cost=8, argon2__parallelism=1)


@pytest.fixture
def app(config: Config, clock: FakeClock, kept_templates: KeptTemplates) -> Iterator[Flask]:
    # Imported here: tests of domain code start faster without the web, and run while it is broken.
    create_app = importlib.import_module("scheduler.app").create_app
    app: Flask = create_app(config, clock=clock)
    # Forms are posted without a first GET; tests/web/test_csrf.py and the browser tests have the check on.
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = kept_templates
    app.extensions["security"].pwd_context = light_hashing()
    # Written when a test says so, not when a slow one has taken a minute; tests count what a page asks of the database.
    app.extensions["scheduler.last_uses"] = importlib.import_module("scheduler.accounts.services.log_ins").LastUses(
        lambda: 0.0
    )
    checked = importlib.import_module("tests.feed_cache").CheckedFeedCache
    app.extensions["scheduler.feed_cache"] = checked(app.extensions["scheduler.version_watch"], 64_000_000)
    with app.app_context():
        keep_statements(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def store(app: Flask) -> Iterator[AppSession]:
    """A session on the application's database: commit after writing and after reading, or requests have to wait."""
    with app.app_context():
        session = cast("AppSession", db.sessionmaker(expire_on_commit=False))
    with session:
        yield session


@pytest.fixture
def town(store: AppSession, kept_beginnings: KeptBeginnings) -> "Town":
    """Two organisations and their people in the application's database."""
    made: Town = importlib.import_module("tests.coalition").kept_town(store, kept_beginnings)
    return made


@pytest.fixture
def tick(app: Flask) -> Callable[[], None]:
    """Runs each of the worker's jobs once, as `run_jobs` does."""
    worker_module = importlib.import_module("scheduler.worker")

    def run() -> None:
        run_jobs(app, worker_module.build_worker(app)._tools)

    return run


def run_jobs(app: Flask, tools: Any) -> None:
    """Run each of the worker's jobs once, in their order, at the time that the clock shows.

    Mail leaves as if it were a little later, when notices have gathered that wait for each other.
    """
    worker_module = importlib.import_module("scheduler.worker")
    apart = importlib.import_module("scheduler.agenda.services.notifications").APART
    with app.app_context():
        for name, _seconds, job in worker_module.JOBS:
            later = apart if name == "dispatch" else timedelta()
            tools.clock.advance(later)
            job(tools)
            tools.clock.advance(-later)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def live_server(app: Flask, listener: socket.socket) -> Iterator[LiveServer]:
    """The application of this test, with its clock and database, behind a threaded HTTP server."""
    app.config["WTF_CSRF_ENABLED"] = True
    host, port = listener.getsockname()
    server = make_server(host, port, app, threaded=True, fd=listener.fileno())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveServer(f"http://{host}:{port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
