"""What happens by itself: APScheduler as a clock without memory, and one line for each job."""

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Protocol, cast

import click
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from scheduler.accounts import emails as account_letters
from scheduler.accounts.domain.lockout import LONGEST_MEMORY
from scheduler.accounts.reading import languages_of
from scheduler.accounts.services.limits import forget_uses
from scheduler.accounts.services.lockout import forget_tries
from scheduler.accounts.services.log_ins import forget_log_ins
from scheduler.agenda.jobs import lift_due, rewrite_parts
from scheduler.agenda.services.changes import ChangeListener
from scheduler.agenda.services.lift import Republish
from scheduler.agenda.services.zone_rules import ZoneRules
from scheduler.campaigns.notice_details import CampaignNotices
from scheduler.campaigns.services.cleanup import forget_deleted
from scheduler.clock import Clock, SystemClock
from scheduler.content import emails as content_letters
from scheduler.content.jobs import (
    ask_for_links,
    ask_others_about_overdue,
    end_consents,
    make_thumbnails,
    notify_of_expired_facts,
    refold_items,
    sweep_pictures,
)
from scheduler.content.notice_details import ContentNotices
from scheduler.content.services.imports import forget_uploads
from scheduler.dates.timezones import zone_data_version
from scheduler.db import SessionFactory, db
from scheduler.events.notice_details import EventNotices
from scheduler.facts.jobs import refold_facts
from scheduler.facts.notice_details import FactNotices
from scheduler.feeds import emails as feed_letters
from scheduler.legislation.jobs import notify_of_reached_milestones, refold_bills
from scheduler.legislation.notice_details import BillNotices
from scheduler.observances.jobs import extend_horizon, refold_observances
from scheduler.observances.notice_details import EditionNotices
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.domain.redaction import place_of
from scheduler.outbox.eml_files import FileMailer
from scheduler.outbox.leases import sweep
from scheduler.outbox.mailer import Mailer
from scheduler.outbox.mime import Sender
from scheduler.outbox.rendering import Renderers
from scheduler.outbox.services import beat
from scheduler.outbox.smtp import SmtpMailer, SmtpServer
from scheduler.outbox.workers import WATCH_SECONDS, Registration, worker_name
from scheduler.pictures.store import PictureStore
from scheduler.reminders import renderers as reminder_renderers
from scheduler.reminders.details import DetailSource
from scheduler.reminders.jobs import plan_due
from scheduler.reminders.services.postponing import postpone_unwanted
from scheduler.reminders.services.read_marks import forget_read_marks

# The clock is looked at so often, and a difference smaller than this is not worth a correction.
LONGEST_WAIT_SECONDS = 5.0
NOTICED_STEP = timedelta(seconds=1)

logger = logging.getLogger(__name__)

DETAIL_SOURCES: tuple[DetailSource, ...] = (
    EditionNotices(),
    EventNotices(),
    FactNotices(),
    BillNotices(),
    CampaignNotices(),
    ContentNotices(),
)
"""Who knows what a notice tells beyond the text of its entry, each of its own entries."""

RENDERERS: Renderers = {
    **account_letters.RENDERERS,
    **content_letters.RENDERERS,
    **feed_letters.RENDERERS,
    **reminder_renderers.renderers(DETAIL_SOURCES),
}
"""How each kind of message is written; `(stream, "*")` serves the kinds of a stream that have no line of their own."""


