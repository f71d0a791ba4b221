"""What happens by itself: APScheduler as a clock without memory, and one line for each job."""

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from types import FrameType
from typing import Protocol, cast

import click
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask, current_app

from scheduler.accounts import letters as account_letters
from scheduler.accounts.domain.lockout import LONGEST_WINDOW
from scheduler.accounts.services.limits import forget_uses
from scheduler.accounts.services.lockout import forget_tries
from scheduler.agenda.jobs import lift_due
from scheduler.agenda.services.entries import Dependant
from scheduler.agenda.services.lift import Republish
from scheduler.campaigns.services.purging import forget_deleted
from scheduler.clock import Clock, SystemClock
from scheduler.db import SessionFactory, db
from scheduler.feeds import letters as feed_letters
from scheduler.observances.jobs import extend_horizon
from scheduler.outbox.claims import sweep
from scheduler.outbox.composing import Sender
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.domain.redaction import place_of
from scheduler.outbox.eml_files import FileMailer
from scheduler.outbox.mailing import Mailer
from scheduler.outbox.rendering import Renderers
from scheduler.outbox.services import beat
from scheduler.outbox.smtp import SmtpMailer, SmtpServer
from scheduler.reminders import renderers as reminder_renderers
from scheduler.reminders.jobs import plan_due

logger = logging.getLogger(__name__)

RENDERERS: Renderers = {**account_letters.RENDERERS, **feed_letters.RENDERERS, **reminder_renderers.RENDERERS}
"""How each kind of message is written; `(stream, "*")` serves the kinds of a stream that have no line of their own."""


class MailSettings(Protocol):
    """The settings that mail takes."""

    @property
    def smtp_url(self) -> str | None: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def instance_dir(self) -> Path: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What jobs work with."""

    sessions: SessionFactory
    clock: Clock
    dispatcher: Dispatcher
    writers: Mapping[str, Republish]
    dependants: tuple[Dependant, ...]


Job = Callable[[Tools], None]


def lift(tools: Tools) -> None:
    lift_due(tools.sessions, tools.clock, tools.writers, tools.dependants)


def plan(tools: Tools) -> None:
    plan_due(tools.sessions, tools.clock)


def dispatch(tools: Tools) -> None:
    tools.dispatcher.run()


def sweep_leases(tools: Tools) -> None:
    with tools.sessions() as session:
        sweep(session, tools.clock.now())
        session.commit()


def forget_login_tries(tools: Tools) -> None:
    with tools.sessions() as session:
        forget_tries(session, tools.clock.now() - LONGEST_WINDOW)
        forget_uses(session, tools.clock.now())
        session.commit()


def plan_ahead(tools: Tools) -> None:
    extend_horizon(tools.sessions, tools.clock, tools.dependants)


def forget_deleted_tasks(tools: Tools) -> None:
    with tools.sessions() as session:
        forget_deleted(session, tools.clock.now())
        session.commit()


def show_life(tools: Tools) -> None:
    with tools.sessions() as session:
        beat(session, "worker", tools.clock.now())
        if tools.dispatcher.can_mail:
            beat(session, "mail", tools.clock.now())
        session.commit()


JOBS: tuple[tuple[str, int, Job], ...] = (
    ("lift", 15, lift),
    ("plan", 30, plan),
    ("dispatch", 5, dispatch),
    ("sweep leases", 60, sweep_leases),
    ("forget log-in tries", 3600, forget_login_tries),
    ("forget deleted tasks", 3600, forget_deleted_tasks),
    ("plan ahead", 86400, plan_ahead),
    ("show life", 30, show_life),
)
"""Name, seconds between two runs, and what is run; none keeps anything in memory that a restart would lose."""


class Worker:
    """The jobs of one process."""

    def __init__(self, app: Flask, tools: Tools, jobs: Iterable[tuple[str, int, Job]]) -> None:
        self._app = app
        self._tools = tools
        self._scheduler = BackgroundScheduler(timezone=UTC)
        for name, seconds, job in jobs:
            # Late is better than never, once is enough, and never twice at a time.
            when = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1, "seconds": seconds}
            # The scheduler goes by the machine's clock, whatever time the jobs are told.
            now = SystemClock().now()
            self._scheduler.add_job(self._run, "interval", (name, job), name=name, next_run_time=now, **when)

    def start(self) -> None:
        """Begin in threads of their own; each job runs at once, then at its interval."""
        # A long dispatch skips its next runs, as it should; each would be a warning.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.start()

    def stop(self) -> None:
        """Let running jobs end: the message in hand is sent and recorded, the rest is given back."""
        self._tools.dispatcher.stop()
        self._scheduler.shutdown(wait=True)

    def _run(self, name: str, job: Job) -> None:
        with self._app.app_context():
            try:
                job(self._tools)
            except Exception as error:  # noqa: BLE001 - the edge of all jobs: the next run must come
                # The text of an exception may quote words that are still kept back.
                logger.error("job %r failed: %s", name, place_of(error))  # noqa: TRY400


def build_worker(app: Flask, jobs: Iterable[tuple[str, int, Job]] = JOBS) -> Worker:
    """Return the jobs of an application, ready to start."""
    settings = cast("MailSettings", app.extensions["scheduler.settings"])
    clock = cast("Clock", app.extensions["scheduler.clock"])
    sender = Sender.parse(settings.mail_from)
    with app.app_context():
        sessions = cast("SessionFactory", db.sessionmaker)
    dispatcher = Dispatcher(sessions, RENDERERS, mailer_for(settings, sender), sender, clock)
    writers, dependants = app.extensions["scheduler.writers"], app.extensions["scheduler.dependants"]
    return Worker(app, Tools(sessions, clock, dispatcher, writers, dependants), jobs)


def mailer_for(settings: MailSettings, sender: Sender) -> Mailer:
    """Return the mail server's mailer if one is set, else the one that writes files."""
    if settings.smtp_url is None:
        return FileMailer(settings.instance_dir / "mail")
    return SmtpMailer(SmtpServer.parse(settings.smtp_url), sender)


@click.command("worker")
def command() -> None:
    """Send mail, lift embargoes and do what else is due, until stopped."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    worker = build_worker(current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001 - jobs outlive the context
    worker.start()
    stopping.wait()
    worker.stop()
