"""How fast due reminders leave, against smtplib sending ready bytes over one connection in the same run."""

import asyncio
import multiprocessing
import secrets
import smtplib
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from multiprocessing.connection import Connection
from pathlib import Path

from jinja2 import Environment
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.models import Person
from scheduler.clock import SystemClock
from scheduler.db import AppSession, Base, prepare_engine
from scheduler.outbox.composing import Sender, compose
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.rendering import Letter, Renderer
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.outbox.smtp import SmtpMailer, SmtpServer

MESSAGES = 2000
PEOPLE = 200
RUNS = 5
WANTED_RATIO = 0.25
SENDER = Sender.parse("Coalition Scheduler <scheduler@example.org>")

TEXT = """Hello {{ name }},

World Day Against Trafficking in Persons is in 7 days: Friday 30 July 2027 (Europe/Berlin).
{% for line in lines %}
- {{ line }}: the words are ready and wait for a yes by Tuesday 27 July 2027, 18:00 (Europe/Berlin)
{%- endfor %}

https://scheduler.example.org/observances/trafficking-in-persons
You get this because you follow this day. Stop it: {{ stop }}
"""
HTML = """<!doctype html><html lang="en"><head><style>
body { margin: 0; font-family: Arial, sans-serif; color: #1d2730; background: #f4f6f8 }
.card { max-width: 560px; margin: 24px auto; padding: 24px; background: #fff; border-radius: 8px }
h1 { font-size: 22px; line-height: 28px; margin: 0 0 12px } td { padding: 6px 0; border-bottom: 1px solid #dde3e8 }
.button { display: inline-block; padding: 10px 18px; color: #fff; background: #1f5f8b; text-decoration: none }
.why { color: #5a6772; font-size: 13px } @media (prefers-color-scheme: dark) { body { background: #10161b } }
</style></head><body><div class="card"><h1>In 7 days: World Day Against Trafficking in Persons</h1>
<p>Hello {{ name }},</p><table>{% for line in lines %}<tr><td><strong>{{ line }}</strong>: the words are ready and wait
for a yes by Tuesday 27 July 2027, 18:00 (Europe/Berlin)</td></tr>{% endfor %}</table>
<p><a class="button" href="https://scheduler.example.org/observances/trafficking-in-persons">Open the day</a></p>
<p class="why">You get this because you follow this day. <a href="{{ stop }}">Stop it</a>.</p></div></body></html>
"""


class Reminders:
    """A renderer as big as a real one: a query for the batch, two templates for each message."""

    def __init__(self) -> None:
        self._text = Environment(autoescape=False).from_string(TEXT)
        self._html = Environment(autoescape=True).from_string(HTML)

    def prepare(self, session: Session, messages: Sequence[Message], _now: datetime) -> Renderer:
        query = select(Person.id, Person.name, Person.email)
        rows = session.execute(query.where(Person.id.in_({message.person_id for message in messages})))
        people = {ident: (name, email) for ident, name, email in rows}

        def render(_session: Session, message: Message, _now: datetime) -> Letter:
            return self.letter(message, *people[message.person_id or 0])

        return render

    def letter(self, message: Message, name: str, email: str) -> Letter:
        stop = f"https://scheduler.example.org/unsubscribe/{message.message_id}{message.message_id}"
        facts = {"name": name, "stop": stop, "lines": [f"Joint statement {number}" for number in range(1, 6)]}
        return Letter(
            to=email,
            to_name=name,
            subject="In 7 days: World Day Against Trafficking in Persons — Friday 30 July",
            text=self._text.render(facts),
            html=self._html.render(facts),
            list_id="reminders",
            unsubscribe_url=stop,
        )


