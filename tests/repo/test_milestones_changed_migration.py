"""The migration that dates changes of milestones keeps bills and items; what is older than it is no news."""

import pytest
from flask import Flask
from sqlalchemy import text

from tests.repo.test_bill_milestone_migration import ADD_BILL, read, write
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database

__all__ = ["bare_app", "empty_database"]

REVISION = "0019"
ADD_MILESTONE = (
    "INSERT INTO bill_milestone "
    "(id, bill_id, kind, day, place, source_url, note, created_at, taken_back_reason, revision) "
    "VALUES (1, 1, 'signed', '2026-01-02', '', '', '', '2026-01-02 00:00:00+00:00', '', 1)"
)


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_there_and_back(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
        alembic(bare_app).downgrade()
    write(bare_app, ADD_BILL, text(ADD_MILESTONE))
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)

    assert read(bare_app, "SELECT id, changed_at FROM bill_milestone") == [(1, None)]
    assert read(bare_app, "SELECT bills_checked_at FROM item") == []
    with bare_app.app_context():
        alembic(bare_app).downgrade()
    assert read(bare_app, "SELECT id FROM bill_milestone") == [(1,)]
