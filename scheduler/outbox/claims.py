"""Who is sending which message: claims under a lease, and what became of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import literal_column, select, update
from sqlalchemy.orm import Session

from scheduler.outbox.models import Message, MessageState, Stream

# Far longer than a batch is held (`dispatch.BATCH_AGE`) plus one mail server that hangs.
LEASE = timedelta(minutes=10)

_READY = Message.state == literal_column("'ready'")
_CLAIMED = Message.state == literal_column("'claimed'")
_UNCLAIMED: dict[str, Any] = {"claimed_by": None, "claimed_until": None}


def claim(session: Session, owner: str, now: datetime, limit: int) -> list[int]:
    """Claim up to `limit` due messages for `owner` and return their ids in the order to send them.

    A stream earlier in `Stream` goes first, then the one due first. No other worker can claim the same ones.
    """
    claimed: list[int] = []
    for stream in Stream:
        if len(claimed) < limit:
            claimed += _claim_from(session, stream, owner, now, limit - len(claimed))
    return claimed


def _claim_from(session: Session, stream: Stream, owner: str, now: datetime, limit: int) -> list[int]:
    due = select(Message.id).where(_READY, Message.stream == stream, Message.due_at <= now)
    # A CTE, because PostgreSQL may run a plain sub-select with LIMIT again for each row and lock more than asked.
    # SQLite leaves FOR UPDATE out; there the transaction began with BEGIN IMMEDIATE.
    picked = due.order_by(Message.due_at, Message.id).limit(limit).with_for_update(skip_locked=True).cte("picked")
    taking = (
        update(Message)
        .where(Message.id.in_(select(picked.c.id)))
        .values(state=MessageState.CLAIMED, claimed_by=owner, claimed_until=now + LEASE)
        .returning(Message.due_at, Message.id)
    )
    rows = session.execute(taking, execution_options={"synchronize_session": False}).all()
    return [ident for _, ident in sorted((due_at, ident) for due_at, ident in rows)]


def settle(session: Session, owner: str, ident: int, state: MessageState, *, reason: str = "", now: datetime) -> bool:
    """Record the end of a message that `owner` holds; False if somebody else holds it by now."""
    return _record(session, owner, [ident], state=state, last_error=reason, settled_at=now)


def record_sent(session: Session, owner: str, ident: int, now: datetime) -> bool:
    """Record that the server took a message; False if somebody else holds it by now."""
    attempts = Message.attempts + 1
    return _record(session, owner, [ident], state=MessageState.SENT, last_error="", settled_at=now, attempts=attempts)


def put_off(session: Session, owner: str, ident: int, reason: str, *, until: datetime | None, now: datetime) -> bool:
    """Record a failed attempt: the message is due again at `until`, or has failed for good if that is None."""
    values: dict[str, Any] = {"attempts": Message.attempts + 1, "last_error": reason}
    if until is None:
        return _record(session, owner, [ident], state=MessageState.FAILED, settled_at=now, **values)
    return _record(session, owner, [ident], state=MessageState.READY, due_at=until, **values)


def release(session: Session, owner: str, idents: Sequence[int]) -> None:
    """Give back messages that were claimed and not tried."""
    _record(session, owner, idents, state=MessageState.READY)


def sweep(session: Session, now: datetime) -> int:
    """Give back what dead workers hold: claims whose lease ran out before `now`. Return how many."""
    lost = update(Message).where(_CLAIMED, Message.claimed_until < now).values(state=MessageState.READY, **_UNCLAIMED)
    return len(session.execute(lost.returning(Message.id)).all())


def expire(session: Session, now: datetime) -> int:
    """Settle due messages whose time is over, and return how many."""
    over = (
        update(Message)
        .where(_READY, Message.due_at <= now, Message.expires_at <= now)
        .values(state=MessageState.EXPIRED, settled_at=now)
    )
    return len(session.execute(over.returning(Message.id)).all())


def _record(session: Session, owner: str, idents: Sequence[int], **values: Any) -> bool:
    held = update(Message).where(Message.id.in_(idents), _CLAIMED, Message.claimed_by == owner)
    done = session.execute(
        held.values(**values, **_UNCLAIMED).returning(Message.id),
        execution_options={"synchronize_session": False},
    )
    return bool(done.all())