async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A mail server as far as a sender can see: answers every command, checks addresses, drops what it takes."""
    writer.write(b"220 sink ready\r\n")
    while line := await reader.readline():
        verb, _, rest = line.decode("ascii").strip().partition(" ")
        writer.write(answer(verb.upper(), rest))
        if verb.upper() == "DATA":
            while await reader.readline() != b".\r\n":
                pass
            writer.write(b"250 taken\r\n")
        await writer.drain()
    writer.close()


def answer(verb: str, rest: str) -> bytes:
    if verb in {"MAIL", "RCPT"}:
        _, address = parseaddr(rest.partition(":")[2])
        return b"250 fine\r\n" if "@" in address else b"501 no address\r\n"
    return {"EHLO": b"250-sink\r\n250 8BITMIME\r\n", "DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}.get(
        verb, b"250 fine\r\n"
    )


def serve_sink(parent: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.start_server(take, "127.0.0.1", 0)
        parent.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


@dataclass(frozen=True)
class Bench:
    sessions: sessionmaker[AppSession]
    port: int

    def with_people(self) -> "Bench":
        with self.sessions() as session:
            session.add_all(person(number) for number in range(1, PEOPLE + 1))
            session.commit()
        return self

    def send_ready_bytes(self) -> float:
        """Seconds that smtplib takes for letters that are finished."""
        renderer = Reminders()
        parcels = []
        for number in range(MESSAGES):
            message = Message(id=number, message_id=secrets.token_hex(20))
            letter = renderer.letter(message, f"Person {number % PEOPLE}", f"person{number % PEOPLE}@people.test")
            parcels.append((letter.to, compose(letter, SENDER, message.message_id, datetime.now(UTC))))
        started = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", self.port, "example.org") as smtp:
            for to, content in parcels:
                smtp.sendmail(SENDER.address, [to], content)
        return time.perf_counter() - started

    def send_reminders(self) -> float:
        """Seconds that the outbox takes from "due" to "all recorded as sent"."""
        now = datetime.now(UTC)
        with self.sessions() as session:
            queue_all(session, (draft(number, now) for number in range(MESSAGES)), now)
            session.commit()
        mailer = SmtpMailer(SmtpServer("127.0.0.1", self.port), SENDER)
        renderers = {(Stream.REMINDER, "*"): Reminders()}
        dispatcher = Dispatcher(self.sessions, renderers, mailer, SENDER, SystemClock())
        started = time.perf_counter()
        dispatcher.run()
        return time.perf_counter() - started

    def sent(self) -> int:
        with self.sessions() as session:
            query = select(func.count()).select_from(Message).where(Message.state == MessageState.SENT)
            return session.scalar(query) or 0


def person(number: int) -> Person:
    name, email = f"Person {number}", f"person{number}@people.test"
    key = secrets.token_hex(16)
    return Person(name=name, email=email, zone="Europe/Berlin", fs_uniquifier=key, created_at=datetime.now(UTC))


def draft(number: int, now: datetime) -> OutboxDraft:
    return OutboxDraft(
        stream=Stream.REMINDER,
        kind="lead",
        person_id=number % PEOPLE + 1,
        payload={"lead_days": 7, "occurrence": number},
        dedup_key=f"bench:{number}:{now.isoformat()}",
        due_at=now,
    )


def main() -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    sink = context.Process(target=serve_sink, args=(theirs,), daemon=True)
    sink.start()
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        prepare_engine(engine)
        Base.metadata.create_all(engine)
        bench = Bench(sessionmaker(engine, class_=AppSession), ours.recv()).with_people()
        pairs = [(bench.send_ready_bytes(), bench.send_reminders()) for _ in range(RUNS)]
        assert bench.sent() == RUNS * MESSAGES
        engine.dispose()
    sink.terminate()
    report(*zip(*pairs, strict=True))


def report(ready: Sequence[float], reminders: Sequence[float]) -> None:
    reference, outbox = (MESSAGES / statistics.median(seconds) for seconds in (ready, reminders))
    print(f"smtplib, ready bytes  {reference:8.0f} messages/s   (median of {RUNS} alternating runs of {MESSAGES})")
    print(f"outbox, due reminders {outbox:8.0f} messages/s")
    print(f"ratio                 {outbox / reference:8.2f}   (wanted: at least {WANTED_RATIO})")


if __name__ == "__main__":
    main()
