"""A worker in a process of its own: the product's jobs, with a clock that may run faster."""

import logging
import multiprocessing
import os
import signal
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from scheduler.agenda.services.zone_rules import ZoneRules
from scheduler.db import AppSession, prepare_engine
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.mime import Sender
from scheduler.outbox.smtp import SmtpMailer, SmtpServer
from scheduler.outbox.workers import Registration
from scheduler.pictures.store import PictureStore
from scheduler.worker import JOBS, Tools, Worker
from tests.outbox.letters import RENDERERS

DOMAIN = "coalition.test"
LOG = "workers.log"


@dataclass(frozen=True, slots=True)
class FastClock:
    """The same for all processes of a machine: `start` was at `began` seconds of its steady clock."""

    start: datetime
    began: float
    speed: float

    def now(self) -> datetime:
        return self.start + timedelta(seconds=(time.monotonic() - self.began) * self.speed)

    def monotonic(self) -> float:
        return time.monotonic() * self.speed


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is told."""

    name: str
    database_url: str
    mail_url: str
    folder: Path
    clock: FastClock
    watching_speed: float
    timeout_seconds: float


def work(job: Job) -> None:
    """Work until stopped by SIGTERM, or until whoever started us is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # It says there whom a worker took for dead.
    logging.basicConfig(filename=job.folder / LOG, level=logging.WARNING, format="%(message)s")
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_signal: stopping.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    engine = create_engine(job.database_url)
    prepare_engine(engine)
    sessions = sessionmaker(engine, class_=AppSession)
    # The server knows by the envelope's sender whom to kill; the Message-ID takes only the domain.
    sender = Sender("", f"{job.name}@{DOMAIN}")
    mailer = SmtpMailer(SmtpServer.parse(job.mail_url), sender, job.timeout_seconds)
    # Less fast: half a minute must not become so short that a busy machine is taken for a dead worker.
    watching = replace(job.clock, speed=job.watching_speed)
    registration = Registration(sessions, job.name, job.folder / "workers", watching)
    dispatcher = Dispatcher(sessions, RENDERERS, mailer, sender, job.clock, registration=registration)
    zones, pictures = ZoneRules(sessions, (), job.clock), PictureStore(job.folder / "pictures")
    tools = Tools(sessions, job.clock, dispatcher, registration, {}, (), zones, pictures, 1)
    speeds = {"dispatch": job.clock.speed, "watch workers": job.watching_speed}
    jobs = [(name, seconds / speeds[name], run) for name, seconds, run in JOBS if name in speeds]
    worker = Worker(Flask(__name__), tools, jobs)
    worker.start()
    stopping.wait()
    worker.stop()
    engine.dispose()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
