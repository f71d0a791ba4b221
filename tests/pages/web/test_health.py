from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from scheduler.db import db
from scheduler.outbox.services import beat
from scheduler.version import VERSION


def test_the_process_answers(client: FlaskClient):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_installation_is_ready_once_it_is_migrated_and_its_worker_lives(
    app: Flask, client: FlaskClient, now: datetime
):
    before = client.get("/readyz")

    with app.app_context(), db.sessionmaker() as session:
        beat(session, "worker", now)
        session.commit()
    after = client.get("/readyz")

    assert before.status_code == 503
    assert (after.status_code, after.json) == (
        200,
        {"database": "ok", "migrations": "ok", "worker": "ok", "version": VERSION},
    )
    assert after.headers["Cache-Control"] == "no-store"
