"""Ways to hand mail to a server, ours and what else a program in Python would use, each timed by a process of its own.

A way is prepared first: what it does once in the life of a process is not counted.
"""

import asyncio
import multiprocessing
import queue
import smtplib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from flask_mail import Mail, Message

from bench.reminders import MAIL_FROM, SENDER, Place
from scheduler.outbox.mailer import RenderedMessage
from scheduler.worker import build_dispatcher, build_registration
from tests.plugins.mail import free_port

SPAWN = multiprocessing.get_context("spawn")
# As many threads as APScheduler has when nothing is said.
JOB_THREADS = 10
START_SECONDS, LONGEST_SECONDS = 120, 300

Prepared = Callable[[], None]
Way = Callable[..., Prepared]


class MailServer:
    """Drops what it takes, and takes so many seconds over sender, recipient and text each.

    Says that it takes commands in a row, as servers in use do; aiosmtpd does take them, and does not say it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._answer()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._answer()

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return await self._answer()

    async def _answer(self) -> str:
        if self._seconds:
            await asyncio.sleep(self._seconds)
        return "250 OK"


def _serve(parent: Connection, seconds: float) -> None:
    controller = Controller(MailServer(seconds), hostname="127.0.0.1", port=free_port())
    controller.start()
    parent.send(controller.port)
    threading.Event().wait()


@contextmanager
def mail_server(seconds: float = 0) -> Iterator[int]:
    """Yield the port of a real mail server that drops what it takes, and takes so many seconds over each answer."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_serve, args=(theirs, seconds), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()


def seconds_for(way: Way, shares: Sequence[tuple[Any, ...]]) -> float:
    """Return how long it takes from a common start until the last of as many processes as there are shares is done."""
    barrier, ends = SPAWN.Barrier(len(shares) + 1), SPAWN.Queue()
    processes = [SPAWN.Process(target=_run, args=(barrier, ends, way, share), daemon=True) for share in shares]
    for process in processes:
        process.start()
    barrier.wait(START_SECONDS)
    began = time.perf_counter()
    # One that fails ends without a word.
    ended: list[float] = [ends.get(timeout=LONGEST_SECONDS) for _ in processes]
    for process in processes:
        process.join()
    return max(ended) - began


def _run(barrier: Barrier, ends: Any, way: Way, share: tuple[Any, ...]) -> None:
    send = way(*share)
    barrier.wait(START_SECONDS)
    send()
    ends.put(time.perf_counter())


def ready_bytes(port: int, parcels: Sequence[RenderedMessage]) -> Prepared:
    """The reference: smtplib, one connection, messages that are finished."""

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port, SENDER.domain) as smtp:
            for parcel in parcels:
                smtp.sendmail(SENDER.address, [parcel.to], parcel.content)

    return send


def outbox(place: Place) -> Prepared:
    """Ours: claim, write, hand over, and commit what became of each message before the next one is sent."""
    app = place.application()
    dispatcher = build_dispatcher(app, build_registration(app))

    def send() -> None:
        with app.app_context():
            dispatcher.run()

    return send


def job_per_reminder(port: int, url: str, parcels: Sequence[RenderedMessage]) -> Prepared:
    """APScheduler with a stored job for each message, none of which may be missed; a job connects for itself."""
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url)},
        executors={"default": ThreadPoolExecutor(JOB_THREADS)},
        job_defaults={"misfire_grace_time": None},
    )
    scheduler.start(paused=True)
    for parcel in parcels:
        scheduler.add_job(_hand_over, "date", args=(port, parcel.to, parcel.content))
    done: queue.SimpleQueue[JobExecutionEvent] = queue.SimpleQueue()
    scheduler.add_listener(done.put, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)

    def send() -> None:
        scheduler.resume()
        outcomes = [done.get() for _parcel in parcels]
        scheduler.shutdown()
        assert all(one.code == EVENT_JOB_EXECUTED for one in outcomes)

    return send


def _hand_over(port: int, to: str, content: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, SENDER.domain) as smtp:
        smtp.sendmail(SENDER.address, [to], content)


def flask_mail(port: int, parcels: Sequence[RenderedMessage]) -> Prepared:
    """Flask-Mail over one connection, which makes the message of texts that are ready; nothing is recorded."""
    app = Flask(__name__)
    app.config |= {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port, "MAIL_DEFAULT_SENDER": MAIL_FROM}
    mail = Mail(app)
    texts = [_texts(parcel) for parcel in parcels]

    def send() -> None:
        with app.app_context(), mail.connect() as connection:
            for subject, to, body, html in texts:
                connection.send(Message(subject, [to], body, html))

    return send


def _texts(parcel: RenderedMessage) -> tuple[str, str, str, str]:
    letter = message_from_bytes(parcel.content, policy=policy.default)
    body, html = (letter.get_body((subtype,)) for subtype in ("plain", "html"))
    assert body is not None
    assert html is not None
    return letter["Subject"], parcel.to, body.get_content(), html.get_content()
