"""What each error says of the server, and that other errors stay what they are."""

import errno
import os
import sqlite3
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from scheduler.db import db
from scheduler.web.outages import Outage, code_of, outage_of
from scheduler.web.request import session


def of_sqlite(code: int) -> OperationalError:
    error = sqlite3.OperationalError("quotes something")
    error.sqlite_errorcode = code
    return OperationalError("INSERT", {}, error)


def of_postgresql(state: str | None) -> OperationalError:
    kind = psycopg.errors.lookup(state) if state else psycopg.OperationalError
    return OperationalError("INSERT", {}, kind("quotes something"))


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), Outage.FULL),
        (of_sqlite(sqlite3.SQLITE_IOERR_FSYNC), Outage.UNWRITABLE),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), Outage.UNWRITABLE),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Outage.BUSY),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), Outage.UNREACHABLE),
        (of_sqlite(sqlite3.SQLITE_CORRUPT), None),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (of_postgresql("53100"), Outage.FULL),
        (of_postgresql("53300"), Outage.BUSY),
        (of_postgresql("25006"), Outage.UNWRITABLE),
        (of_postgresql("40P01"), Outage.BUSY),
        (of_postgresql("57P01"), Outage.UNREACHABLE),
        (of_postgresql("08006"), Outage.UNREACHABLE),
        (of_postgresql(None), Outage.UNREACHABLE),
        (of_postgresql("42P01"), None),
        (ProgrammingError("INSERT", {}, psycopg.ProgrammingError("no cursor")), None),
        (NoConnectionError(), Outage.BUSY),
        (OSError(errno.ENOSPC, "full"), Outage.FULL),
        (OSError(errno.EDQUOT, "full"), Outage.FULL),
        (OSError(errno.EROFS, "reading only"), Outage.UNWRITABLE),
        (FileNotFoundError(errno.ENOENT, "not there"), None),
        (RuntimeError("other"), None),
        (None, None),
    ],
)
def test_an_error_is_known_by_its_code(error, outage):
    assert outage_of(error) is outage


def test_a_code_quotes_nothing():
    named = of_sqlite(sqlite3.SQLITE_FULL)
    assert "quotes" not in code_of(named)
    assert [code_of(of_postgresql("53100")), code_of(of_postgresql(None))] == ["53100", "OperationalError"]
    assert code_of(OSError(errno.ENOSPC, "full", "/srv/secret")) == str(errno.ENOSPC)


def test_what_was_saved_before_is_not_called_lost(app: Flask):
    def view() -> str:
        session().connection()
        session().commit()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    view.access = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/saves", "saves", view, methods=["GET", "POST"])

    sent, read = app.test_client().post("/saves"), app.test_client().get("/saves")

    assert [sent.status_code, read.status_code] == [507, 507]
    assert "<h1><bdi>Saved, but the page cannot be shown</bdi></h1>" in sent.text
    assert "<h1><bdi>The page cannot be shown</bdi></h1>" in read.text


def test_a_page_needs_no_database_to_say_that_it_is_gone(app: Flask, caplog):
    with app.app_context():
        db.engine.dispose()
        url = db.engine.url
    app.config["PROPAGATE_EXCEPTIONS"] = False
    path = Path(str(url.database))
    path.rename(path.with_suffix(".away"))
    path.mkdir()

    pages = [app.test_client().get(address) for address in ("/", "/nowhere")]

    assert [(page.status_code, page.headers["Retry-After"]) for page in pages] == [(503, "30")] * 2
    assert all("The server cannot reach its database." in page.text for page in pages)
    lines = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert lines == [
        "answered 503 at home.index: database unreachable (SQLITE_CANTOPEN)",
        "answered 503 at None: database unreachable (SQLITE_CANTOPEN)",
    ]


def test_an_error_of_ours_is_still_a_crash(app: Flask):
    def view() -> str:
        raise FileNotFoundError(errno.ENOENT, "the words")

    view.access = "public"  # type: ignore[attr-defined]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/crashes", "crashes", view)

    page = app.test_client().get("/crashes")

    assert page.status_code == 500
    assert "Something went wrong" in page.text
