"""Messages to readers with numbers, and the renderer that writes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.clock import Clock
from scheduler.db import AppSession
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.domain.return_path import ReturnPath
from scheduler.outbox.mailer import Mailer, RenderedMessage
from scheduler.outbox.mime import Sender
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer, Renderers
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.outbox.smtp import SmtpMailer, SmtpServer
from scheduler.outbox.workers import Registration

SENDER = Sender.parse("Test Coalition <scheduler@coalition.test>")


def parcel(number: int = 1, to: str = "ana@people.test", text: str = "Hello") -> RenderedMessage:
    return RenderedMessage(number, to, f"Subject: hi\r\n\r\n{text}\r\n".encode())


def draft(number: int, due_at: datetime, stream: Stream = Stream.REMINDER, **changes: Any) -> OutboxDraft:
    values: dict[str, Any] = {"kind": "lead", "person_id": None, "payload": {"number": number}}
    return OutboxDraft(stream=stream, dedup_key=f"{stream}:{number}", due_at=due_at, **(values | changes))


def queued(sessions: sessionmaker[AppSession], drafts: Sequence[OutboxDraft], now: datetime) -> None:
    with sessions() as session:
        queue_all(session, drafts, now)
        session.commit()


def reader(number: int) -> str:
    return f"reader{number}@people.test"


def render(_session: Session, message: Message, _now: datetime) -> Letter | NotSent:
    number = message.payload["number"]
    if message.kind == "cancelled":
        return NotSent("cancelled")
    if message.kind == "broken":
        raise KeyError("the words that are kept back")
    domain = "demo.example" if message.kind == "demo" else message.payload.get("domain", "people.test")
    to = f"reader{number}@{domain}" if message.kind != "unmailable" else "nobody"
    return Letter(to=to, to_name=f"Reader {number}", subject=f"Telling {number}", text=f"This is telling {number}.")


RENDERERS: dict[tuple[Stream, str], Renderer] = {(stream, "*"): render for stream in Stream}


def dispatcher(
    sessions: sessionmaker[AppSession],
    clock: Clock,
    mailer: Mailer | str,
    renderers: Renderers = RENDERERS,
    *,
    registration: Registration | None = None,
    return_path: ReturnPath | None = None,
) -> Dispatcher:
    """A worker's sender of mail; `mailer` may be the address of a mail server."""
    if isinstance(mailer, str):
        mailer = SmtpMailer(SmtpServer.parse(mailer), SENDER, timeout_seconds=5)
    return Dispatcher(sessions, renderers, mailer, SENDER, clock, registration=registration, return_path=return_path)


def impatient(url: str) -> Mailer:
    """A mailer that soon takes a server for silent, but not one on a busy machine."""
    return SmtpMailer(SmtpServer.parse(url), SENDER, timeout_seconds=2)


def messages(sessions: sessionmaker[AppSession]) -> list[Message]:
    with sessions() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def states(sessions: sessionmaker[AppSession]) -> list[tuple[str, int, str]]:
    """State, attempts and reason of every message in the order of queueing."""
    return [(message.state, message.attempts, message.last_error) for message in messages(sessions)]
