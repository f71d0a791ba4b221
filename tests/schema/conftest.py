"""Applications on databases of another schema than theirs."""

import importlib
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import URL, make_url, text

from config import Config
from scheduler.db import db
from scheduler.schema.fitness import scripts
from tests.plugins.databases import drop_database, new_database


@pytest.fixture(scope="module")
def migrated_database(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[URL]:
    """A database that the application's own migrations have made, to be copied."""
    server = request.getfixturevalue("postgresql_server") if engine_name == "postgresql" else None
    folder = tmp_path_factory.mktemp("migrated")
    url = new_database(server) if server else make_url(f"sqlite:///{folder / 'migrated.db'}")
    config = Config(
        secret_key="only for tests, and long enough for them",
        database_url=url.render_as_string(hide_password=False),
        base_url="http://localhost",
        mail_from="Test Coalition <scheduler@coalition.example>",
        instance_dir=folder,
    )
    app = importlib.import_module("scheduler.app").create_app(config)
    with app.app_context():
        app.extensions["alembic"].upgrade()
    close(app)
    yield url
    if server:
        drop_database(server, url)


@pytest.fixture
def migrated(engine_name, request, config, clock, tmp_path, migrated_database) -> Iterator[Flask]:
    """The application on a database of its own that its migrations have made."""
    server = request.getfixturevalue("postgresql_server") if engine_name == "postgresql" else None
    if server:
        url = new_database(server, migrated_database.database)
    else:
        url = make_url(f"sqlite:///{shutil.copy(migrated_database.database, tmp_path / 'migrated.db')}")
    address = url.render_as_string(hide_password=False)
    app = importlib.import_module("scheduler.app").create_app(replace(config, database_url=address), clock=clock)
    yield app
    close(app)
    if server:
        drop_database(server, url)


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
        app.extensions["alembic"].engines["default"].dispose()


def put_at(app: Flask, revision: str | None) -> None:
    """Say in the database that it is at this revision, or at none."""
    with app.app_context(), db.sessionmaker() as session:
        session.execute(text("DELETE FROM alembic_version"))
        if revision:
            session.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
        session.commit()


def run(app: Flask, *arguments: str, answer: str = "") -> Result:
    """Run a command as `flask` does, in the application's context."""
    with app.app_context():
        return app.test_cli_runner().invoke(args=arguments, input=answer)


def head(app: Flask) -> str:
    with app.app_context():
        found: str = scripts().get_heads()[0]
    return found
