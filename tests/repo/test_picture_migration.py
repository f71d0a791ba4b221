"""The migration that adds pictures keeps the coalition, and lets a program of before name one; its way back as well."""

import pytest
from flask import Flask
from sqlalchemy import text

from tests.repo.test_bill_milestone_migration import read, write
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database

__all__ = ["bare_app", "empty_database"]

REVISION = "0017"
NAME_COALITION = (
    "INSERT INTO coalition (id, name, zone, next_step, is_demo, revision) "
    "VALUES ({id}, 'Free Tides', 'Asia/Manila', '', false, 3)"
)


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_the_coalition_is_kept_and_requires_nothing(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
        alembic(bare_app).downgrade()
    write(bare_app, text(NAME_COALITION.format(id=1)))

    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
    # A program of before knows nothing of the new column.
    write(bare_app, text(NAME_COALITION.format(id=2)))
    found = read(bare_app, "SELECT name, zone, revision, needs_picture_texts FROM coalition ORDER BY id")
    assert [(*row[:3], bool(row[3])) for row in found] == [("Free Tides", "Asia/Manila", 3, False)] * 2

    with bare_app.app_context():
        alembic(bare_app).downgrade()
    assert read(bare_app, "SELECT name, revision FROM coalition") == [("Free Tides", 3)] * 2
