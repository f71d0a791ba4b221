"""Migrations make exactly the tables that the models describe, on both databases, and can be taken back."""

import dataclasses
import importlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Engine, bindparam, create_engine, inspect, text

from scheduler.db import AwareUTC, BrokenReferencesError, db, migration_engine, prepare_engine
from scheduler.schema.fitness import scripts
from tests.plugins.databases import drop_database, new_database

both_engines = pytest.mark.engines("sqlite", "postgresql")
# SQLite cannot tell what an index on an expression is about; PostgreSQL compares those too.
pytestmark = [
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
]


SETTLED = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def empty_database(engine_name, request, tmp_path) -> Iterator[str]:
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    url = new_database(server)
    yield url.render_as_string(hide_password=False)
    drop_database(server, url)


@pytest.fixture
def bare_app(empty_database, config, clock) -> Iterator[Flask]:
    """The application on a database with nothing in it."""
    create_app = importlib.import_module("scheduler.app").create_app
    app = create_app(dataclasses.replace(config, database_url=empty_database), clock=clock)
    yield app
    with app.app_context():
        db.engine.dispose()
        app.extensions["alembic"].engines["default"].dispose()


def alembic(app: Flask) -> Alembic:
    extension: Alembic = app.extensions["alembic"]
    return extension


def tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def test_there_is_one_head(app):
    with app.app_context():
        assert len(alembic(app).heads()) == 1


@both_engines
def test_upgrade_from_nothing_makes_what_the_models_describe(bare_app):
    with bare_app.app_context():
        alembic(bare_app).upgrade()
    with bare_app.app_context():
        assert alembic(bare_app).compare_metadata() == []


@both_engines
def test_down_to_nothing_and_up_again(bare_app):
    for target in ("heads", "base", "heads"):
        with bare_app.app_context():
            alembic(bare_app).upgrade(target) if target == "heads" else alembic(bare_app).downgrade(target)
        if target == "base":
            assert tables(bare_app) == {"alembic_version"}

    with bare_app.app_context():
        assert alembic(bare_app).compare_metadata() == []


@both_engines
def test_what_everything_public_shares_is_found_again_among_older_rows(bare_app):
    old_guard = text("INSERT INTO guard (audience, safe_title, held) VALUES (:audience, :title, :held)")
    marked = [("coalition", ""), *[("coalition", "shared:coalition")] * 2, ("public", "shared:public")]
    with bare_app.app_context():
        alembic(bare_app).upgrade("0001")
    with bare_app.app_context(), db.engine.begin() as connection:
        for audience, title in marked:
            connection.execute(old_guard, {"audience": audience, "title": title, "held": False})
    with bare_app.app_context():
        alembic(bare_app).upgrade()
    with bare_app.app_context(), db.engine.connect() as connection:
        shared = connection.scalars(text("SELECT shared FROM guard ORDER BY id")).all()

    assert shared == [None, "coalition", None, "public"]


def columns(app: Flask) -> dict[str, dict[str, bool]]:
    """Whether a row can be inserted without a column, by table and name."""
    with app.app_context():
        return {
            table: {one["name"]: one["nullable"] or one["default"] is not None for one in found}
            for (_schema, table), found in inspect(db.engine).get_multi_columns().items()
        }


@both_engines
def test_a_program_that_does_not_know_a_column_may_leave_it_out(bare_app):
    with bare_app.app_context():
        first, *later = [script.revision for script in reversed(list(scripts().walk_revisions()))]
        alembic(bare_app).upgrade(first)
    before = columns(bare_app)
    for revision in later:
        with bare_app.app_context():
            alembic(bare_app).upgrade(revision)
        after = columns(bare_app)
        added = {(table, name) for table, known in before.items() for name in after[table].keys() - known.keys()}
        assert [(revision, *one) for one in added if not after[one[0]][one[1]]] == []
        before = after


