"""What happens by itself: APScheduler as a clock without memory, and one line for each job."""

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Protocol, cast

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler.accounts.domain.lockout import LONGEST_MEMORY
from scheduler.accounts.jobs import ReturnedMail, returned_mail_of
from scheduler.accounts.reading import languages_of
from scheduler.accounts.services.limits import forget_uses
from scheduler.accounts.services.lockout import forget_tries
from scheduler.accounts.services.log_ins import forget_log_ins
from scheduler.agenda.jobs import lift_due, rewrite_parts
from scheduler.agenda.services.changes import ChangeListener
from scheduler.agenda.services.guards import next_lift
from scheduler.agenda.services.lift import Republish
from scheduler.agenda.services.zone_rules import ZoneRules
from scheduler.campaigns.services.cleanup import forget_deleted
from scheduler.chat.jobs import post_due
from scheduler.clock import Clock, SystemClock
from scheduler.content.jobs import (
    ask_for_links,
    ask_others_about_overdue,
    end_consents,
    make_thumbnails,
    notify_of_expired_facts,
    refold_items,
    sweep_pictures,
)
from scheduler.content.services.imports import forget_uploads
from scheduler.dates.timezones import zone_data_version
from scheduler.db import SessionFactory, db
from scheduler.events.jobs import make_dates_ahead
from scheduler.external_calendars.jobs import fetch_calendars
from scheduler.facts.jobs import refold_facts
from scheduler.http_client import HttpClient
from scheduler.legislation.jobs import notify_of_reached_milestones, refold_bills
from scheduler.monitoring import JobLog, Monitor
from scheduler.observances.jobs import extend_horizon, refold_observances
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.domain.redaction import place_of
from scheduler.outbox.leases import next_due, sweep
from scheduler.outbox.mailers import MailSettings, mailer_for, return_path_for
from scheduler.outbox.mime import Sender
from scheduler.outbox.services import JOB_PREFIX, beat_all
from scheduler.outbox.workers import WATCH_SECONDS, Registration, worker_name
from scheduler.pictures.store import PictureStore
from scheduler.reminders.jobs import plan_due
from scheduler.reminders.services.planner import next_look
from scheduler.reminders.services.postponing import postpone_unwanted
from scheduler.reminders.services.read_marks import forget_read_marks
from scheduler.renderers import RENDERERS
from scheduler.steady_scheduler import Every, SteadyScheduler

# How often it is asked what is due next: work of the web processes that cannot wait is found so soon.
LOOK_SECONDS = 2
# Between two runs of a job, whatever is due.
SHORTEST_PAUSE = timedelta(seconds=1)

logger = logging.getLogger(__name__)


class WorkerSettings(MailSettings, Protocol):
    """The settings that jobs take."""

    @property
    def mail_from(self) -> str: ...
    @property
    def heartbeat_url(self) -> str | None: ...
    @property
    def inner_hosts(self) -> frozenset[str]: ...
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
    job_log: JobLog = field(default_factory=JobLog)
    monitor: Monitor | None = None
    returned_mail: ReturnedMail | None = None
    http: HttpClient = field(default_factory=HttpClient)


Job = Callable[[Tools], None]


def lift(tools: Tools) -> None:
    # First what may move the moment of a lift.
    tools.zone_rules.follow(zone_data_version())
    lift_due(tools.sessions, tools.clock, tools.writers, tools.listeners)


def plan(tools: Tools) -> None:
    plan_due(tools.sessions, tools.clock)


def dispatch(tools: Tools) -> None:
    tools.dispatcher.run()


def post_to_rooms(tools: Tools) -> None:
    post_due(tools.sessions, tools.clock, tools.http, tools.registration, lambda: tools.dispatcher.is_stopping)


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


def in_a_transaction(work: Callable[[Session, datetime], object]) -> Job:
    def job(tools: Tools) -> None:
        with tools.sessions() as session:
            work(session, tools.clock.now())
            session.commit()

    return job


