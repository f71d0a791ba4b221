"""The migration that names the bill of each milestone in the calendar leaves all other entries as they are."""

import pytest
from flask import Flask
from sqlalchemy import text

from tests.repo.test_bill_milestone_migration import ADD_BILL, read, write
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database
from tests.repo.test_milestones_changed_migration import ADD_MILESTONE
from tests.repo.test_vevent_migration import insert_entry

__all__ = ["bare_app", "empty_database"]

REVISION = "0029"


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_there_and_back(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
        alembic(bare_app).downgrade()
    write(bare_app, ADD_BILL, text(ADD_MILESTONE))
    insert_entry(bare_app, 1, source_kind="milestone", kind="milestone", series="")
    insert_entry(bare_app, 2, source_kind="event", kind="event", source_id=1, series="event:1")
    insert_entry(bare_app, 3, source_kind="milestone", kind="milestone", source_id=9, series="")

    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
    assert read(bare_app, "SELECT id, series FROM entry ORDER BY id") == [(1, "bill:1"), (2, "event:1"), (3, "")]
    with bare_app.app_context():
        alembic(bare_app).downgrade()
    assert read(bare_app, "SELECT id, series FROM entry ORDER BY id") == [(1, ""), (2, "event:1"), (3, "")]
