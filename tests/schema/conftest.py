"""Applications on databases of another schema than theirs."""

import importlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from scheduler.db import db
from scheduler.schema.fitness import scripts
from tests.plugins.databases import drop_database, new_database


@pytest.fixture
def migrated(engine_name, request, config, clock, tmp_path) -> Iterator[Flask]:
    """The application on a database that its own migrations have made."""
    server = request.getfixturevalue("postgresql_server") if engine_name == "postgresql" else None
    url = new_database(server) if server else None
    address = url.render_as_string(hide_password=False) if url else f"sqlite:///{tmp_path / 'migrated.db'}"
    app = importlib.import_module("scheduler.app").create_app(replace(config, database_url=address), clock=clock)
    with app.app_context():
        app.extensions["alembic"].upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()
        app.extensions["alembic"].engines["default"].dispose()
    if server and url:
        drop_database(server, url)


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