def read_returned_mail(tools: Tools) -> None:
    if tools.returned_mail is not None:
        tools.returned_mail.read()


def plan_ahead(tools: Tools) -> None:
    extend_horizon(tools.sessions, tools.clock, tools.listeners)
    make_dates_ahead(tools.sessions, tools.clock, tools.listeners)


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


def follow_ended_consents(tools: Tools) -> None:
    end_consents(tools.sessions, tools.clock, tools.listeners)


def make_small_pictures(tools: Tools) -> None:
    make_thumbnails(tools.sessions, tools.clock, tools.pictures, tools.max_pixels)


def sweep_unused_pictures(tools: Tools) -> None:
    sweep_pictures(tools.sessions, tools.clock, tools.pictures)


def fetch_external_calendars(tools: Tools) -> None:
    fetch_calendars(tools.sessions, tools.clock, tools.http)


def record_heartbeat(tools: Tools) -> None:
    ended = tools.job_log.unrecorded()
    beats = {f"{JOB_PREFIX}{name}": at for name, at in ended.items()} | {"worker": tools.clock.now()}
    if tools.dispatcher.can_mail:
        beats["mail"] = tools.clock.now()
    with tools.sessions() as session:
        beat_all(session, beats)
        session.commit()
    tools.job_log.have_recorded(ended)


def call_monitor(tools: Tools) -> None:
    is_well = tools.dispatcher.can_mail and tools.job_log.is_well(MOMENTS, tools.clock.now())
    if tools.monitor is not None and is_well:
        tools.monitor.call()


JOBS: tuple[tuple[str, float, Job], ...] = (
    ("lift", 15, lift),
    ("plan", 30, plan),
    ("dispatch", 5, dispatch),
    ("post to chat", 5, post_to_rooms),
    ("watch workers", WATCH_SECONDS, watch_workers),
    ("read returned mail", 60, read_returned_mail),
    ("forget log-in tries", 3600, forget_login_tries),
    ("forget idle log-ins", 3600, in_a_transaction(forget_log_ins)),
    ("forget deleted tasks", 3600, in_a_transaction(forget_deleted)),
    ("follow facts", 3600, follow_facts),
    ("follow bills", 3600, follow_bills),
    ("ask where published", 30, ask_where_published),
    ("ask about overdue responses", 900, ask_about_overdue),
    ("forget old uploads", 3600, in_a_transaction(forget_uploads)),
    ("forget old read marks", 86400, in_a_transaction(forget_read_marks)),
    ("plan ahead", 86400, plan_ahead),
    ("rewrite calendar parts", 3600, rewrite_calendar_parts),
    ("fold anew", 3600, fold_anew),
    ("end consents", 300, follow_ended_consents),
    ("make small pictures", 5, make_small_pictures),
    ("sweep unused pictures", 3600, sweep_unused_pictures),
    ("fetch external calendars", 15, fetch_external_calendars),
    ("show life", 30, record_heartbeat),
    ("call monitor", 60, call_monitor),
)
"""Name, seconds between two runs, and what is run; none keeps anything in memory that a restart would lose."""

MOMENTS: Mapping[str, Callable[[Session, datetime], datetime | None]] = {
    "lift": next_lift,
    "plan": next_look,
    # What is overdue as well: a run leaves it only while the mail server is left alone, and is then over at once.
    "dispatch": lambda session, _since: next_due(session),
}
"""When a job that last began at a moment has work next; it runs then, however long its interval is."""


