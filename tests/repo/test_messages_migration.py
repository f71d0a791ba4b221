"""Messages of kinds that a program of before cannot read go with the tables that they are about."""

from datetime import UTC, datetime
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

NOON = datetime(2027, 7, 1, 12, tzinfo=UTC)


def message(number: int, stream: str, kind: str, state: str) -> dict[str, Any]:
    names: dict[str, Any] = {"payload": {}, "dedup_key": f"key {number}", "message_id": f"name {number}"}
    return {"id": number, "stream": stream, "kind": kind, "state": state, "due_at": NOON, "created_at": NOON} | names


def states(app: Flask) -> dict[int, str]:
    with app.app_context(), db.engine.connect() as connection:
        known = Table("message", MetaData(), autoload_with=db.engine)
        return {row.id: row.state for row in connection.execute(select(known.c.id, known.c.state))}


@both_engines
def test_messages_are_readable_after_a_downgrade(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade("0053")
    write(bare_app, "message", message(1, "notice", "moved", "bounced"))
    write(bare_app, "message", message(2, "notice", "campaign_message", "ready"))
    write(bare_app, "message", message(3, "chat", "chat_day", "ready"))
    write(bare_app, "message", message(4, "reminder", "task", "ready"))

    with bare_app.app_context():
        alembic(bare_app).downgrade("0047")

    assert states(bare_app) == {1: "sent", 4: "ready"}
