"""The migration that adds choices for each kind lets everybody go on being reminded as before."""

import json

import pytest
from flask import Flask
from sqlalchemy import text

from tests.repo.test_bill_milestone_migration import read, write
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database

__all__ = ["bare_app", "empty_database"]

REVISION = "0031"
PERSON = (
    "INSERT INTO person (id, email, active, fs_uniquifier, name, zone, created_at, revision, version) "
    "VALUES ({id}, 'p{id}@people.test', true, 'u{id}', 'P{id}', 'UTC', '2027-01-01 00:00:00+00:00', 1, 1)"
)
CHOSEN = (
    "INSERT INTO reminder_preference (person_id, lead_days, hour, paused_until, revision) "
    "VALUES (1, '[9, 2]', 6, '2027-08-01', 3)"
)


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_who_chose_and_who_did_not_are_reminded_as_before(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
        alembic(bare_app).downgrade()
    for statement in (PERSON.format(id=1), PERSON.format(id=2), CHOSEN):
        write(bare_app, text(statement))

    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)

    columns = "person_id, lead_days, hour, revision, weekly_day, quiet_from, quiet_until, kinds, notices, weekdays"
    rows = read(bare_app, f"SELECT {columns} FROM reminder_preference ORDER BY person_id")
    assert [(row[0], _json(row[1]), *row[2:4]) for row in rows] == [(1, [9, 2], 6, 3), (2, [7, 1, 0], 8, 0)]
    assert {row[4:] for row in rows} == {(0, None, None, None, None, None)}

    with bare_app.app_context():
        alembic(bare_app).downgrade()
    rows = read(bare_app, "SELECT person_id, lead_days, hour FROM reminder_preference ORDER BY person_id")
    assert [(ident, _json(days), hour) for ident, days, hour in rows] == [(1, [9, 2], 6), (2, [7, 1, 0], 8)]


def _json(kept: object) -> object:
    return json.loads(kept) if isinstance(kept, str) else kept
