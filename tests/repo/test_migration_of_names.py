"""What is there before names are kept and claimed is kept, whatever looks alike in it."""

import dataclasses
import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import text

from scheduler.accounts.domain.skeletons import keys_of
from scheduler.db import db
from tests.plugins.databases import drop_database, new_database

pytestmark = [
    pytest.mark.engines("sqlite", "postgresql"),
    # SQLite cannot tell what an index on an expression is about.
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
]

ORGANISATIONS = (
    (1, "Modern Aid", "Modern"),
    (2, "Modem Aid", "Aid Two"),
    (3, "کمک", "کمک"),
    (4, "Modern\u200bAid", "x"),
)
OTTO = (
    "INSERT INTO person (id, email, active, fs_uniquifier, name, zone, created_at, revision) "
    "VALUES (1, 'o@b.example', true, 'key', 'Otto Port', 'UTC', '2026-01-01 00:00:00', 1)"
)
GUARD = "INSERT INTO guard (id, audience, safe_title, held) VALUES (1, 'coalition', '', false)"


@pytest.fixture
def old_app(engine_name, request, tmp_path, config, clock) -> Iterator[Flask]:
    """The application on a database of release 0.2.0."""
    server = None if engine_name == "sqlite" else request.getfixturevalue("postgresql_server")
    url = new_database(server) if server is not None else None
    name = f"sqlite:///{tmp_path / 'old.db'}" if url is None else url.render_as_string(hide_password=False)
    create_app = importlib.import_module("scheduler.app").create_app
    app = create_app(dataclasses.replace(config, database_url=name), clock=clock)
    with app.app_context():
        alembic(app).upgrade("0001")
    yield app
    with app.app_context():
        db.engine.dispose()
        app.extensions["alembic"].engines["default"].dispose()
    if server is not None and url is not None:
        drop_database(server, url)


def alembic(app: Flask) -> Alembic:
    extension: Alembic = app.extensions["alembic"]
    return extension


def run(app: Flask, *statements: str) -> None:
    with app.app_context(), db.engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))


def rows(app: Flask, query: str) -> list[tuple[Any, ...]]:
    with app.app_context(), db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def add_organisations(app: Flask) -> None:
    for ident, name, short in ORGANISATIONS:
        run(
            app,
            "INSERT INTO organisation (id, name, short_name, zone, website, created_at, revision) "
            f"VALUES ({ident}, '{name}', '{short}', 'UTC', '', '2026-01-01 00:00:00', 1)",
        )


def test_names_are_claimed_by_who_had_them_first_and_nobody_is_lost(old_app):
    add_organisations(old_app)

    with old_app.app_context():
        alembic(old_app).upgrade()

    claimed: dict[str, int] = dict(rows(old_app, "SELECT key, organisation_id FROM organisation_name_key"))
    assert len(rows(old_app, "SELECT id FROM organisation")) == len(ORGANISATIONS)
    for ident, _name, short in ORGANISATIONS:
        assert {claimed[key] for key in keys_of(short)} == {ident}
    assert {claimed[key] for name in ("Modern Aid", "Modem Aid") for key in keys_of(name)} == {1}
    assert {claimed[key] for key in keys_of("كمك")} & {3}


def test_signers_keep_the_names_that_they_have_now(old_app):
    add_organisations(old_app)
    run(
        old_app,
        OTTO,
        GUARD,
        "INSERT INTO item (id, public_id, kind, state, organisation_id, guard_id, created_by, created_at, revision, "
        "version_number, public_when_published, outlet, outside_link, published_url, state_note) "
        "VALUES (1, 'abc', 'post', 'draft', 1, 1, 1, '2026-01-01 00:00:00', 1, 1, false, '', '', '', '')",
        "INSERT INTO sign_off (id, item_id, version_number, words_hash, organisation_id, person_id, as_role, answer, "
        "comment, at) VALUES (1, 1, 1, 'h', 1, 1, 'lead', 'yes', '', '2026-01-01 00:00:00')",
    )

    with old_app.app_context():
        alembic(old_app).upgrade()

    assert rows(old_app, "SELECT person_name, on_behalf_name, organisation_name FROM sign_off") == [
        ("Otto Port", None, "Modern Aid")
    ]


def test_acts_are_found_by_whom_they_are_about(old_app):
    acts = (
        ("person", 7, "{}"),
        ("organisation", 2, '{"person_id": 8, "role": "lead"}'),
        ("invitation", 5, '{"organisation_id": 3, "invited_by": null}'),
        ("invitation", 6, '{"organisation_id": null}'),
    )
    for ident, (kind, subject, data) in enumerate(acts, 1):
        run(
            old_app,
            "INSERT INTO audit (id, at, act, subject_kind, subject_id, facts) "
            f"VALUES ({ident}, '2026-01-01 00:00:00', 'x', '{kind}', {subject}, '{data.replace(':', chr(92) + ':')}')",
        )

    with old_app.app_context():
        alembic(old_app).upgrade()

    assert rows(old_app, "SELECT person_id, organisation_id FROM audit ORDER BY id") == [
        (7, None),
        (8, 2),
        (None, 3),
        (None, None),
    ]
