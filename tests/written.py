"""Mail as the worker writes it: the renderers that send it, in one session."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent
from scheduler.renderers import RENDERERS


def answer_of(session: Session, message: Message, now: datetime) -> Letter | NotSent:
    """Return what is written for one message, alone."""
    renderer = RENDERERS.get((Stream(message.stream), message.kind)) or RENDERERS[Stream(message.stream), "*"]
    write = renderer if callable(renderer) else renderer.prepare(session, [message], now)
    return write(session, message, now)


def answers(session: Session, kind: NotificationKind | str, person_id: int, now: datetime) -> list[Letter | NotSent]:
    """Return what is written of a person's messages of a kind, the oldest first."""
    query = select(Message).where(Message.kind == str(kind), Message.person_id == person_id).order_by(Message.id)
    return [answer_of(session, message, now) for message in session.scalars(query)]


def letter(session: Session, kind: NotificationKind | str, person_id: int, now: datetime) -> Letter:
    """Return the newest letter of a kind to a person."""
    found = answers(session, kind, person_id, now)[-1]
    assert isinstance(found, Letter), found
    return found


def together(session: Session, kinds: Collection[NotificationKind], person_id: int, now: datetime) -> Letter | NotSent:
    """Return the one letter that tells a person of all their notices of some kinds."""
    query = select(Message).where(Message.kind.in_(kinds), Message.person_id == person_id).order_by(Message.id)
    first, *others = session.scalars(query)
    first.bundle_id = first.id
    for other in others:
        other.bundle_id = first.id
    session.flush()
    return answer_of(session, first, now)


def first_line(found: Letter) -> str:
    """Return the first line of the text after the heading."""
    return [line for line in found.text.splitlines() if line.strip()][1]