class Worker:
    """The jobs of one process."""

    def __init__(self, app: Flask, tools: Tools, jobs: Iterable[tuple[str, float, Job]]) -> None:
        self._app = app
        self._tools = tools
        # It goes by the machine's clock, whatever time the jobs are told.
        self._scheduler = SteadyScheduler(SystemClock())
        self._began: dict[str, datetime] = {}
        self._triggers: dict[str, Every] = {}
        for name, seconds, job in jobs:
            self._triggers[name] = self._scheduler.every(seconds, self._run, name, job)
        if self._triggers.keys() & MOMENTS.keys():
            self._scheduler.every(LOOK_SECONDS, self._look_ahead)

    def start(self) -> None:
        """Begin in threads of their own; each job runs at once, then at its interval and when it has work."""
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
        began = self._tools.clock.now()
        if not self._has_worked(name, lambda: job(self._tools)):
            # Its interval alone brings the next run.
            self._began.pop(name, None)
            self._tools.job_log.has_failed(name)
            return
        self._tools.job_log.has_ended(name, self._tools.clock.now())
        if name in MOMENTS:
            self._began[name] = began
            self._look_ahead()

    def _look_ahead(self) -> None:
        self._has_worked("look ahead", self._bring_forward)

    def _bring_forward(self) -> None:
        """Let each job run when it has work next, if that is before its interval is over."""
        with self._tools.sessions() as session:
            session.info["read_only"] = True
            for name, began in tuple(self._began.items()):
                moment = MOMENTS[name](session, began)
                if moment is not None:
                    wait = max(moment, began + SHORTEST_PAUSE) - self._tools.clock.now()
                    self._scheduler.bring_forward(self._triggers[name], wait.total_seconds())

    def _has_worked(self, name: str, work: Callable[[], None]) -> bool:
        with self._app.app_context():
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the edge of all jobs: the next run must come
                # The text of an exception may quote text that is still kept back.
                logger.error("job %r failed: %s", name, place_of(error))  # noqa: TRY400
                return False
        return True


def build_registration(app: Flask) -> Registration:
    """Return the row by which the workers of an application know of a new one; it is written with the first claim."""
    settings = cast("WorkerSettings", app.extensions["scheduler.settings"])
    with app.app_context():
        sessions = cast("SessionFactory", db.sessionmaker)
    return Registration(
        sessions, worker_name(), settings.instance_dir / "workers", cast("Clock", app.extensions["scheduler.clock"])
    )


def build_dispatcher(app: Flask, registration: Registration) -> Dispatcher:
    """Return what sends the mail of an application."""
    settings = cast("WorkerSettings", app.extensions["scheduler.settings"])
    sender = Sender.parse(settings.mail_from)
    with app.app_context():
        sessions = cast("SessionFactory", db.sessionmaker)
    return Dispatcher(
        sessions,
        RENDERERS,
        mailer_for(settings, sender),
        sender,
        cast("Clock", app.extensions["scheduler.clock"]),
        registration=registration,
        postpone=postpone_unwanted,
        languages=languages_of,
        return_path=return_path_for(settings),
    )


def build_worker(app: Flask, jobs: Iterable[tuple[str, float, Job]] = JOBS) -> Worker:
    """Return the jobs of an application, ready to start."""
    settings = cast("WorkerSettings", app.extensions["scheduler.settings"])
    clock = cast("Clock", app.extensions["scheduler.clock"])
    with app.app_context():
        sessions = cast("SessionFactory", db.sessionmaker)
    registration = build_registration(app)
    dispatcher = build_dispatcher(app, registration)
    writers, listeners = app.extensions["scheduler.writers"], app.extensions["scheduler.listeners"]
    zones = ZoneRules(sessions, app.extensions["scheduler.zone_followers"], clock)
    pictures, most = PictureStore.of(settings), settings.picture_max_megapixels * 1_000_000
    monitor = Monitor(settings.heartbeat_url) if settings.heartbeat_url is not None else None
    tools = Tools(sessions, clock, dispatcher, registration, writers, listeners, zones, pictures, most, monitor=monitor)
    returned_mail = returned_mail_of(settings, sessions, clock)
    return Worker(app, replace(tools, http=HttpClient(settings.inner_hosts), returned_mail=returned_mail), jobs)


def work_until_stopped(app: Flask) -> None:
    """Do what is due until a signal to stop comes."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    worker = build_worker(app)
    worker.start()
    stopping.wait()
    worker.stop()
