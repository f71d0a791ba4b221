"""What a run of the planner costs in a small and in a big coalition, and how long others wait for it."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.orm import sessionmaker

from bench.crowd import BIG, NOW, SMALL, Size, fill
from scheduler.agenda.models import Entry, EntryKind
from scheduler.db import AppSession, touch
from scheduler.reminders.jobs import plan_due
from tests.costs import statements
from tests.fakes import FakeClock
from tests.plugins.databases import build_schema, connected

Sessions = sessionmaker[AppSession]
WANTED_MS = 100


@contextmanager
def write_lock(engine: Engine) -> Iterator[list[float]]:
    """Collect for how many seconds each transaction held SQLite's write lock."""
    begun: dict[Connection, float] = {}
    locked_seconds: list[float] = []

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("sqlite_write"):
            begun[connection] = time.perf_counter()

    def end(connection: Connection) -> None:
        if connection in begun:
            locked_seconds.append(time.perf_counter() - begun.pop(connection))

    for name, listener in (("begin", begin), ("commit", end), ("rollback", end)):
        event.listen(engine, name, listener)
    yield locked_seconds


def edit(sessions: Sessions, kind: EntryKind) -> None:
    with sessions() as session:
        entry = session.scalars(select(Entry).where(Entry.kind == kind).order_by(Entry.id).limit(1)).one()
        entry.own_title += "!"
        touch(session, entry)
        session.commit()


def report(size: Size) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        build_schema(url)
        engine = connected(url)
        fill(engine, size)
        sessions = sessionmaker(engine, class_=AppSession)
        plan_due(sessions, FakeClock(NOW))
        print(f"{size.people} people, {size.entries} entries")
        cases: tuple[tuple[str, timedelta, Callable[[], None]], ...] = (
            ("nothing has changed", timedelta(seconds=30), lambda: None),
            ("one task was edited", timedelta(seconds=60), lambda: edit(sessions, EntryKind.TASK)),
            ("one campaign was edited", timedelta(seconds=90), lambda: edit(sessions, EntryKind.CAMPAIGN)),
            ("an hour has struck", timedelta(hours=12, seconds=1), lambda: None),
        )
        with write_lock(engine) as locked_seconds, statements(engine) as asked:
            for label, later, change in cases:
                change()
                locked_seconds.clear()
                asked.clear()
                started = time.perf_counter()
                new = plan_due(sessions, FakeClock(NOW + later))
                seconds, longest = time.perf_counter() - started, max(locked_seconds)
                print(
                    f"  {label:24} {seconds * 1000:7.0f} ms, {len(asked):3} statements, {new:5} reminders; write lock"
                    f" at most {longest * 1000:6.1f} ms   (wanted: below {WANTED_MS})"
                )
        engine.dispose()


if __name__ == "__main__":
    report(SMALL)
    report(BIG)
