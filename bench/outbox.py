"""How fast 10,000 due reminders leave, against smtplib sending ready bytes in the same run.

The whole way is measured, from "due" to "all recorded as sent": claiming, the product's own letters, and one commit for
each message before the next one is sent. Over one connection it is one worker on SQLite; over four, four workers, on
SQLite and on PostgreSQL. APScheduler with a job for each reminder and Flask-Mail are timed beside it.

The mail server drops what it takes, once at once, and once after 2 ms each for sender, recipient and text, as one that
looks up and stores them. The same is wanted of both. At once and over four connections it needs a core of the machine
for itself, so on two cores that ratio says above all how much processor a message costs.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from bench.postgresql import postgresql_server
from bench.reminders import Place, Reminders
from bench.ways_to_mail import flask_mail, job_per_reminder, mail_server, outbox, ready_bytes, seconds_for
from scheduler.db import db
from scheduler.outbox.mailer import RenderedMessage
from tests.plugins.databases import build_schema, new_database

MESSAGES, MESSAGES_OF_OTHERS = 10_000, 1000
RUNS = 3
AT_ONCE, IN_ITS_TIME = 0.0, 0.002
"""How long the mail server takes over an answer, in seconds."""
WANTED = {1: 0.6, 4: 0.8}


@dataclass(frozen=True, slots=True)
class Setting:
    """Over so many connections to a server that takes so many seconds over an answer, from one of the databases."""

    connections: int
    answer_seconds: float
    database: str

    @override
    def __str__(self) -> str:
        connections = f"{self.connections} connection{'s' * (self.connections > 1)}"
        return f"{connections}, {self.answer_seconds * 1000:g} ms an answer"


SETTINGS = (
    Setting(1, AT_ONCE, "sqlite"),
    Setting(4, AT_ONCE, "sqlite"),
    Setting(4, AT_ONCE, "postgresql"),
    Setting(4, IN_ITS_TIME, "sqlite"),
    Setting(4, IN_ITS_TIME, "postgresql"),
)


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages a second: the reference, and ours."""

    setting: Setting
    reference: float
    ours: float

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    @property
    def wanted(self) -> float:
        """The least ratio."""
        return WANTED[self.setting.connections]


def measured(place: Place, setting: Setting, parcels: Sequence[RenderedMessage]) -> Rates:
    """Send all that is due, by turns with the reference."""
    connections = setting.connections
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
    return Rates(setting, reference, ours)


def letters(place: Place) -> list[RenderedMessage]:
    with place.application().app_context():
        parcels = Reminders.of(MESSAGES).letters()
        db.engine.dispose()
    assert len(parcels) == MESSAGES
    return parcels


def new_place(folder: Path, port: int, database_url: str | None = None) -> Place:
    """Make an empty coalition, in SQLite if no other database is named."""
    home = Path(tempfile.mkdtemp(dir=folder))
    url = database_url or f"sqlite:///{home / 'scheduler.db'}"
    build_schema(url)
    return Place(url, str(home), port)


def all_measured(folder: Path, parcels: Sequence[RenderedMessage]) -> Iterator[Rates]:
    with postgresql_server(folder / "postgresql") as server:
        for setting in SETTINGS:
            is_sqlite = setting.database == "sqlite"
            url = None if is_sqlite else new_database(server).render_as_string(hide_password=False)
            with mail_server(setting.answer_seconds) as port:
                yield measured(new_place(folder, port, url), setting, parcels)


def main() -> int:
    print(f"median of {RUNS} alternating runs of {MESSAGES} messages")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = stack.enter_context(mail_server())
        parcels = letters(new_place(folder, port))
        rates = []
        for one in all_measured(folder, parcels):
            report(one)
            rates.append(one)
        some = parcels[:MESSAGES_OF_OTHERS]
        jobs = seconds_for(job_per_reminder, [(port, f"sqlite:///{folder / 'jobs.db'}", some)])
        mail = seconds_for(flask_mail, [(port, some)])
    for name, seconds in {"APScheduler, a job each": jobs, "Flask-Mail": mail}.items():
        rate = MESSAGES_OF_OTHERS / seconds
        beside = rate / rates[0].reference
        print(f"{f'{name}, 0 ms an answer':56}{rate:8.0f} messages/s, {beside:.2f} of smtplib over one connection")
    return int(any(one.ratio < one.wanted for one in rates))


def report(rates: Rates) -> None:
    setting = rates.setting
    print(f"{f'{setting}, smtplib, ready bytes':56}{rates.reference:8.0f} messages/s")
    print(f"{f'{setting}, reminders in {setting.database}':56}{rates.ours:8.0f} messages/s")
    print(f"{'ratio':56}{rates.ratio:8.2f}   (wanted: at least {rates.wanted})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
