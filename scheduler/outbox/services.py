"""Puts messages into the outbox, and keeps what people do not want and when the worker last lived."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from scheduler.db import insert_into
from scheduler.outbox.models import Message, MessageState, Stream, Suppression, WorkerTick

EVERYTHING = "*"
JOB_PREFIX = "job:"
"""Begins the names under which the worker records that its jobs came to their end."""
_DEDUP_KEY_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxDraft:
    """What to say to whom and when; `payload` holds ids only, and `dedup_key` names this one telling for ever.

    Not sent before `due_at`, nor at or after `expires_at`. With `gathered_at` it goes into the one email that leaves
    to this person then (`gathering.py`).
    """

    stream: Stream
    kind: str
    person_id: int | None = None
    room_id: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    dedup_key: str
    due_at: datetime
    expires_at: datetime | None = None
    entry_id: int | None = None
    gathered_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.dedup_key) <= _DEDUP_KEY_CHARS:
            raise ValueError(f"a dedup key has 1 to {_DEDUP_KEY_CHARS} characters, not {len(self.dedup_key)}")


def queue(session: Session, draft: OutboxDraft, now: datetime) -> Message | None:
    """Put one message into the outbox; None if one with its dedup key was ever queued."""
    return next(iter(queue_all(session, [draft], now)), None)


def queue_all(session: Session, drafts: Iterable[OutboxDraft], now: datetime) -> Sequence[Message]:
    """Put many messages into the outbox at once; return those whose dedup key is new, in no order."""
    rows = list({draft.dedup_key: message_row(draft, now) for draft in drafts}.values())
    if not rows:
        return []
    statement = insert_into(session, Message).on_conflict_do_nothing(index_elements=["dedup_key"])
    return session.scalars(statement.returning(Message), rows).all()


def send_again(session: Session, message_id: int, now: datetime) -> bool:
    """Let a message that failed or came back, and all that goes with it, try from the beginning; False if none did."""
    carrier = select(func.coalesce(Message.bundle_id, Message.id)).where(Message.id == message_id).scalar_subquery()
    retry = (
        update(Message)
        .where(Message.id == carrier, Message.state.in_([MessageState.FAILED, MessageState.BOUNCED]))
        .values(state=MessageState.READY, due_at=now, attempts=0, settled_at=None)
    )
    return session.execute(retry.returning(Message.id)).first() is not None


def suppress(session: Session, person_id: int, stream: Stream, scope: str, now: datetime) -> None:
    """Stop mail of a stream to a person; `scope` is "*" for all of it, a kind, or `entry:<id>`. Twice is once.

    Raises ValueError for the account stream, which nobody can stop.
    """
    if stream == Stream.ACCOUNT:
        raise ValueError("account mail cannot be suppressed")
    row = {"person_id": person_id, "stream": stream, "scope": scope, "created_at": now}
    session.execute(insert_into(session, Suppression).on_conflict_do_nothing(), [row])


def unsuppress(session: Session, person_id: int, stream: Stream, scope: str) -> None:
    """Let mail of a stream through again in exactly this scope."""
    mine = Suppression.person_id == person_id
    session.execute(delete(Suppression).where(mine, Suppression.stream == stream, Suppression.scope == scope))


def suppressed(session: Session, person_id: int) -> set[tuple[Stream, str]]:
    """Return the pairs of stream and scope that a person does not want."""
    return suppressed_by(session, [person_id]).get(person_id, set())


def suppressed_by(session: Session, person_ids: Iterable[int]) -> dict[int, set[tuple[Stream, str]]]:
    """Return the same for many people in one query; people who want all are left out."""
    query = select(Suppression.person_id, Suppression.stream, Suppression.scope)
    unwanted: dict[int, set[tuple[Stream, str]]] = {}
    for person_id, stream, scope in session.execute(query.where(Suppression.person_id.in_(set(person_ids)))):
        unwanted.setdefault(person_id, set()).add((Stream(stream), scope))
    return unwanted


def is_suppressed(message: Message, unwanted: set[tuple[Stream, str]]) -> bool:
    """Whether a person's suppressions cover this message; account mail never."""
    return suppresses(unwanted, Stream(message.stream), message.kind, message.entry_id)


def suppresses(unwanted: set[tuple[Stream, str]], stream: Stream, kind: str, entry_id: int | None) -> bool:
    """Whether a person's suppressions cover a message of this kind about this entry; account mail never."""
    scopes = (EVERYTHING, kind, f"entry:{entry_id}")
    return stream != Stream.ACCOUNT and any((stream, scope) in unwanted for scope in scopes)


def beat(session: Session, name: str, now: datetime) -> None:
    """Record that a part of the worker lives: `worker`, or `mail` when the mail server can be used."""
    beat_all(session, {name: now})


def beat_all(session: Session, beats: Mapping[str, datetime]) -> None:
    """Record several signs of life at once, each by its moment."""
    statement = insert_into(session, WorkerTick)
    upsert = statement.on_conflict_do_update(index_elements=["name"], set_={"at": statement.excluded.at})
    session.execute(upsert, [{"name": name, "at": at} for name, at in sorted(beats.items())])


def message_row(draft: OutboxDraft, now: datetime) -> dict[str, Any]:
    """Return the columns of a message that is new."""
    return {
        "stream": draft.stream,
        "kind": draft.kind,
        "person_id": draft.person_id,
        "room_id": draft.room_id,
        "entry_id": draft.entry_id,
        "payload": dict(draft.payload),
        "dedup_key": draft.dedup_key,
        # Random: made from ids it would tell whoever gets mail how much of it there is that they may not know of.
        "message_id": secrets.token_hex(20),
        "created_at": now,
        "due_at": draft.due_at,
        "expires_at": draft.expires_at,
    }
