"""How fast due reminders leave, against smtplib sending ready bytes over one connection in the same run.

The whole way is measured, from "due" to "all recorded as sent": claiming, the product's own letters, one connection,
and one commit for each message before the next one is sent.
"""

import multiprocessing
import secrets
import smtplib
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from flask import Flask
from sqlalchemy import func, select

from config import Config
from scheduler.accounts.models import MemberRole, Organisation
from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.app import create_app
from scheduler.db import AppSession, SessionFactory, db
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.leases import claim
from scheduler.outbox.mailer import RenderedMessage
from scheduler.outbox.mime import Sender
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.rendering_batch import Writer
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.outbox.smtp import SmtpMailer, SmtpServer
from scheduler.renderers import RENDERERS
from tests.factories import organisation, person
from tests.plugins.databases import build_schema
from tests.plugins.mail import free_port

MESSAGES = 2000
RUNS = 5
WANTED_RATIO = 0.25
DAY = date(2027, 7, 30)
MOMENT = datetime(2027, 7, 23, 7, 0, tzinfo=UTC)
MAIL_FROM = "Coalition Scheduler <scheduler@coalition.test>"
SENDER = Sender.parse(MAIL_FROM)


def serve_sink(parent: Connection) -> None:
    """A real mail server that drops what it takes."""
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    parent.send(controller.port)
    threading.Event().wait()


class FixedClock:
    """The morning on which the reminders are due."""

    def now(self) -> datetime:
        return MOMENT

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True)
class Bench:
    sessions: SessionFactory
    port: int
    entry_id: int
    person_ids: Sequence[int]

    def queue(self) -> None:
        """Queue what the planner would: everybody who follows the day is reminded a week ahead."""
        with self.sessions() as session:
            queue_all(session, [self.draft(person_id) for person_id in self.person_ids], MOMENT)
            session.commit()

    def draft(self, person_id: int) -> OutboxDraft:
        return OutboxDraft(
            stream=Stream.REMINDER,
            kind="followed",
            person_id=person_id,
            entry_id=self.entry_id,
            payload={"entry_id": self.entry_id, "first_day": DAY.isoformat(), "lead_days": 7},
            dedup_key=f"reminder:followed:{self.entry_id}:{person_id}:{secrets.token_hex(8)}",
            due_at=MOMENT,
        )

    def letters(self) -> list[RenderedMessage]:
        """The same letters, finished; their messages are left claimed and never sent."""
        self.queue()
        with self.sessions() as session:
            idents = claim(session, "bench", MOMENT, MESSAGES)
            session.commit()
        writer = Writer(self.sessions, RENDERERS, SENDER, "bench")
        return [ready.parcel for ready in writer.write(idents, MOMENT)]

    def send_ready_bytes(self, parcels: Sequence[RenderedMessage]) -> float:
        started = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", self.port, SENDER.domain) as smtp:
            for parcel in parcels:
                smtp.sendmail(SENDER.address, [parcel.to], parcel.content)
        return time.perf_counter() - started

    def send_reminders(self) -> float:
        self.queue()
        mailer = SmtpMailer(SmtpServer("127.0.0.1", self.port), SENDER)
        dispatcher = Dispatcher(self.sessions, RENDERERS, mailer, SENDER, FixedClock())
        started = time.perf_counter()
        dispatcher.run()
        return time.perf_counter() - started

    def sent(self) -> int:
        with self.sessions() as session:
            query = select(func.count()).select_from(Message).where(Message.state == MessageState.SENT)
            return session.scalar(query) or 0


def application(folder: str) -> Flask:
    database_url = f"sqlite:///{Path(folder) / 'bench.db'}"
    build_schema(database_url)
    return create_app(
        Config(
            secret_key=secrets.token_hex(24),
            database_url=database_url,
            base_url="https://scheduler.coalition.test",
            mail_from=MAIL_FROM,
            instance_dir=Path(folder),
        )
    )


def prepared(sessions: SessionFactory, port: int) -> Bench:
    """A coalition of 2,000 people in 40 organisations, and a day that all of them follow."""
    with sessions() as session:
        offices = [organisation(session, f"Organisation {number}") for number in range(40)]
        people = [member(session, number, offices[number % 40]) for number in range(MESSAGES)]
        draft = EntryDraft(
            source=Source("edition", 1),
            kind=EntryKind.EDITION,
            when=AllDay(DAY, DAY),
            guard_id=public_guard(session).id,
            title="World Day Against Trafficking in Persons",
            path="/observances/trafficking-in-persons",
        )
        change = publish(session, draft, MOMENT)
        session.commit()
        assert change is not None
        return Bench(sessions, port, change.entry.id, people)


def member(session: AppSession, number: int, office: Organisation) -> int:
    return person(session, f"Person {number}", (office, MemberRole.MEMBER), zone="Europe/Berlin").id


def main() -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    sink = context.Process(target=serve_sink, args=(theirs,), daemon=True)
    sink.start()
    with tempfile.TemporaryDirectory() as folder, application(folder).app_context():
        bench = prepared(cast("SessionFactory", db.sessionmaker), ours.recv())
        parcels = bench.letters()
        pairs = [(bench.send_ready_bytes(parcels), bench.send_reminders()) for _ in range(RUNS)]
        assert (len(parcels), bench.sent()) == (MESSAGES, RUNS * MESSAGES)
        db.engine.dispose()
    sink.terminate()
    report(*zip(*pairs, strict=True))


def report(ready: Sequence[float], reminders: Sequence[float]) -> None:
    reference, outbox = (MESSAGES / statistics.median(seconds) for seconds in (ready, reminders))
    print(f"smtplib, ready bytes  {reference:8.0f} messages/s   (median of {RUNS} alternating runs of {MESSAGES})")
    print(f"outbox, due reminders {outbox:8.0f} messages/s")
    print(f"ratio                 {outbox / reference:8.2f}   (wanted: at least {WANTED_RATIO})")


if __name__ == "__main__":
    main()
