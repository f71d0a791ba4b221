"""Puts what waits for one person into one message: the first carries the others, for good.

What goes together is written down before anything is sent, and never changes after it: a message that is sent again
after a crash says the same under the same Message-ID, so that nothing is taken for a repetition that is none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import literal_column, or_, select, update
from sqlalchemy.orm import Session

from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.rendering import ANY_KIND
from scheduler.outbox.services import is_suppressed, suppressed_by

MOST_IN_ONE = 50
"""A longer list is not read; what is more goes into the next message."""

REPLIES_TO = "replies_to"
"""Where a payload names the person to whom replies go: only messages with the same go together."""

# What is written here nobody reads from the session afterwards.
_UNREAD = {"synchronize_session": False}

_READY = Message.state == literal_column("'ready'")


def bundle(
    session: Session,
    claimed: Sequence[Message],
    owner: str,
    now: datetime,
    *,
    kind: str = ANY_KIND,
    alone: bool = False,
    due_only: bool = False,
) -> list[Message]:
    """Return those of the claimed messages of one stream that are to be written; each carries what it is to carry.

    What waits for the same people, is of the same `kind`, takes replies for the same person and is not due yet goes
    along. A message that was written before stays as it was. With `alone`, nothing goes along; with `due_only`, nothing
    that is not due yet, and what goes along brings what it carries itself.
    """
    fresh: dict[tuple[int, object], list[Message]] = {}
    for message in claimed:
        if message.bundle_id is None and message.person_id is not None:
            fresh.setdefault((message.person_id, message.payload.get(REPLIES_TO)), []).append(message)
    if alone:
        _mark_carriers(session, [message.id for message in claimed])
        return list(claimed)
    streams = {Stream(message.stream) for message in claimed}
    waiting = waiting_for(
        session, {person_id for person_id, _replies in fresh}, streams, kind=kind, due_by=now if due_only else None
    )
    _mark_carriers(session, [first.id for first, *_others in fresh.values()])
    carried: set[int] = set()
    beyond: set[int] = set()
    for (person_id, replies_to), (first, *others) in fresh.items():
        alike = [one for one in waiting.get(person_id, ()) if one.payload.get(REPLIES_TO) == replies_to]
        along = [message.id for message in (*others, *alike)][: MOST_IN_ONE - 1]
        put_along = _put_along(session, along, (first.id, owner), now)
        carried.update(put_along)
        if due_only and put_along:
            parts = update(Message).where(Message.bundle_id.in_(put_along), Message.id.not_in(put_along))
            session.execute(parts.values(bundle_id=first.id), execution_options=_UNREAD)
        beyond |= {message.id for message in others} - carried
    _give_back(session, beyond, owner)
    return [message for message in claimed if message.id not in carried | beyond]


def carried_by(session: Session, message_ids: Collection[int]) -> Mapping[int, Sequence[Message]]:
    """Return what messages carry besides what they say themselves, by their id, the oldest first."""
    query = select(Message).where(Message.bundle_id.in_(message_ids), Message.id != Message.bundle_id)
    found: dict[int, list[Message]] = {}
    # Read anew: what was written above is not in what a session may have loaded before.
    for message in session.scalars(query.order_by(Message.id), execution_options={"populate_existing": True}):
        found.setdefault(message.bundle_id or 0, []).append(message)
    return found


def waiting_for(
    session: Session,
    person_ids: Iterable[int],
    streams: Collection[Stream],
    *,
    kind: str = ANY_KIND,
    due_by: datetime | None = None,
) -> dict[int, list[Message]]:
    """Return what waits for people in some streams, is in no message yet and is wanted; held until the commit."""
    people = sorted(person_ids)
    if not people:
        return {}
    query = select(Message).where(Message.person_id.in_(people), Message.stream.in_(streams), _READY)
    if kind != ANY_KIND:
        query = query.where(Message.kind == kind)
    if due_by is not None:
        query = query.where(Message.due_at <= due_by)
    query = query.where(Message.bundle_id.is_(None)).order_by(Message.due_at, Message.id)
    unwanted = suppressed_by(session, people)
    found: dict[int, list[Message]] = {}
    for message in session.scalars(query.with_for_update(skip_locked=True)):
        if message.person_id is not None and not is_suppressed(message, unwanted.get(message.person_id, set())):
            found.setdefault(message.person_id, []).append(message)
    return found


def _mark_carriers(session: Session, message_ids: Collection[int]) -> None:
    alone = update(Message).where(Message.id.in_(message_ids), Message.bundle_id.is_(None))
    session.execute(alone.values(bundle_id=Message.id), execution_options=_UNREAD)


def _put_along(
    session: Session, message_ids: Collection[int], carrier: tuple[int, str], now: datetime
) -> Sequence[int]:
    """Let the carrier, whose owner is named beside it, carry messages; return those that nobody else has taken."""
    if not message_ids:
        return ()
    carrier_id, owner = carrier
    values = {"state": MessageState.BUNDLED, "bundle_id": carrier_id, "settled_at": now}
    ours = Message.bundle_id.is_(None), or_(_READY, Message.claimed_by == owner)
    carried = update(Message).where(Message.id.in_(message_ids), *ours)
    carried = carried.values(**values, claimed_by=None, claimed_until=None)
    return session.scalars(carried.returning(Message.id), execution_options=_UNREAD).all()


def _give_back(session: Session, message_ids: Collection[int], owner: str) -> None:
    if not message_ids:
        return
    claimed = update(Message).where(Message.id.in_(message_ids), Message.claimed_by == owner)
    free = claimed.values(state=MessageState.READY, claimed_by=None, claimed_until=None)
    session.execute(free, execution_options=_UNREAD)
