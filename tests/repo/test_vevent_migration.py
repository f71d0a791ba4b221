"""The migration that sets descriptions of entries apart keeps every row, and its way back puts them together again."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, select

from scheduler.db import db
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database

__all__ = ["bare_app", "empty_database"]

HEAD, SUMMARY, END = b"BEGIN:VEVENT\r\nUID:1\r\n", b"SUMMARY:Day\r\n", b"END:VEVENT\r\n"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
REVISION = "0005"


def move(app: Flask, *, up: bool) -> None:
    """Go to just after, or to just before, the migration."""
    with app.app_context():
        alembic(app).upgrade(REVISION) if up else alembic(app).downgrade()


def insert_entry(app: Flask, ident: int, **values: object) -> None:
    """Insert a row with what every column of the table needs, whatever later migrations have added."""
    fixed = {"id": ident, "uid": f"u{ident}", "source_id": ident, "guard_id": 1, "starts_on": date(2027, 7, 30)}
    fixed |= {"vevent_head": HEAD, "vevent_summary": SUMMARY, "tags": [], "facts": {}}
    with app.app_context():
        metadata = MetaData()
        entry, guard = (
            Table("entry", metadata, autoload_with=db.engine),
            Table("guard", metadata, autoload_with=db.engine),
        )
        with db.engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
            if connection.execute(select(guard.c.id)).first() is None:
                connection.execute(guard.insert().values(_whole(guard, {"id": 1})))
            connection.execute(entry.insert().values(_whole(entry, fixed | values)))


def _whole(table: Table, values: dict[str, object]) -> dict[str, object]:
    plain: dict[type, object] = {str: "", int: 0, bool: False, datetime: LONG_AGO, bytes: b"", dict: {}, list: []}
    needed = [column for column in table.columns if not column.nullable and column.server_default is None]
    return {column.name: plain[column.type.python_type] for column in needed if column.name not in values} | values


def tails(app: Flask) -> dict[int, bytes]:
    with app.app_context():
        entry = Table("entry", MetaData(), autoload_with=db.engine)
        with db.engine.connect() as connection:
            return {row.id: bytes(row.vevent_tail) for row in connection.execute(select(entry))}


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_rows_are_kept_both_ways(bare_app: Flask) -> None:
    move(bare_app, up=True)
    move(bare_app, up=False)
    insert_entry(bare_app, 1, vevent_tail=b"DESCRIPTION:Why\r\n" + END)

    move(bare_app, up=True)
    insert_entry(bare_app, 2, vevent_description=b"DESCRIPTION:\xc3\xa9\r\n", vevent_tail=END, parts_form=1)
    assert tails(bare_app) == {1: b"DESCRIPTION:Why\r\n" + END, 2: END}

    move(bare_app, up=False)
    assert tails(bare_app) == {1: b"DESCRIPTION:Why\r\n" + END, 2: b"DESCRIPTION:\xc3\xa9\r\n" + END}
