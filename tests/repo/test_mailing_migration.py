"""Messages and whom they went to keep their rows; those about dates go where a program of before would read them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, select

from scheduler.db import db
from tests.repo.test_messages_migration import NOON, message, states
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database
from tests.repo.test_search_migration import write

__all__ = ["bare_app", "empty_database"]

# SQLite cannot tell what an index on an expression is about.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")

SENT: dict[str, Any] = {"groups": ["owners"], "subject": "Last call", "text": "Please post.", "with_replies": False}
SENT |= {"recipients": 1, "sender_id": 1, "sent_at": datetime(2027, 7, 1, 12, tzinfo=UTC)}


def kept(app: Flask, table: str, *columns: str) -> list[tuple[Any, ...]]:
    with app.app_context(), db.engine.connect() as connection:
        known = Table(table, MetaData(), autoload_with=db.engine)
        return [tuple(row) for row in connection.execute(select(*(known.c[name] for name in columns)))]


@both_engines
def test_messages_to_those_concerned_keep_their_recipients(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade("0053")
    write(bare_app, "organisation", {"id": 1, "name": "Bay"})
    write(bare_app, "person", {"id": 1, "email": "lena@bay.example", "fs_uniquifier": "a"})
    write(bare_app, "guard", {"id": 1, "audience": "coalition"})
    write(bare_app, "campaign", {"id": 1, "guard_id": 1, "organisation_id": 1, "owner_id": 1, "public_id": "a"})
    write(bare_app, "mailing", SENT | {"id": 1, "campaign_id": 1})
    write(bare_app, "mailing_recipient", {"mailing_id": 1, "person_id": 1})
    with bare_app.app_context():
        alembic(bare_app).upgrade("0055")
    assert kept(bare_app, "mailing", "id", "campaign_id", "edition_id") == [(1, 1, None)]
    assert kept(bare_app, "mailing_recipient", "mailing_id", "person_id") == [(1, 1)]

    lists: dict[str, Any] = {"hashtags": [], "topics": [], "sources": []}
    write(bare_app, "observance", {"id": 1, "slug": "day", "rule_params": {}, **lists})
    write(bare_app, "edition", {"id": 1, "observance_id": 1, "period": "2027", "hashtags": []})
    write(bare_app, "mailing", SENT | {"id": 2, "edition_id": 1})
    write(bare_app, "mailing_recipient", {"mailing_id": 2, "person_id": 1})
    write(bare_app, "message", message(1, "notice", "edition_message", "ready"))
    write(bare_app, "message", message(2, "account", "chat.stopped", "ready"))
    write(bare_app, "message", message(3, "notice", "campaign_message", "ready"))
    with bare_app.app_context():
        alembic(bare_app).downgrade("0053")

    assert kept(bare_app, "mailing", "id", "campaign_id") == [(1, 1)]
    assert kept(bare_app, "mailing_recipient", "mailing_id", "person_id") == [(1, 1)]
    assert states(bare_app) == {3: "ready"}


@both_engines
@pytest.mark.parametrize(
    ("kind", "since", "until"), [("edition_message", "0055", "0054"), ("campaign_message", "0053", "0052")]
)
def test_what_would_go_along_is_sent_by_itself_after_a_downgrade(
    bare_app: Flask, kind: str, since: str, until: str
) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(since)
    write(bare_app, "person", {"id": 1, "email": "lena@bay.example", "fs_uniquifier": "a"})
    for carrier, state in ((1, "ready"), (2, "held"), (3, "sent")):
        write(bare_app, "message", message(carrier, "notice", kind, state) | {"bundle_id": carrier})
        along = {"bundle_id": carrier, "settled_at": NOON}
        write(bare_app, "message", message(carrier + 3, "notice", "moved", "bundled") | along)
    write(bare_app, "notification_read", {"person_id": 1, "message_id": 3})
    write(bare_app, "message_return", {"id": 1, "message_id": 3, "kind": "bounced"})
    with bare_app.app_context():
        alembic(bare_app).downgrade(until)

    assert sorted(kept(bare_app, "message", "id", "state", "bundle_id")) == [
        (4, "ready", None),
        (5, "held", None),
        (6, "bundled", 3),
    ]
    assert kept(bare_app, "notification_read", "message_id") == kept(bare_app, "message_return", "message_id") == []
