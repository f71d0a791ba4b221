"""Several people at the same moment, made to meet: whoever comes second is seen to wait before the first one ends."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, request_started
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import sessionmaker

from scheduler.accounts.models import Person
from scheduler.db import AppSession
from scheduler.rows import WRITERS_LOCK
from tests.logins import logged_in

PATIENCE_SECONDS = 40
"""When a test gives up; nothing is measured by it."""

PAUSE_SECONDS = 0.02
"""How long until it is looked again: each look asks the database, which has other things to do."""

CRASH = 500
Sessions = sessionmaker[AppSession]
Act = Callable[[AppSession], object]
Outcome = object
_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not come to that")
        time.sleep(PAUSE_SECONDS)


def waiting(engine: Engine) -> int | None:
    """Return how many connections of a database wait for a lock; None where the database cannot say."""
    if engine.dialect.name != "postgresql":
        return None
    with engine.connect() as connection:
        return int(connection.execute(_WAITING).scalar_one())


def meet(sessions: Sessions, first: Act, second: Act) -> tuple[Outcome, Outcome]:
    """Do `first`, and `second` while that has not committed yet; return what came of both, exceptions included."""
    engine, outcomes = sessions.kw["bind"], list[Outcome]()
    started = threading.Event()

    def come_second() -> None:
        started.set()
        outcomes.append(_outcome(sessions, second))

    with sessions() as session:
        came_first = first(session)
        thread = threading.Thread(target=come_second)
        thread.start()
        started.wait(PATIENCE_SECONDS)
        until(lambda: bool(outcomes) or waiting(engine) != 0)
        session.commit()
    thread.join(PATIENCE_SECONDS)
    return came_first, outcomes[0]


def all_at_once(sessions: Sessions, acts: Sequence[Act]) -> list[Outcome]:
    """Do several things at the same time, each in a transaction of its own; return what came of each, in order."""
    start, outcomes = threading.Barrier(len(acts)), dict[int, Outcome]()

    def run(number: int) -> None:
        start.wait(PATIENCE_SECONDS)
        outcomes[number] = _outcome(sessions, acts[number])

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return [outcomes[number] for number in range(len(acts))]


def _outcome(sessions: Sessions, act: Act) -> Outcome:
    try:
        with sessions() as session:
            done = act(session)
            session.commit()
    except Exception as error:  # noqa: BLE001 - handed to the test's own thread
        return error
    return done


@dataclass(frozen=True, slots=True)
class Post:
    """A form that somebody sends."""

    person: Person
    path: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: a crash has its status and the exception as its text."""

    status: int
    text: str
    location: str = ""


@dataclass
class Arrivals:
    """Counts the requests that an application has begun with."""

    number: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def come(self, _app: Flask, **_more: object) -> None:
        with self._lock:
            self.number += 1


@contextmanager
def gate(engine: Engine) -> Iterator[Callable[[], None]]:
    """Keep every writer of a database waiting until the function that is given is called."""
    with engine.connect().execution_options(sqlite_write=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS_LOCK})
        else:
            connection.connection.cursor()
            connection.execute(text("SELECT 1"))
        yield connection.rollback
        connection.rollback()


def send_together(app: Flask, engine: Engine, posts: Sequence[Post]) -> list[Reply]:
    """Send forms so that all of them wait at the same point, then let them go; return the replies in order."""
    replies, arrivals = dict[int, Reply](), Arrivals()
    # Their log-ins are written while everybody may still write.
    clients = [logged_in(app, form.person) for form in posts]

    def send(number: int) -> None:
        replies[number] = _send(clients[number], posts[number])

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(posts))]
    with gate(engine) as open_gate, request_started.connected_to(arrivals.come, app):
        for thread in threads:
            thread.start()
        until(lambda: len(replies) == len(posts) or _all_wait(engine, arrivals, len(posts) - len(replies)))
        open_gate()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return [replies[number] for number in range(len(posts))]


def post(app: Flask, form: Post) -> Reply:
    """Send one form."""
    return _send(logged_in(app, form.person), form)


def _send(client: FlaskClient, form: Post) -> Reply:
    try:
        answer = client.post(form.path, data=form.data)
    except Exception as crash:  # noqa: BLE001 - every crash is a find
        return Reply(CRASH, f"{type(crash).__name__}: {crash}")
    return Reply(answer.status_code, answer.text, answer.location or "")


def _all_wait(engine: Engine, arrivals: Arrivals, number: int) -> bool:
    blocked = waiting(engine)
    return arrivals.number >= number if blocked is None else blocked >= number
