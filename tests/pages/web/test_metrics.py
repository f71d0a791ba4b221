import dataclasses
import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.db import db
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, beat_all, queue
from tests.factories import person
from tests.fakes import FakeClock
from tests.logins import logged_in

TOKEN = "a-token-of-tests-" + "0" * 32
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(config: Config, clock: FakeClock) -> Iterator[Flask]:
    """An application whose operator has set a token."""
    app: Flask = importlib.import_module("scheduler.app").create_app(
        dataclasses.replace(config, metrics_token=TOKEN), clock=clock
    )
    yield app
    with app.app_context():
        db.engine.dispose()


def numbers(app: Flask) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers=WITH_TOKEN)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_without_a_setting_there_are_no_metrics(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer None"}).status_code == 404


@pytest.mark.parametrize("given", [None, "", TOKEN, f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"])
def test_whoever_lacks_the_token_finds_nothing(watched: Flask, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given}
    assert watched.test_client().get("/metrics", headers=headers).status_code == 404


def test_nobody_gets_in_by_being_logged_in(watched: Flask) -> None:
    with watched.app_context(), db.sessionmaker() as session:
        coordinator = person(session, "Ana", coordinator=True)
        session.commit()
        session.refresh(coordinator)
    client = logged_in(watched, coordinator)

    assert client.get("/metrics").status_code == 404


def test_a_quiet_installation_measures_nothing_late(watched: Flask) -> None:
    found = numbers(watched)

    assert found["scheduler_oldest_due_message_seconds"] == 0
    assert found["scheduler_late_lifts"] == 0
    assert found['scheduler_messages{state="failed"}'] == 0
    assert found['scheduler_feed_polls{answer="new"}'] == 0


def test_what_is_late_is_measured(watched: Flask, now: datetime) -> None:
    with watched.app_context(), db.sessionmaker() as session:
        for minutes in (2, 1, -1):
            due_at = now - timedelta(minutes=minutes)
            draft = OutboxDraft(
                stream=Stream.NOTICE, kind="kind", person_id=None, dedup_key=f"test:{minutes}", due_at=due_at
            )
            queue(session, draft, now)
        over = now - timedelta(seconds=90)
        create_guard(session, GuardDraft(Audience.COALITION, embargo=Embargo(over.replace(tzinfo=None), "UTC", over)))
        beat_all(session, {"worker": now, "job:lift": now - timedelta(seconds=5)})
        session.commit()

    found = numbers(watched)

    assert found['scheduler_messages{state="ready"}'] == 3
    assert found["scheduler_oldest_due_message_seconds"] == 120
    assert (found["scheduler_late_lifts"], found["scheduler_latest_lift_seconds"]) == (1, 90)
    assert found['scheduler_worker_last_seen_timestamp_seconds{part="worker"}'] == now.timestamp()
    assert found['scheduler_job_last_end_timestamp_seconds{job="lift"}'] == now.timestamp() - 5
