"""The migration that adds milestones keeps the bills, and its way back takes out of calendars what was theirs."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import Executable, insert, text

from scheduler.agenda.models import Entry, Occurrence
from scheduler.db import db
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database
from tests.repo.test_vevent_migration import insert_entry

__all__ = ["bare_app", "empty_database"]

REVISION = "0016"
ADD_BILL = text(
    "INSERT INTO bill (id, jurisdiction, number, key, title, url, search_text, created_at, revision) "
    "VALUES (1, 'EU', '2022/0155', 'eu|2022/0155', 'Regulation', '', '', '2026-01-01 00:00:00+00:00', 1)"
)


def write(app: Flask, *statements: Executable) -> None:
    with app.app_context():
        engine = db.engine
    with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(statement)


def read(app: Flask, query: str) -> list[tuple[object, ...]]:
    with app.app_context(), db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_bills_are_kept_and_milestones_leave_the_calendar(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
        alembic(bare_app).downgrade()
    write(bare_app, ADD_BILL)
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
    assert read(bare_app, "SELECT number, chamber, sponsors FROM bill") == [("2022/0155", "", "")]

    for ident, kind in ((1, "event"), (2, "milestone")):
        insert_entry(bare_app, ident, source_kind=kind, kind=kind, created_at=datetime(2026, 1, 1, tzinfo=UTC))
        day = {"first_day": date(2027, 7, 30), "last_day": date(2027, 7, 30), "is_long": False}
        write(bare_app, insert(Occurrence).values(entry_id=ident, **day))
    with bare_app.app_context():
        alembic(bare_app).downgrade()

    assert read(bare_app, f"SELECT source_kind FROM {Entry.__tablename__}") == [("event",)]
    assert read(bare_app, f"SELECT entry_id FROM {Occurrence.__tablename__}") == [(1,)]
    assert read(bare_app, "SELECT number FROM bill") == [("2022/0155",)]
