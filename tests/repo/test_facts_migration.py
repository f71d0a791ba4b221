"""The migration that adds facts keeps items, and takes what it published away when it is taken back."""

import pytest
from flask import Flask

from tests.repo.test_bill_milestone_migration import ADD_BILL, read, write
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database

__all__ = ["bare_app", "empty_database"]

REVISION = "0020"


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_there_and_back(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade("0019")
    write(bare_app, ADD_BILL)
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)

    for table in ("fact", "fact_version", "item_fact"):
        assert read(bare_app, f"SELECT id FROM {table}") == []
    with bare_app.app_context():
        alembic(bare_app).downgrade()
    assert read(bare_app, "SELECT id FROM bill") == [(1,)]
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
    assert read(bare_app, "SELECT id FROM fact") == []
