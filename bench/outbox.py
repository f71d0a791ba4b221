"""How fast 10,000 due reminders leave, against smtplib sending ready bytes in the same run.

The whole way is measured, from "due" to "all recorded as sent": claiming, the product's own letters, and one commit for
each message before the next one is sent. Over one connection it is one worker on SQLite; over four, four workers, on
SQLite and on PostgreSQL. APScheduler with a job for each reminder and Flask-Mail are timed beside it.
"""

import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from bench.postgresql import postgresql_server
from bench.reminders import Place, Reminders
from bench.ways_to_mail import flask_mail, job_per_reminder, mail_server, outbox, ready_bytes, seconds_for
from scheduler.db import db
from scheduler.outbox.mailer import RenderedMessage
from tests.plugins.databases import build_schema, new_database

MESSAGES, MESSAGES_OF_OTHERS = 10_000, 1000
RUNS = 3
WANTED = {1: 0.6, 4: 0.8}


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages a second over so many connections: the reference, and ours on one of the databases."""

    connections: int
    database: str
    reference: float
    ours: float

    @property
    def ratio(self) -> float:
        return self.ours / self.reference


def measured(place: Place, connections: int, parcels: Sequence[RenderedMessage]) -> Rates:
    """Send all that is due, by turns with the reference."""
    seconds: list[tuple[float, float]] = []
    with place.application().app_context():
        reminders = Reminders.of(MESSAGES)
        for run in range(RUNS):
            reminders.queue()
            shares = [(place.port, parcels[number::connections]) for number in range(connections)]
            reference = seconds_for(ready_bytes, shares)
            seconds.append((reference, seconds_for(outbox, [(place,)] * connections)))
            assert reminders.sent() == (run + 1) * MESSAGES
        db.engine.dispose()
    reference, ours = (MESSAGES / statistics.median(taken) for taken in zip(*seconds, strict=True))
    return Rates(connections, make_url(place.database_url).get_backend_name(), reference, ours)


def letters(place: Place) -> list[RenderedMessage]:
    with place.application().app_context():
        parcels = Reminders.of(MESSAGES).letters()
        db.engine.dispose()
    assert len(parcels) == MESSAGES
    return parcels


def new_place(folder: Path, name: str, port: int, database_url: str | None = None) -> Place:
    """Make an empty coalition, in SQLite if no other database is named."""
    home = folder / name
    home.mkdir()
    url = database_url or f"sqlite:///{home / 'scheduler.db'}"
    build_schema(url)
    return Place(url, str(home), port)


def main() -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = stack.enter_context(mail_server())
        parcels = letters(new_place(folder, "letters", port))
        rates = [measured(new_place(folder, f"{count}", port), count, parcels) for count in WANTED]
        server = stack.enter_context(postgresql_server(folder / "postgresql"))
        url = new_database(server).render_as_string(hide_password=False)
        rates.append(measured(new_place(folder, "postgresql_4", port, url), 4, parcels))
        some = parcels[:MESSAGES_OF_OTHERS]
        jobs = seconds_for(job_per_reminder, [(port, f"sqlite:///{folder / 'jobs.db'}", some)])
        mail = seconds_for(flask_mail, [(port, some)])
    report(rates, {"APScheduler, a job each": jobs, "Flask-Mail": mail})
    return int(any(one.ratio < WANTED[one.connections] for one in rates))


def report(measured_rates: Sequence[Rates], others: dict[str, float]) -> None:
    print(f"median of {RUNS} alternating runs of {MESSAGES} messages")
    for rates in measured_rates:
        name = f"{rates.connections} connection{'s' * (rates.connections > 1)}"
        print(f"{f'{name}, smtplib, ready bytes':48}{rates.reference:8.0f} messages/s")
        print(f"{f'{name}, reminders in {rates.database}':48}{rates.ours:8.0f} messages/s")
        print(f"{'ratio':48}{rates.ratio:8.2f}   (wanted: at least {WANTED[rates.connections]})")
    one = measured_rates[0].reference
    for name, seconds in others.items():
        rate = MESSAGES_OF_OTHERS / seconds
        print(f"{name:48}{rate:8.0f} messages/s, {rate / one:.2f} of smtplib with ready bytes")


if __name__ == "__main__":
    sys.exit(main())
