import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.services.recovery import PASSWORD_CHANGED
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.clock import SystemClock
from scheduler.db import AppSession, db, prepare_engine
from scheduler.monitoring import Monitor
from scheduler.outbox.models import Message, Stream, WorkerProcess
from scheduler.outbox.reading import last_heartbeat
from scheduler.outbox.services import JOB_PREFIX, OutboxDraft, queue
from scheduler.worker import JOBS, MOMENTS, Tools, build_worker, call_monitor, dispatch, lift, record_heartbeat
from tests.factories import person
from tests.fakes import FakeClock
from tests.monitors import serving
from tests.outbox.letters import states
from tests.outbox.servers import agreeable, moody_server

ROOT = Path(__file__).resolve().parents[2]


def queue_notices(session: Session, count: int, now: datetime) -> None:
    """Tell so many people that their password was changed, which is due now."""
    for number in range(count):
        draft = OutboxDraft(
            stream=Stream.ACCOUNT,
            kind=PASSWORD_CHANGED,
            person_id=person(session, f"Ana {number}").id,
            dedup_key=f"test:{number}",
            due_at=now,
        )
        queue(session, draft, now)
    session.commit()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_lifted(sessions: Callable[[], Session], guard_id: int) -> bool:
    with sessions() as session:
        return session.get_one(Guard, guard_id).revealed_at is not None


def test_a_worker_mails_and_shows_that_it_lives(app: Flask, clock: FakeClock, tmp_path: Path):
    with app.app_context():
        sessions = db.sessionmaker
    with sessions() as session:
        queue_notices(session, 1, clock.now())
    worker = build_worker(app)

    worker.start()
    wait_until(lambda: bool(list(tmp_path.glob("mail/*.eml"))))
    worker.stop()

    (path,) = tmp_path.glob("mail/*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert mail["To"].addresses[0].display_name == "Ana 0"
    assert mail["Message-ID"].endswith("@coalition.example>")
    with sessions() as session:
        assert [state for (state,) in session.execute(select(Message.state))] == ["sent"]
        assert last_heartbeat(session, "worker") == clock.now()
        assert last_heartbeat(session, "mail") == clock.now()
        assert session.scalars(select(WorkerProcess)).all() == []
    assert list(tmp_path.glob("workers/*")) == []


def test_a_job_that_fails_stops_no_other_and_keeps_its_words_to_itself(app: Flask, caplog: pytest.LogCaptureFixture):
    done = threading.Event()

    def fail(_tools: Tools) -> None:
        raise ValueError("the words that are kept back")

    def succeed(_tools: Tools) -> None:
        done.set()

    worker = build_worker(app, (("fail", 3600, fail), ("succeed", 3600, succeed)))

    worker.start()
    assert done.wait(20)
    worker.stop()

    assert "job 'fail' failed: ValueError at " in caplog.text
    assert "kept back" not in caplog.text


def test_what_becomes_due_between_two_runs_of_a_job_waits_for_neither(app: Flask, clock: FakeClock, tmp_path: Path):
    """Mail that is queued, an embargo that ends, and what each brings about, though no interval is over."""
    with app.app_context():
        sessions = db.sessionmaker
    ran = threading.Event()
    at = clock.now() + timedelta(hours=1)
    with sessions() as session:
        draft = GuardDraft(Audience.COALITION, embargo=Embargo(at.replace(tzinfo=None), "UTC", at))
        guard_id = create_guard(session, draft).id
        session.commit()

    def first_lift(tools: Tools) -> None:
        lift(tools)
        ran.set()

    worker = build_worker(app, (("lift", 3600, first_lift), ("dispatch", 3600, dispatch)))
    worker.start()
    assert ran.wait(20)
    clock.advance(timedelta(hours=1))
    with sessions() as session:
        queue_notices(session, 1, clock.now())
    wait_until(lambda: bool(list(tmp_path.glob("mail/*.eml"))) and is_lifted(sessions, guard_id))
    worker.stop()


def test_ends_of_jobs_are_on_record(app: Flask, clock: FakeClock):
    with app.app_context():
        sessions = db.sessionmaker

    def recorded() -> datetime | None:
        with sessions() as session:
            return last_heartbeat(session, "job:lift")

    worker = build_worker(app, (("lift", 3600, lift), ("show life", 0.2, record_heartbeat)))
    worker.start()
    wait_until(lambda: recorded() == clock.now())
    worker.stop()


def test_a_monitor_is_called_while_all_is_well(app: Flask, clock: FakeClock):
    with serving() as server:
        tools = replace(build_worker(app)._tools, monitor=Monitor(server.url))
        call_monitor(tools)
        assert server.asked == []

        for name in MOMENTS:
            tools.job_log.has_ended(name, clock.now())
        call_monitor(tools)
        assert len(server.asked) == 1

        tools.job_log.has_failed("dispatch")
        call_monitor(tools)
        assert len(server.asked) == 1


def test_every_job_has_a_name_of_its_own_and_the_worker_shows_life_well_within_two_minutes():
    names = [name for name, _, _ in JOBS]

    assert len(set(names)) == len(names)
    assert max(len(JOB_PREFIX + name) for name in names) <= 32
    assert {name: seconds for name, seconds, _ in JOBS}["show life"] <= 60


@pytest.mark.timeout(150)
def test_a_terminated_worker_ends_after_the_message_in_hand(tmp_path: Path, sqlite_template: Path):
    engine = create_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'scheduler.db')}")
    prepare_engine(engine)
    sessions = sessionmaker(engine, class_=AppSession)
    with sessions() as session:
        queue_notices(session, 3, SystemClock().now())
    started = threading.Event()

    def terminating(stage: str, count: int) -> str | None:
        if stage == "TEXT":
            assert started.wait(20)
            process.terminate()
            # Time for the signal to arrive while the worker waits for this answer.
            time.sleep(0.5)
        return agreeable(stage, count)

    with moody_server(terminating) as server:
        settings = {"SCHEDULER_INSTANCE_DIR": str(tmp_path), "SCHEDULER_SMTP_URL": server.url, "PYTHONTZPATH": ""}
        process = subprocess.Popen([sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=os.environ | settings)
        started.set()
        assert process.wait(120) == 0

    assert process.returncode != -signal.SIGTERM
    assert [state for state, _, _ in states(sessions)] == ["sent", "ready", "ready"]
    assert len(server.texts) == 1
    engine.dispose()
