"""Several workers, a killer and a lying mail server at one database, until every message has come to its end."""

import multiprocessing
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, select, text
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import NullPool

from scheduler.db import AppSession, prepare_engine
from scheduler.outbox.models import MAIL, Message
from scheduler.outbox.workers import SILENT_SECONDS
from tests.faults.judge import Evidence, extra, faults, has_ended
from tests.faults.lies import Lie, plan
from tests.faults.server import LyingServer, listening
from tests.faults.worker_process import LOG, FastClock, Job, work
from tests.outbox.letters import draft, queued

START = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
RESPAWN_SECONDS = 0.05
LOOK_SECONDS = 0.1
CUT_SECONDS = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How hard it is made; times are real seconds, but `speed` of the workers' seconds pass in each."""

    seed: int
    messages: int = 150
    share: float = 0.3
    workers: int = 3
    kills: int = 6
    stops: int = 2
    holds: int = 1
    cuts: int = 2
    speed: float = 30
    watching_speed: float = 6
    timeout_seconds: float = 1
    limit_seconds: float = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of it; `faults` is empty if all is well.

    `mistaken` counts how often a living worker was taken for dead, as happens where the machine leaves it no time.
    """

    faults: Sequence[str]
    seconds: float
    acts: Counter[str]
    lies: Counter[str]
    connections: int
    extra_copies: int
    mistaken: int


@dataclass
class WorkerPool:
    """The worker processes: each has a name of its own, a dead one is followed by another."""

    database_url: str
    mail_url: str
    folder: Path
    clock: FastClock
    watching_speed: float
    timeout_seconds: float
    interrupted: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    _processes: dict[str, ForkServerProcess] = field(default_factory=dict)
    _count: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([work.__module__])

    def fill(self, size: int) -> None:
        """Start as many as are missing."""
        with self._lock:
            self._processes = {name: process for name, process in self._processes.items() if process.is_alive()}
            while len(self._processes) < size:
                self._count += 1
                name = f"w{self._count}"
                where = (self.database_url, self.mail_url, self.folder)
                job = Job(name, *where, self.clock, self.watching_speed, self.timeout_seconds)
                process = self._context.Process(target=work, args=(job,), daemon=True)
                process.start()
                self._processes[name] = process

    def names(self) -> list[str]:
        with self._lock:
            return sorted(name for name, process in self._processes.items() if process.is_alive())

    def kill(self, name: str) -> None:
        """End one at once; it has no say in it."""
        self._interrupt(name, "kills", signal.SIGKILL)

    def stop(self, name: str) -> None:
        """Ask one to end in good order."""
        self._signal(name, "stops", signal.SIGTERM)

    def hold(self, name: str, seconds: float) -> None:
        """Let one sleep for so long that it is taken for dead."""
        if self._interrupt(name, "holds", signal.SIGSTOP):
            time.sleep(seconds)
            self._signal(name, None, signal.SIGCONT)

    def end(self) -> None:
        """Ask all to end in good order, and wait."""
        with self._lock:
            for process in self._processes.values():
                process.terminate()
            for process in self._processes.values():
                process.join(30)

    def _interrupt(self, name: str, act: str, number: signal.Signals) -> bool:
        with self._lock:
            done = self._signal(name, act, number)
            self.interrupted[name] += done
        return done

    def _signal(self, name: str, act: str | None, number: signal.Signals) -> bool:
        with self._lock:
            process = self._processes.get(name)
            if process is None or process.pid is None or not process.is_alive():
                return False
            os.kill(process.pid, number)
            if act is not None:
                self.acts[act] += 1
            if number == signal.SIGKILL:
                process.join(10)
            return True


def run(options: Options, database_url: str, folder: Path) -> Result:
    """Queue messages, let everything go wrong, and judge; the database has the schema and no messages."""
    engine = create_engine(database_url)
    prepare_engine(engine)
    sessions = sessionmaker(engine, class_=AppSession)
    lies = plan(options.seed, options.messages, options.share)
    clock = FastClock(START, time.monotonic(), options.speed)
    _queue(sessions, options, clock)
    liar = LyingServer(lies, options.seed, options.speed, options.timeout_seconds)
    with listening(liar):
        pool = WorkerPool(database_url, liar.url, folder, clock, options.watching_speed, options.timeout_seconds)
        liar.kill = pool.kill
        began = time.monotonic()
        try:
            with _disturbed(pool, engine, options):
                _wait_for_the_end(sessions, lies, pool, options)
            seconds = time.monotonic() - began
        finally:
            pool.end()
    mistaken = taken_for_dead(folder) - pool.interrupted
    evidence = Evidence(lies, _messages(sessions), liar.copies, pool.interrupted + mistaken)
    engine.dispose()
    return Result(
        faults=faults(evidence),
        seconds=seconds,
        acts=pool.acts,
        lies=liar.counts,
        connections=liar.connections,
        extra_copies=extra(evidence),
        mistaken=mistaken.total(),
    )


def taken_for_dead(folder: Path) -> Counter[str]:
    """Return how often each worker's claims were given back by another."""
    log = folder / LOG
    return Counter(re.findall(r"worker (\S+) is gone", log.read_text(encoding="utf-8") if log.exists() else ""))


def _queue(sessions: sessionmaker[AppSession], options: Options, clock: FastClock) -> None:
    streams = random.Random(options.seed).choices(MAIL, weights=(1, 2, 4), k=options.messages)
    queued(sessions, [draft(number, START, stream) for number, stream in enumerate(streams)], clock.now())


def _messages(sessions: sessionmaker[AppSession]) -> list[Message]:
    with sessions() as session:
        return sorted(session.scalars(select(Message)), key=lambda message: int(message.payload["number"]))


def _wait_for_the_end(
    sessions: sessionmaker[AppSession], lies: Sequence[Lie], pool: WorkerPool, options: Options
) -> None:
    deadline = time.monotonic() + options.limit_seconds
    while time.monotonic() < deadline:
        pool.fill(options.workers)
        time.sleep(LOOK_SECONDS)
        with suppress(Exception):
            # The database may be cut off for us too.
            if all(map(has_ended, lies, _messages(sessions))):
                return


@contextmanager
def _disturbed(pool: WorkerPool, engine: Engine, options: Options) -> Iterator[None]:
    """Let the killer work beside the block, at moments that the seed has chosen, and end with it."""
    over = threading.Event()
    killer = threading.Thread(target=_disturb, args=(pool, engine, options, over))
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def _disturb(pool: WorkerPool, engine: Engine, options: Options, over: threading.Event) -> None:
    dice = random.Random(options.seed + 1)
    acts = ["kill"] * options.kills + ["stop"] * options.stops + ["hold"] * options.holds + ["cut"] * options.cuts
    dice.shuffle(acts)
    while acts and not over.wait(dice.uniform(0.1, 0.8)):
        names = pool.names()
        if not names:
            continue
        name = dice.choice(names)
        match acts.pop():
            case "kill":
                pool.kill(name)
            case "stop":
                pool.stop(name)
            case "hold":
                pool.hold(name, 1.5 * SILENT_SECONDS / options.watching_speed)
            case _:
                _cut_off(engine.url)
                pool.acts["cuts"] += 1


def _cut_off(url: URL) -> None:
    """Break all connections to PostgreSQL; on SQLite keep everybody from writing for a while."""
    # Not from a pool, whose connections the last cut has broken.
    engine = create_engine(url, poolclass=NullPool)
    prepare_engine(engine)
    with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
        else:
            time.sleep(CUT_SECONDS)
