"""How soon after its moment an idle worker acts: a real `flask worker`, a local mail server, moments drawn by lot.

Messages queued ahead and messages due at once are counted until the server has accepted them, embargoes until the lift
is on record.
"""

import multiprocessing
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.models import Person
from scheduler.accounts.services.recovery import PASSWORD_CHANGED
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.db import AppSession, prepare_engine
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.services import OutboxDraft, queue
from tests.factories import person
from tests.plugins.databases import build_schema
from tests.plugins.mail import free_port

ROOT = Path(__file__).resolve().parents[1]
EACH = 40
SPREAD_SECONDS = 100
START_SECONDS, END_SECONDS = 8, 20
WANTED_MEDIAN, WANTED_P99 = 2.0, 10.0


class Sink:
    """Says when it accepted a message to whom."""

    def __init__(self, parent: Connection) -> None:
        self._parent = parent

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self._parent.send((envelope.rcpt_tos[0], datetime.now(UTC)))
        return "250 OK"


def serve_sink(parent: Connection) -> None:
    controller = Controller(Sink(parent), hostname="127.0.0.1", port=free_port())
    controller.start()
    parent.send(controller.port)
    threading.Event().wait()


def queue_message(session: Session, person_id: int, due_at: datetime) -> None:
    draft = OutboxDraft(
        stream=Stream.ACCOUNT,
        kind=PASSWORD_CHANGED,
        person_id=person_id,
        dedup_key=secrets.token_hex(8),
        due_at=due_at,
    )
    queue(session, draft, datetime.now(UTC))


def embargo(session: Session, at: datetime) -> None:
    at = at.replace(microsecond=0)
    create_guard(session, GuardDraft(Audience.COALITION, embargo=Embargo(at.replace(tzinfo=None), "UTC", at)))


def moments(start: datetime) -> list[datetime]:
    return sorted(start + timedelta(seconds=random.uniform(0, SPREAD_SECONDS)) for _ in range(EACH))


def prepare(session: Session, start: datetime) -> tuple[list[str], list[tuple[int, str]]]:
    """People who get mail ahead, which is queued, and people who get it at once; embargoes beside."""
    people = [person(session, f"Ana {number}") for number in range(2 * EACH)]
    for one, due_at in zip(people, moments(start), strict=False):
        queue_message(session, one.id, due_at)
    for at in moments(start):
        embargo(session, at)
    session.commit()
    return [one.email for one in people[:EACH]], [(one.id, one.email) for one in people[EACH:]]


def queue_at_once(sessions: sessionmaker[AppSession], people: Sequence[tuple[int, str]], start: datetime) -> None:
    """What web processes do, each at its moment."""
    for (person_id, _email), at in zip(people, moments(start), strict=True):
        time.sleep(max((at - datetime.now(UTC)).total_seconds(), 0))
        with sessions() as session:
            queue_message(session, person_id, datetime.now(UTC))
            session.commit()


def delays(sessions: sessionmaker[AppSession], accepted: dict[str, datetime], emails: Sequence[str]) -> list[float]:
    with sessions() as session:
        query = select(Person.email, Message.due_at).join(Message, Message.person_id == Person.id)
        due = {row.email: row.due_at for row in session.execute(query)}
    return [(accepted[email] - due[email]).total_seconds() for email in emails if email in accepted]


def lift_delays(sessions: sessionmaker[AppSession]) -> list[float]:
    with sessions() as session:
        rows = session.execute(select(Guard.embargo_at, Guard.revealed_at).where(Guard.embargo_at.is_not(None)))
        return [(revealed - at).total_seconds() for at, revealed in rows if at is not None and revealed is not None]


def measured(engine: Engine, folder: str, pipe: Connection) -> dict[str, list[float]]:
    sessions = sessionmaker(engine, class_=AppSession)
    start = datetime.now(UTC) + timedelta(seconds=START_SECONDS)
    with sessions() as session:
        ahead, at_once = prepare(session, start)
    settings = {
        "SCHEDULER_INSTANCE_DIR": folder,
        "SCHEDULER_SMTP_URL": f"smtp://127.0.0.1:{pipe.recv()}",
        "SCHEDULER_DEMO": "0",
        "PYTHONTZPATH": "",
    }
    worker = subprocess.Popen([sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=os.environ | settings)
    try:
        queue_at_once(sessions, at_once, start)
        time.sleep(END_SECONDS)
    finally:
        worker.terminate()
        worker.wait(60)
    accepted: dict[str, datetime] = {}
    while pipe.poll():
        email, at = pipe.recv()
        accepted[email] = at
    return {
        "queued ahead": delays(sessions, accepted, ahead),
        "due at once": delays(sessions, accepted, [email for _id, email in at_once]),
        "embargoes": lift_delays(sessions),
    }


def main() -> int:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    sink = context.Process(target=serve_sink, args=(theirs,), daemon=True)
    sink.start()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'scheduler.db'}"
        build_schema(url)
        engine = create_engine(url)
        prepare_engine(engine)
        found = measured(engine, folder, ours)
        engine.dispose()
    sink.terminate()
    return max(report(name, seconds) for name, seconds in found.items())


def report(name: str, seconds: list[float]) -> int:
    if len(seconds) != EACH:
        print(f"{name:13} {len(seconds)} of {EACH} arrived")
        return 1
    ordered = sorted(seconds)
    # The nearest rank; of 40, the 99th percentile is the last.
    median, p99 = (ordered[-(-EACH * percent // 100) - 1] for percent in (50, 99))
    print(f"{name:13} median {median:6.2f} s, 99th percentile {p99:6.2f} s   (wanted: {WANTED_MEDIAN}, {WANTED_P99})")
    return int(median >= WANTED_MEDIAN or p99 >= WANTED_P99)


if __name__ == "__main__":
    sys.exit(main())