class WorkerSettings(Protocol):
    """The settings that jobs take."""

    @property
    def smtp_url(self) -> str | None: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def instance_dir(self) -> Path: ...
    @property
    def pictures_dir(self) -> Path | None: ...
    @property
    def picture_max_megapixels(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What jobs work with."""

    sessions: SessionFactory
    clock: Clock
    dispatcher: Dispatcher
    registration: Registration
    writers: Mapping[str, Republish]
    listeners: tuple[ChangeListener, ...]
    zone_rules: ZoneRules
    pictures: PictureStore
    max_pixels: int


Job = Callable[[Tools], None]


def lift(tools: Tools) -> None:
    # First what may move the moment of a lift.
    tools.zone_rules.follow(zone_data_version())
    lift_due(tools.sessions, tools.clock, tools.writers, tools.listeners)


def plan(tools: Tools) -> None:
    plan_due(tools.sessions, tools.clock)


def dispatch(tools: Tools) -> None:
    tools.dispatcher.run()


def watch_workers(tools: Tools) -> None:
    tools.registration.watch()
    with tools.sessions() as session:
        sweep(session, tools.clock.now())
        session.commit()


def forget_login_tries(tools: Tools) -> None:
    with tools.sessions() as session:
        forget_tries(session, tools.clock.now() - LONGEST_MEMORY)
        forget_uses(session, tools.clock.now())
        session.commit()


def forget_idle_log_ins(tools: Tools) -> None:
    with tools.sessions() as session:
        forget_log_ins(session, tools.clock.now())
        session.commit()


def plan_ahead(tools: Tools) -> None:
    extend_horizon(tools.sessions, tools.clock, tools.listeners)


def rewrite_calendar_parts(tools: Tools) -> None:
    rewrite_parts(tools.sessions, tools.clock, tools.writers, tools.listeners)


def fold_anew(tools: Tools) -> None:
    refold_observances(tools.sessions)
    refold_bills(tools.sessions)
    refold_facts(tools.sessions)
    refold_items(tools.sessions)


def follow_facts(tools: Tools) -> None:
    notify_of_expired_facts(tools.sessions, tools.clock, tools.listeners)


def follow_bills(tools: Tools) -> None:
    notify_of_reached_milestones(tools.sessions, tools.clock)


def ask_where_published(tools: Tools) -> None:
    ask_for_links(tools.sessions, tools.clock, tools.listeners)


def ask_about_overdue(tools: Tools) -> None:
    ask_others_about_overdue(tools.sessions, tools.clock, tools.listeners)


def forget_deleted_tasks(tools: Tools) -> None:
    with tools.sessions() as session:
        forget_deleted(session, tools.clock.now())
        session.commit()


def forget_old_uploads(tools: Tools) -> None:
    with tools.sessions() as session:
        forget_uploads(session, tools.clock.now())
        session.commit()


def forget_old_read_marks(tools: Tools) -> None:
    with tools.sessions() as session:
        forget_read_marks(session, tools.clock.now())
        session.commit()


def follow_ended_consents(tools: Tools) -> None:
    end_consents(tools.sessions, tools.clock, tools.listeners)


def make_small_pictures(tools: Tools) -> None:
    make_thumbnails(tools.sessions, tools.clock, tools.pictures, tools.max_pixels)


def sweep_unused_pictures(tools: Tools) -> None:
    sweep_pictures(tools.sessions, tools.clock, tools.pictures)


def record_heartbeat(tools: Tools) -> None:
    with tools.sessions() as session:
        beat(session, "worker", tools.clock.now())
        if tools.dispatcher.can_mail:
            beat(session, "mail", tools.clock.now())
        session.commit()


JOBS: tuple[tuple[str, float, Job], ...] = (
    ("lift", 15, lift),
    ("plan", 30, plan),
    ("dispatch", 5, dispatch),
    ("watch workers", WATCH_SECONDS, watch_workers),
    ("forget log-in tries", 3600, forget_login_tries),
    ("forget idle log-ins", 3600, forget_idle_log_ins),
    ("forget deleted tasks", 3600, forget_deleted_tasks),
    ("follow facts", 3600, follow_facts),
    ("follow bills", 3600, follow_bills),
    ("ask where published", 30, ask_where_published),
    ("ask about overdue responses", 900, ask_about_overdue),
    ("forget old uploads", 3600, forget_old_uploads),
    ("forget old read marks", 86400, forget_old_read_marks),
    ("plan ahead", 86400, plan_ahead),
    ("rewrite calendar parts", 3600, rewrite_calendar_parts),
    ("fold anew", 3600, fold_anew),
    ("end consents", 300, follow_ended_consents),
    ("make small pictures", 5, make_small_pictures),
    ("sweep unused pictures", 3600, sweep_unused_pictures),
    ("show life", 30, record_heartbeat),
)
"""Name, seconds between two runs, and what is run; none keeps anything in memory that a restart would lose."""


class Every(BaseTrigger):  # type: ignore[misc] # the library has no types
    """Fires at once and then at an interval; `due` is the next time, on the clock that nobody sets."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._interval = timedelta(seconds=seconds)
        self._clock = clock
        self.due = clock.monotonic()

    @override
    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        if previous_fire_time is None:
            return now
        # From now on, not from the last time: after a jump forward there is nothing to catch up with.
        self.due = self._clock.monotonic() + self._interval.total_seconds()
        return now + self._interval


class SteadyScheduler(BackgroundScheduler):  # type: ignore[misc] # the library has no types
    """APScheduler with intervals that no setting of the machine's clock stretches.

    It keeps the next runs as times of day. Before it looks at them they are put right by the steady clock: an hour back
    would else be an hour without jobs.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(timezone=UTC)
        self._machine = clock

    def every(self, seconds: float, job: Callable[..., None], *arguments: object) -> None:
        """Run a job at once and then at an interval: late rather than never, and never twice at a time."""
        when = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self.add_job(job, Every(seconds, self._machine), arguments, next_run_time=self._machine.now(), **when)

    @override
    def _process_jobs(self) -> float:
        now, seconds = self._machine.now(), self._machine.monotonic()
        for job in self.get_jobs():
            due = now + timedelta(seconds=job.trigger.due - seconds)
            if abs(due - job.next_run_time) >= NOTICED_STEP:
                job.modify(next_run_time=due)
        wait: float | None = super()._process_jobs()
        return LONGEST_WAIT_SECONDS if wait is None else min(wait, LONGEST_WAIT_SECONDS)


class Worker:
    """The jobs of one process."""

    def __init__(self, app: Flask, tools: Tools, jobs: Iterable[tuple[str, float, Job]]) -> None:
        self._app = app
        self._tools = tools
        # It goes by the machine's clock, whatever time the jobs are told.
        self._scheduler = SteadyScheduler(SystemClock())
        for name, seconds, job in jobs:
            self._scheduler.every(seconds, self._run, name, job)

    def start(self) -> None:
        """Begin in threads of their own; each job runs at once, then at its interval."""
        # A long dispatch skips its next runs, as it should; each would be a warning.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.start()

    def stop(self) -> None:
        """Let running jobs end: the message in hand is sent and recorded, the rest is given back."""
        self._tools.dispatcher.stop()
        self._scheduler.shutdown(wait=True)
        try:
            self._tools.dispatcher.settle()
            self._tools.registration.leave()
        except SQLAlchemyError as error:
            # The others will find that this process is gone.
            logger.warning("this worker could not sign off: %s", place_of(error))

    def _run(self, name: str, job: Job) -> None:
        with self._app.app_context():
            try:
                job(self._tools)
            except Exception as error:  # noqa: BLE001 - the edge of all jobs: the next run must come
                # The text of an exception may quote text that is still kept back.
                logger.error("job %r failed: %s", name, place_of(error))  # noqa: TRY400


def build_worker(app: Flask, jobs: Iterable[tuple[str, float, Job]] = JOBS) -> Worker:
    """Return the jobs of an application, ready to start."""
    settings = cast("WorkerSettings", app.extensions["scheduler.settings"])
    clock = cast("Clock", app.extensions["scheduler.clock"])
    sender = Sender.parse(settings.mail_from)
    with app.app_context():
        sessions = cast("SessionFactory", db.sessionmaker)
    registration = Registration(sessions, worker_name(), settings.instance_dir / "workers", clock)
    mailer = mailer_for(settings, sender)
    dispatcher = Dispatcher(
        sessions,
        RENDERERS,
        mailer,
        sender,
        clock,
        registration=registration,
        postpone=postpone_unwanted,
        languages=languages_of,
    )
    writers, listeners = app.extensions["scheduler.writers"], app.extensions["scheduler.listeners"]
    zones = ZoneRules(sessions, app.extensions["scheduler.zone_followers"], clock)
    pictures, most = PictureStore.of(settings), settings.picture_max_megapixels * 1_000_000
    tools = Tools(sessions, clock, dispatcher, registration, writers, listeners, zones, pictures, most)
    return Worker(app, tools, jobs)


def mailer_for(settings: WorkerSettings, sender: Sender) -> Mailer:
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
