"""What became of messages, as plain values, and when the worker last lived."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from scheduler.outbox.models import (
    IS_CLAIMED,
    IS_HELD,
    IS_READY,
    IS_UNDELIVERED,
    MAIL,
    Message,
    MessageState,
    Stream,
    WorkerTick,
)

Columns = TypeVarTuple("Columns")

MOST_REFERENCES = 10
"""Mail programs find the conversation by any of them."""

_NAME = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One message without address and words.

    `name` is what addresses call it: random, so that it does not tell how many others there are. `reason` is one of
    `domain.reasons`, a renderer's own, or a server's redacted answer. What went with another message has the state of
    that one.
    """

    id: int
    name: str
    stream: Stream
    kind: str
    state: MessageState
    person_id: int | None
    entry_id: int | None
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What to show of the log; an empty set or None leaves a part open.

    `before` is the name of the last row shown, to go on from there.
    """

    states: frozenset[MessageState] = frozenset()
    streams: frozenset[Stream] = frozenset()
    kinds: frozenset[str] = frozenset()
    person_id: int | None = None
    entry_id: int | None = None
    before: str = ""


def told_of(session: Session, beginnings: Collection[str]) -> frozenset[int]:
    """Return whom messages are to whose dedup keys begin with one of these, whatever became of them."""
    keys = or_(false(), *(Message.dedup_key.startswith(one, autoescape=True) for one in beginnings))
    found = session.scalars(select(Message.person_id).where(keys).distinct())
    return frozenset(person for person in found if person is not None)


def log_of(session: Session, person_id: int, limit: int, *narrowed: ColumnElement[bool]) -> list[LogRow]:
    """Return what a person was and will be told, the last queued first, as far as the SQL over Message is true."""
    mine = _with_fate(select(Message)).where(Message.person_id == person_id, *narrowed)
    return _rows(session, mine.order_by(Message.created_at.desc(), Message.id.desc()).limit(limit))


def is_mail() -> ColumnElement[bool]:
    """Return SQL that is true for mail; what goes to chat rooms is on the pages of those who keep them."""
    return Message.stream.in_(MAIL)


def logs_of_rooms(
    session: Session, room_ids: Collection[int], limit: int, *narrowed: ColumnElement[bool]
) -> dict[int, list[LogRow]]:
    """Return the last messages for each of these chat rooms, as far as SQL over Message is true, the newest first."""
    order = (Message.created_at.desc(), Message.id.desc())
    place = func.row_number().over(partition_by=Message.room_id, order_by=order)
    theirs = select(Message.id, place.label("place")).where(Message.room_id.in_(sorted(room_ids)), *narrowed)
    placed = theirs.subquery()
    latest = select(Message).where(Message.id.in_(select(placed.c.id).where(placed.c.place <= limit)))
    found: dict[int, list[LogRow]] = {ident: [] for ident in room_ids}
    for message in session.scalars(latest.order_by(*order)):
        if message.room_id is not None:
            found[message.room_id].append(_row(message, message))
    return found


def is_name(text: str) -> bool:
    """Whether this can be the name of a message."""
    return _NAME.fullmatch(text) is not None


def named(session: Session, name: str, *narrowed: ColumnElement[bool]) -> LogRow | None:
    """Return the message of that name, if the SQL over Message is true of it."""
    query = _with_fate(select(Message)).where(Message.message_id == name, *narrowed)
    return next(iter(_rows(session, query)), None)


def recent(session: Session, filters: LogFilter, limit: int, *narrowed: ColumnElement[bool]) -> list[LogRow]:
    """Return messages of everybody, the last queued first, as far as the SQL over Message is true."""
    query = _with_fate(select(Message)).where(*narrowed)
    for column, wanted in (
        (_FATE, filters.states),
        (Message.stream, filters.streams),
        (Message.kind, filters.kinds),
    ):
        if wanted:
            query = query.where(column.in_(wanted))
    if filters.person_id is not None:
        query = query.where(Message.person_id == filters.person_id)
    if filters.entry_id is not None:
        query = query.where(Message.entry_id == filters.entry_id)
    if filters.before:
        last_shown = select(Message.id).where(Message.message_id == filters.before)
        query = query.where(Message.id < last_shown.scalar_subquery())
    return _rows(session, query.order_by(Message.id.desc()).limit(limit))


def people_sent(session: Session, stream: Stream, entry_ids: Collection[int]) -> dict[int, set[int]]:
    """Return by entry to whom mail of a stream about it has left, by itself or with another message."""
    found: dict[int, set[int]] = {ident: set() for ident in entry_ids}
    query = _with_fate(select(Message.entry_id, Message.person_id))
    query = query.where(Message.stream == stream, Message.entry_id.in_(found), _FATE == MessageState.SENT)
    for entry_id, person_id in session.execute(query.distinct()):
        if entry_id is not None and person_id is not None:
            found[entry_id].add(person_id)
    return found


def sent_before(session: Session, messages: Collection[Message]) -> dict[int, tuple[str, ...]]:
    """Return the names of the last mails about the same entry that left to the same person, by id, oldest first."""
    about = {one.id: (one.person_id, one.entry_id) for one in messages if one.person_id and one.entry_id}
    if not about:
        return {}
    people, entries = ({pair[place] for pair in about.values()} for place in (0, 1))
    query = select(Message.person_id, Message.entry_id, Message.message_id).where(Message.state == MessageState.SENT)
    query = query.where(Message.person_id.in_(people), Message.entry_id.in_(entries))
    found: dict[tuple[int | None, int | None], list[str]] = {}
    for person_id, entry_id, name in session.execute(query.order_by(Message.settled_at, Message.id)):
        found.setdefault((person_id, entry_id), []).append(name)
    return {ident: tuple(found[pair][-MOST_REFERENCES:]) for ident, pair in about.items() if pair in found}


def last_heartbeat(session: Session, name: str) -> datetime | None:
    """Return when a part of the worker last showed that it lives (`services.beat`)."""
    return session.scalar(select(WorkerTick.at).where(WorkerTick.name == name))


def heartbeats(session: Session) -> dict[str, datetime]:
    """Return when each part of the worker last showed that it lives, by name."""
    return {row.name: row.at for row in session.execute(select(WorkerTick.name, WorkerTick.at))}


COUNTED_STATES = tuple(
    state
    for state in MessageState
    if state not in {MessageState.SENT, MessageState.NOTHING_TO_SAY, MessageState.SUPPRESSED, MessageState.BUNDLED}
)
"""The states that are worth a look: what waits, and what did not arrive. All others grow for ever."""


def counts_by_state(session: Session) -> dict[MessageState, int]:
    """Return how many messages are in each of these states, by the indexes that hold no other messages."""
    counts = (
        select(Message.state, func.count().label("many")).where(is_so).group_by(Message.state)
        for is_so in (IS_READY, IS_CLAIMED, IS_HELD, IS_UNDELIVERED)
    )
    found = {MessageState(row.state): row.many for row in session.execute(union_all(*counts))}
    return {state: found.get(state, 0) for state in COUNTED_STATES}


_Carrier = aliased(Message)
_FATE = func.coalesce(_Carrier.state, Message.state)


def _with_fate(query: Select[*Columns]) -> Select[*Columns]:
    """Look up besides what became of the message that carries one; that is what became of it too."""
    carried = and_(_Carrier.id == Message.bundle_id, Message.state == MessageState.BUNDLED)
    return query.outerjoin(_Carrier, carried)


def _rows(session: Session, query: Select[Message]) -> list[LogRow]:
    found = session.execute(query.add_columns(_Carrier))
    return [_row(message, carrier or message) for message, carrier in found]


def _row(message: Message, carrier: Message) -> LogRow:
    return LogRow(
        id=message.id,
        name=message.message_id,
        stream=Stream(message.stream),
        kind=message.kind,
        state=MessageState(carrier.state),
        person_id=message.person_id,
        entry_id=message.entry_id,
        created_at=message.created_at,
        due_at=message.due_at,
        settled_at=carrier.settled_at,
        attempts=carrier.attempts,
        reason=carrier.last_error,
    )
