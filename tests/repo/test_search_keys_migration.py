"""Deadlines that are alike when the search begins to keep keys are so afterwards, before the worker has written any."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, select

from scheduler.db import db
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database

__all__ = ["bare_app", "empty_database"]

REVISION, LONG_AGO = "0057", datetime(2026, 1, 1, tzinfo=UTC)
DAY, ELSE = date(2027, 7, 30), date(2027, 7, 31)
# By id: what tells an entry from the first one.
ENTRIES: dict[int, dict[str, Any]] = {
    1: {},
    2: {"kind": "event"},
    3: {"title": "Review"},
    4: {},
    5: {"path": "/content/b"},
    6: {"status": "cancelled"},
    7: {"phrases": '{"title":["due",{},{}]}'},
    8: {"first_day": ELSE, "last_day": ELSE},
    9: {"title": "Review"},
}


def fill(app: Flask) -> None:
    """Insert the entries, with what every column of a table needs, whatever later migrations have added."""
    with app.app_context():
        metadata = MetaData()
        tables = {name: Table(name, metadata, autoload_with=db.engine) for name in ("guard", "entry", "occurrence")}
        with db.engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
            connection.execute(tables["guard"].insert().values(_whole(tables["guard"], {"id": 1})))
            for ident, told in ENTRIES.items():
                row = {"kind": "deadline", "title": "Sign-off", "path": "/content/a", "phrases": "", **told}
                days = {"first_day": row.pop("first_day", DAY), "last_day": row.pop("last_day", DAY)}
                row |= {"id": ident, "uid": f"u{ident}", "source_id": ident, "guard_id": 1, "tags": [], "facts": {}}
                connection.execute(tables["entry"].insert().values(_whole(tables["entry"], row)))
                instance = _whole(tables["occurrence"], {"id": ident, "entry_id": ident, **days})
                connection.execute(tables["occurrence"].insert().values(instance))


def _whole(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    plain: dict[type, object] = {str: "", int: 0, bool: False, datetime: LONG_AGO, bytes: b"", dict: {}, list: []}
    needed = [column for column in table.columns if not column.nullable and column.server_default is None]
    return {column.name: plain[column.type.python_type] for column in needed if column.name not in values} | values


def keys(app: Flask) -> dict[int, int | None]:
    with app.app_context():
        entry = Table("entry", MetaData(), autoload_with=db.engine)
        with db.engine.connect() as connection:
            return {row.id: row.alike for row in connection.execute(select(entry.c.id, entry.c.alike))}


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_each_deadline_has_the_number_of_the_first_like_it(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
        alembic(bare_app).downgrade()
    fill(bare_app)

    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)

    assert keys(bare_app) == {1: -1, 2: None, 3: -3, 4: -1, 5: -5, 6: -6, 7: -7, 8: -8, 9: -3}