# What is written of a message: the id, its state, what carries it, and why it was not sent.
OUTBOX = [
    (1, "ready", 1, ""),
    (2, "claimed", 2, ""),
    (3, "held", 3, "restored"),
    (4, "failed", 4, "refused"),
    (5, "sent", 5, ""),
    (6, "nothing_to_say", 6, "gone"),
    *[(10 + carrier, "bundled", carrier, "") for carrier in range(1, 8)],
    (20, "ready", None, ""),
]
CAME_TO = {11: "ready", 12: "ready", 13: "held", 14: "failed", 15: "sent", 16: "sent", 17: "sent"}
REASONS = {13: "restored", 14: "refused"}
ADD_MESSAGE = text(
    "INSERT INTO message (id, stream, kind, payload, dedup_key, message_id, created_at, due_at, state, bundle_id, "
    "attempts, last_error, settled_at) VALUES (:id, 'notice', 'lifted', '{}', :key, :key, '2026-01-01 00:00:00+00:00', "
    "'2026-01-01 00:00:00+00:00', :state, :bundle, 0, :error, :settled)"
)


@pytest.fixture
def bundled(bare_app: Flask) -> Flask:
    """A newest schema with mail that goes along with other mail; the carrier of 17 is gone."""
    unsettled = {"ready", "claimed", "held"}
    with bare_app.app_context():
        alembic(bare_app).upgrade()
    with bare_app.app_context(), db.engine.connect().execution_options(sqlite_write=True) as connection:
        for ident, state, bundle, error in OUTBOX:
            settled = None if state in unsettled else SETTLED
            row = {"id": ident, "key": f"m{ident}", "state": state, "bundle": bundle, "error": error}
            connection.execute(ADD_MESSAGE.bindparams(bindparam("settled", type_=AwareUTC)), row | {"settled": settled})
        connection.commit()
    return bare_app


def outbox(app: Flask) -> dict[int, tuple[str, bool, str]]:
    """The state of each message, whether it is settled, and why."""
    query = text("SELECT id, state, settled_at, last_error FROM message ORDER BY id")
    with app.app_context(), db.engine.connect() as connection:
        return {row.id: (row.state, row.settled_at is not None, row.last_error) for row in connection.execute(query)}


@both_engines
def test_mail_that_went_along_with_other_mail_is_not_lost_on_the_way_back(bundled):
    before = outbox(bundled)
    with bundled.app_context():
        alembic(bundled).downgrade("0005")

    expected = {
        ident: (state, state not in {"ready", "held"}, REASONS.get(ident, "")) for ident, state in CAME_TO.items()
    }
    assert outbox(bundled) == before | expected


@both_engines
def test_held_mail_and_what_went_along_fail_where_nothing_is_held(bundled):
    with bundled.app_context():
        alembic(bundled).downgrade("0001")

    after = outbox(bundled)
    assert after[3] == after[13] == ("failed", True, "restored")
    assert {state for state, *_others in after.values()} <= {"ready", "claimed", "sent", "failed", "nothing_to_say"}


@pytest.fixture
def family(tmp_path) -> Iterator[Engine]:
    """A SQLite database in which a child refers to its parent, and would go with it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'family.db'}")
    prepare_engine(engine)
    with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE child (parent_id INTEGER REFERENCES parent ON DELETE CASCADE)"))
        connection.execute(text("INSERT INTO parent VALUES (1)"))
        connection.execute(text("INSERT INTO child VALUES (1)"))
    yield engine
    engine.dispose()


def test_changing_a_table_keeps_the_rows_that_refer_to_it(family):
    engine = migration_engine(family)

    with engine.connect() as connection, connection.begin():
        operations = Operations(MigrationContext.configure(connection, opts={"render_as_batch": True}))
        with operations.batch_alter_table("parent", recreate="always"):
            pass

    with family.connect() as connection:
        assert connection.execute(text("SELECT parent_id FROM child")).scalars().all() == [1]
    engine.dispose()


def test_a_migration_that_breaks_references_is_not_committed(family):
    engine = migration_engine(family)

    with pytest.raises(BrokenReferencesError), engine.connect() as connection, connection.begin():
        connection.execute(text("DELETE FROM parent"))

    with family.connect() as connection:
        assert connection.execute(text("SELECT id FROM parent")).scalars().all() == [1]
    engine.dispose()
