"""The log of a crash says where and of what kind, and quotes nothing."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scheduler.db import db
from scheduler.web.request import session

SECRET = "words under embargo"


def test_log_quotes_neither_an_exception_nor_what_was_given_to_the_database(app: Flask, caplog):
    def crash(kind: str) -> str:
        if kind == "database":
            session().execute(text("INSERT INTO no_such_table VALUES (:words)"), {"words": SECRET})
        raise RuntimeError(SECRET)

    crash.access = "public"  # type: ignore[attr-defined]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/crash/<kind>", "crash", crash)

    answers = [app.test_client().get(f"/crash/{kind}").status_code for kind in ("database", "other")]

    assert answers == [500, 500]
    assert "crashed at crash with RuntimeError" in caplog.text
    assert "in crash\n" in caplog.text
    assert SECRET not in caplog.text


def test_refusals_of_the_database_hide_the_values(app: Flask):
    with app.app_context(), pytest.raises(DBAPIError, match="no_such_table") as caught:
        db.session.execute(text("INSERT INTO no_such_table VALUES (:words)"), {"words": SECRET})

    assert SECRET not in str(caught.value)
