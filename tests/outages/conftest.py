"""An application on either database, with somebody who saves, and ways to take the database away from it."""

import importlib
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from werkzeug.test import TestResponse

from scheduler.accounts.models import MemberRole
from scheduler.db import AppSession, db
from tests.factories import organisation, person
from tests.logins import logged_in
from tests.plugins.compiled import keep_statements
from tests.plugins.databases import connected, drop_database, new_database

COPY = "What we ask of the ministers\n" + "before the vote, again and again, " * 140 + "until they hear"


@dataclass
class Server:
    """Somebody at a form, and the database behind it."""

    app: Flask
    client: FlaskClient
    organisation_id: int

    def save(self, **headers: str) -> TestResponse:
        """Add an event."""
        typed = {"title": "Vigil at the harbour", "description": COPY, "kind": "all_day", "first_day": "2027-07-30"}
        more = {"audience": "coalition", "organisation_id": str(self.organisation_id), "form_id": str(uuid.uuid4())}
        return self.client.post("/events/new", data=typed | more, headers=headers)

    @property
    def dialect(self) -> str:
        with self.app.app_context():
            return db.engine.dialect.name

    def events(self) -> list[str]:
        with self.app.app_context(), db.engine.connect() as connection:
            return list(connection.scalars(text("SELECT title FROM event")))

    def run(self, *statements: str) -> None:
        """Run statements on a connection of their own."""
        with self.app.app_context(), db.engine.connect().execution_options(sqlite_write=True) as connection:
            for statement in statements:
                connection.execute(text(statement))
            connection.commit()

    def on_connect(self, *statements: str) -> None:
        """Run statements on every connection that is made from now on."""

        def run(connection: Any, _record: object) -> None:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            cursor.close()
            if self.dialect == "postgresql":
                connection.commit()

        with self.app.app_context():
            event.listen(db.engine, "connect", run)
            db.engine.dispose()


@pytest.fixture
def database(engine_name, request, tmp_path) -> Iterator[str]:
    """The address of a database with the tables."""
    if engine_name == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'desk.db')}"
        return
    server = request.getfixturevalue("postgresql_server")
    url = new_database(server, str(request.getfixturevalue("postgresql_template").database))
    yield url.render_as_string(hide_password=False)
    drop_database(server, url)


@pytest.fixture
def server(database, config, clock, kept_templates) -> Iterator[Server]:
    app: Flask = importlib.import_module("scheduler.app").create_app(
        replace(config, database_url=database), clock=clock
    )
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = kept_templates
    with app.app_context():
        session = cast("AppSession", db.sessionmaker(expire_on_commit=False))
        bay = organisation(session)
        lena = person(session, "Lena Ortiz", (bay, MemberRole.LEAD))
        session.commit()
        keep_statements(db.engine)
    yield Server(app, logged_in(app, lena), bay.id)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def taken(server: Server, database: str) -> Iterator[None]:
    """Somebody else has what the form needs, and does not give it back in time."""
    impatient, lock = {
        "sqlite": ("PRAGMA busy_timeout=20", "SELECT 1"),
        "postgresql": (
            "SET lock_timeout = '20ms'",
            "LOCK TABLE event, invitation, observance IN ACCESS EXCLUSIVE MODE",
        ),
    }[server.dialect]
    server.on_connect(impatient)
    engine = connected(database)
    with engine.connect().execution_options(sqlite_write=True) as other:
        other.execute(text(lock))
        yield
    engine.dispose()
