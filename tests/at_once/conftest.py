"""The demo coalition, settled once on each database, and for each test a copy of its own with an application on it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import URL, Engine, inspect, select
from sqlalchemy.orm import sessionmaker

from config import Config
from scheduler.accounts.models import Organisation, Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.app import create_app
from scheduler.db import AppSession, Base, db
from tests.bad_input.built import NOW, Built, built_once
from tests.bad_input.house import settle
from tests.fakes import FakeClock
from tests.logins import logged_in
from tests.plugins.compiled import KeptTemplates, keep_statements
from tests.plugins.databases import connected, drop_database, new_database
from tests.plugins.web import light_hashing
from tests.together import Post, Reply, Sessions, post, send_together

Row = TypeVar("Row", bound=Base)


def application(url: str, folder: Path, clock: FakeClock) -> Flask:
    app = create_app(
        Config(
            secret_key="only for tests, and long enough for them",
            database_url=url,
            base_url="http://localhost",
            mail_from="Test Coalition <scheduler@coalition.example>",
            instance_dir=folder,
        ),
        clock=clock,
    )
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.extensions["security"].pwd_context = light_hashing()
    with app.app_context():
        keep_statements(db.engine)
    return app


def address_of(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@dataclass(frozen=True, slots=True)
class Settled:
    """A database with the demo coalition, to be copied, and its people."""

    url: URL
    people: dict[str, Person]


@pytest.fixture(scope="session")
def built(run_folder: Path, sqlite_template: Path, kept_templates: KeptTemplates) -> Built:
    """The demo coalition on SQLite, and every page of it."""
    return built_once(run_folder, sqlite_template, kept_templates)


@pytest.fixture(scope="session")
def settled(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settled]:
    if engine_name == "sqlite":
        built: Built = request.getfixturevalue("built")
        yield Settled(URL.create("sqlite", database=str(built.database)), built.people)
        return
    template: URL = request.getfixturevalue("postgresql_template")
    url = new_database(request.getfixturevalue("postgresql_server"), str(template.database))
    app = application(address_of(url), tmp_path_factory.mktemp("at-once"), FakeClock(NOW))
    people, _pages = settle(app, NOW)
    with app.app_context():
        db.engine.dispose()
    yield Settled(url, people)
    drop_database(request.getfixturevalue("postgresql_server"), url)


@dataclass
class Town:
    """An application with the demo coalition, who is in it, and what several of them do at once."""

    app: Flask
    engine: Engine
    people: dict[str, Person]
    clock: FakeClock
    sessions: Sessions = field(init=False)

    def __post_init__(self) -> None:
        self.sessions = sessionmaker(self.engine, class_=AppSession)

    def together(self, *forms: tuple[str, str, Mapping[str, object]]) -> list[Reply]:
        """Send several forms at the same moment: each with who sends it, to which address, and what it says."""
        return send_together(self.app, self.engine, [Post(self.people[who], path, data) for who, path, data in forms])

    def post(self, who: str, path: str, **data: object) -> Reply:
        return post(self.app, Post(self.people[who], path, data))

    def page(self, who: str, path: str) -> str:
        return logged_in(self.app, self.people[who]).get(path).text

    def context(self, who: str | None) -> ChangeContext:
        found = self.app.extensions["scheduler.listeners"]
        return ChangeContext(found, self.people[who].id if who else None, self.clock.now())

    def organisation(self, name: str) -> int:
        with self.sessions() as session:
            return session.scalars(select(Organisation.id).where(Organisation.short_name == name)).one()

    def rows(self, model: type[Row]) -> list[Row]:
        """Return all rows of a table, in the order of their keys, as they are now."""
        with self.sessions(expire_on_commit=False) as session:
            found = list(session.scalars(select(model).order_by(*inspect(model).primary_key)))
            session.expunge_all()
        return found


@pytest.fixture
def town(
    settled: Settled, request: pytest.FixtureRequest, tmp_path: Path, kept_templates: KeptTemplates
) -> Iterator[Town]:
    if settled.url.get_backend_name() == "sqlite":
        url = URL.create("sqlite", database=str(shutil.copy(str(settled.url.database), tmp_path / "town.db")))
    else:
        url = new_database(request.getfixturevalue("postgresql_server"), str(settled.url.database))
    clock, engine = FakeClock(NOW), connected(url)
    app = application(address_of(url), tmp_path, clock)
    app.jinja_env.bytecode_cache = kept_templates
    yield Town(app, engine, settled.people, clock)
    with app.app_context():
        db.engine.dispose()
    engine.dispose()
    if settled.url.get_backend_name() != "sqlite":
        drop_database(request.getfixturevalue("postgresql_server"), url)
