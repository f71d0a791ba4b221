"""What a run of the mailer costs with very many messages that are due later, and as many that were sent.

Each step of a run is measured in a small and in a big outbox by turns; then a real worker is started on either, whose
memory must not grow with it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.leases import call_back, claim, expire, next_due, release_all
from scheduler.outbox.reading import counts_by_state
from tests.plugins.databases import build_schema, connected

ROOT = Path(__file__).resolve().parents[1]
CLAIMED = 500
WANTED_RATIO, WANTED_GROWTH = 1.5, 1.1
SETTLE_SECONDS = 15
MIB = 1024 * 1024

# Rows by the database itself: a million through the program would take minutes.
FILL = text(
    "INSERT INTO message (stream, kind, payload, dedup_key, message_id, created_at, due_at, state, attempts,"
    " last_error)"
    " WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :many)"
    " SELECT 'reminder', 'followed', '{}', :state || ':' || :first || n, printf('%s%s%036d', :letter, :first, n),"
    " :created, strftime('%Y-%m-%d %H:%M:%f000', :first, '+' || n || ' seconds'), :state, 0, ''"
    " FROM counted"
)

Step = Callable[[Session, datetime], object]


def claim_some(session: Session, now: datetime) -> None:
    """Claim what is due, and give it back."""
    if len(claim(session, "bench", now, CLAIMED)) != CLAIMED:
        raise RuntimeError("too few were due")


STEPS: Mapping[str, Step] = {
    f"claim of {CLAIMED}": claim_some,
    "look at what is due next": lambda session, _now: next_due(session),
    "look at what is over": expire,
    "look at clocks that ran ahead": call_back,
}
"""What is the same work in both outboxes."""

COUNTS: Mapping[str, Step] = {"counts for monitors": lambda session, _now: counts_by_state(session)}
"""What is printed besides: it counts what waits, so it grows with that."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """A database with so many messages due later."""

    folder: Path
    many: int
    engine: Engine

    @classmethod
    def filled(cls, folder: Path, many: int, now: datetime) -> "Outbox":
        """Make one: `many` due from tomorrow on and as many sent, and somewhat more than is claimed due now."""
        folder.mkdir()
        url = f"sqlite:///{folder / 'scheduler.db'}"
        build_schema(url)
        engine = connected(url)
        moments = (("s", "sent", many, timedelta(days=-400)), ("d", "ready", CLAIMED + 100, timedelta(hours=-1)))
        with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
            for letter, state, count, since in (*moments, ("f", "ready", many, timedelta(days=1))):
                first = f"{now + since:%Y-%m-%d %H:%M:%S}"
                connection.execute(
                    FILL,
                    {
                        "created": f"{now - timedelta(days=401):%Y-%m-%d %H:%M:%S.000000}",
                        "many": count,
                        "state": state,
                        "first": first,
                        "letter": letter,
                    },
                )
        return cls(folder, many, engine)

    def took(self, step: Step, now: datetime) -> float:
        """Return the milliseconds that a step takes in a transaction of its own; what it claims is given back after."""
        sessions = sessionmaker(self.engine, class_=AppSession)
        with sessions() as session:
            began = time.perf_counter()
            step(session, now)
            session.commit()
            seconds = time.perf_counter() - began
            release_all(session, "bench")
            session.commit()
        return seconds * 1000

    def worker_mib(self, seconds: float) -> float:
        """Return what a worker holds after so long, all due mail being sent to files."""
        env = os.environ | {"SCHEDULER_INSTANCE_DIR": str(self.folder), "SCHEDULER_DEMO": "0"}
        worker = subprocess.Popen(
            [sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=env, stderr=subprocess.DEVNULL
        )
        try:
            time.sleep(seconds)
            return float(psutil.Process(worker.pid).memory_info().rss / MIB)
        finally:
            worker.terminate()
            worker.wait(60)


def compare(outboxes: tuple[Outbox, Outbox], now: datetime, turns: int) -> bool:
    """Print what each step takes in either; false when one takes too much longer in the big one."""
    is_good, (small, big) = True, outboxes
    for name, step in {**STEPS, **COUNTS}.items():
        taken = [(small.took(step, now), big.took(step, now)) for _ in range(turns)]
        # The best of each, which other work on the machine disturbs least.
        was, is_now = (min(some) for some in zip(*taken, strict=True))
        verdict = "" if name in COUNTS else "ok" if is_now <= max(was, 1.0) * WANTED_RATIO else "TOO SLOW"
        is_good = is_good and verdict != "TOO SLOW"
        print(f"{name:30} {was:8.2f} ms of {small.many}, {is_now:8.2f} ms of {big.many}: {is_now / was:.2f} {verdict}")
    return is_good


def remembered(outboxes: Sequence[Outbox], seconds: float) -> bool:
    """Print what a worker holds on each; false when it holds more on the big one."""
    held = [one.worker_mib(seconds) for one in outboxes]
    verdict = "ok" if held[-1] <= held[0] * WANTED_GROWTH else "TOO MUCH"
    print(
        "memory of a worker: "
        + ", ".join(f"{mib:.0f} MiB of {one.many}" for one, mib in zip(outboxes, held, strict=True)),
        verdict,
    )
    return verdict == "ok"


def main() -> int:
    """Measure; the exit status is 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("small", 10_000), ("big", 1_000_000), ("turns", 15), ("seconds", SETTLE_SECONDS)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    size = parser.parse_args()
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="bench-queue-") as folder:
        small, big = (Outbox.filled(Path(folder) / f"{many}", many, now) for many in (size.small, size.big))
        outboxes = small, big
        is_quick = compare(outboxes, now, size.turns)
        for one in outboxes:
            one.engine.dispose()
        is_small = not size.seconds or remembered(outboxes, size.seconds)
        return 0 if is_quick and is_small else 1


if __name__ == "__main__":
    sys.exit(main())
