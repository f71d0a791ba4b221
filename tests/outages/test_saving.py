"""A save that the server cannot keep says so, in words, and hands back what was typed."""

import errno
import re
from datetime import UTC, datetime

import pytest
from flask import Response, after_this_request
from sqlalchemy import text

from scheduler.accounts.access import public
from scheduler.accounts.models import Organisation
from scheduler.db import db
from tests.outages.conftest import COPY, Server

pytestmark = pytest.mark.engines("sqlite", "postgresql")

TRIGGER = """
CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what}; RETURN NEW; END $$;
CREATE {kind} TRIGGER fails {moment} INSERT ON event {deferred} FOR EACH ROW EXECUTE FUNCTION fails()
"""


def before_insert(what: str) -> str:
    return TRIGGER.format(what=what, kind="", moment="BEFORE", deferred="")


def at_commit(what: str) -> str:
    return TRIGGER.format(what=what, kind="CONSTRAINT", moment="AFTER", deferred="DEFERRABLE INITIALLY DEFERRED")


def fill_disk(server: Server) -> None:
    """No page more for SQLite; what PostgreSQL says when its disk is full, for PostgreSQL."""
    if server.dialect == "sqlite":
        # Fewer than there are is as many as there are.
        server.on_connect("PRAGMA max_page_count=1")
        return
    server.run(before_insert("RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'"))


def notice(page: str) -> str:
    """The page's words without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1]).split())


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("scheduler.")]


def test_a_full_disk_is_said_and_the_text_comes_back(server: Server, caplog):
    fill_disk(server)

    page = server.save()

    assert (page.status_code, page.headers["Cache-Control"]) == (507, "no-store")
    assert "Not saved The server’s disk is full. Ask the server’s administrator for help" in notice(page.text)
    assert f"readonly>\n{COPY}</textarea>" in page.text
    assert "readonly>\nVigil at the harbour</textarea>" in page.text
    assert server.events() == []
    [line] = ours(caplog)
    code = "SQLITE_FULL" if server.dialect == "sqlite" else "53100"
    assert line == f"answered 507 at events.new: disk full ({code})"
    assert "ministers" not in caplog.text


def test_a_program_is_told_in_json(server: Server):
    fill_disk(server)

    answer = server.save(Accept="application/json")

    assert (answer.status_code, answer.json) == (507, {"status": 507, "title": "Insufficient Storage"})


def test_a_busy_database_asks_to_try_again(server: Server, taken: None, caplog):
    page = server.save()

    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Not saved Too many people are saving right now. Try again in a few seconds." in notice(page.text)
    assert f"readonly>\n{COPY}</textarea>" in page.text
    assert len(ours(caplog)) == 1


def test_after_it_the_next_save_is_taken(server: Server, engine_name: str):
    fill_disk(server)
    assert server.save().status_code == 507

    if engine_name == "sqlite":
        server.on_connect("PRAGMA max_page_count=1000000")
    else:
        server.run("DROP TRIGGER fails ON event")

    assert server.save().status_code == 303
    assert server.events() == ["Vigil at the harbour"]


@pytest.mark.engines("sqlite")
def test_a_disk_that_is_set_to_reading_says_so(server: Server):
    server.on_connect("PRAGMA query_only=ON")

    page = server.save()

    assert page.status_code == 503
    assert "Not saved The server cannot write to its disk" in notice(page.text)
    assert f"readonly>\n{COPY}</textarea>" in page.text


@pytest.mark.engines("postgresql")
def test_a_connection_that_breaks_over_the_commit_leaves_it_open(server: Server):
    server.run(at_commit("PERFORM pg_terminate_backend(pg_backend_pid())"))

    page = server.save()

    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "It may not have been saved The server cannot reach its database." in notice(page.text)
    assert "Check whether it is there before you send it again." in notice(page.text)
    assert f"readonly>\n{COPY}</textarea>" in page.text


@pytest.mark.engines("postgresql")
def test_a_connection_that_breaks_before_the_commit_has_saved_nothing(server: Server):
    server.run(before_insert("PERFORM pg_terminate_backend(pg_backend_pid())"))

    page = server.save()

    assert page.status_code == 503
    assert "Not saved The server cannot reach its database." in notice(page.text)
    assert server.events() == []


def test_nothing_half_done_is_committed_by_what_runs_after_the_request(server: Server):
    def half() -> str:
        after_this_request(commit)
        session = db.session
        session.add(
            Organisation(name="Half", short_name="Half", zone="UTC", created_at=datetime(2027, 7, 1, tzinfo=UTC))
        )
        session.flush()
        raise OSError(errno.ENOSPC, "full")

    def commit(response: Response) -> Response:
        db.session.commit()
        return response

    server.app.add_url_rule("/half", "half", public(half), methods=["POST"])

    assert server.client.post("/half").status_code == 507
    with server.app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM organisation WHERE name = 'Half'")) == 0
