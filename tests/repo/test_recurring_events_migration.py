"""Events keep their rows when they learn to recur, and when they forget it."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, select

from scheduler.db import db
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database
from tests.repo.test_search_migration import write

__all__ = ["bare_app", "empty_database"]

# SQLite cannot tell what an index on an expression is about.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")

VIGIL: dict[str, Any] = {
    "id": 1,
    "public_id": "aaaaaaaaaaaa",
    "title": "Vigil",
    "organisation_id": 1,
    "guard_id": 1,
    "revision": 3,
}
VIGIL |= {"first_day": date(2027, 7, 30), "last_day": date(2027, 7, 30)}


def rows(app: Flask) -> list[dict[str, Any]]:
    with app.app_context(), db.engine.connect() as connection:
        known = Table("event", MetaData(), autoload_with=db.engine)
        return [dict(row._mapping) for row in connection.execute(select(known))]


@both_engines
def test_events_are_single_ones_and_stay_when_it_is_taken_back(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade("0038")
    write(bare_app, "organisation", {"id": 1, "name": "Bay"})
    write(bare_app, "guard", {"id": 1, "audience": "coalition"})
    write(bare_app, "event", VIGIL)
    before = rows(bare_app)

    with bare_app.app_context():
        alembic(bare_app).upgrade("0042")
    (after,) = rows(bare_app)
    assert {"series_id": None, "recurs_on": None, "is_exception": False}.items() <= after.items()

    with bare_app.app_context():
        alembic(bare_app).downgrade()
    assert rows(bare_app) == before
