"""What goes on when the database takes nothing: feeds are read, and commands say why they stop."""

from datetime import UTC, datetime

import pytest

from scheduler.db import db
from scheduler.feeds.domain.tokens import token_of
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.feeds.services.fetches import FLUSH_SECONDS
from tests.outages.conftest import Server

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def test_a_feed_is_served_though_its_fetch_cannot_be_counted(server: Server, database: str, caplog):
    key = server.app.config["SECRET_KEY"]
    with server.app.app_context():
        draft = FeedDraft("Mine", {}, organisation_id=server.organisation_id)
        feed = make_feed(db.session, draft, key, actor_id=1, now=datetime(2027, 7, 1, tzinfo=UTC))
        address = f"/feeds/{token_of(key, feed.id, feed.nonce)}.ics"
        db.session.commit()
    server.on_connect(
        "PRAGMA query_only=ON" if server.dialect == "sqlite" else "SET default_transaction_read_only = on"
    )
    server.app.extensions["scheduler.fetch_log"]._flushed_at -= FLUSH_SECONDS

    answer = server.client.get(address)

    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    code = "SQLITE_READONLY" if server.dialect == "sqlite" else "25006"
    assert [record.getMessage() for record in caplog.records] == [f"counters could not be written: {code}"]


@pytest.mark.parametrize("arguments", [["create-admin", "cora@hub.example"], ["observances", "load-catalogue"]])
def test_a_command_says_in_one_sentence_why_it_stops(server: Server, taken: None, arguments: list[str]):
    ended = server.app.test_cli_runner().invoke(args=arguments)

    code = "SQLITE_BUSY" if server.dialect == "sqlite" else "55P03"
    assert ended.exit_code == 1
    assert ended.stderr.splitlines()[-1] == f"Error: Too many people are saving right now. ({code})"
