"""Who is sending which message: claims, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, select, union_all, update
from sqlalchemy.orm import Session

from scheduler.db import Base
from scheduler.outbox.domain.backoff import LONGEST_DELAY
from scheduler.outbox.models import (
    IS_PUT_OFF,
    IS_READY,
    MAIL,
    MAY_EXPIRE,
    Message,
    MessageState,
    Stream,
    WorkerProcess,
)

# For owners that nobody watches. Far longer than a batch is held, plus one mail server that hangs.
LEASE = timedelta(minutes=10)

_READY = Message.state == literal_column("'ready'")
_CLAIMED = Message.state == literal_column("'claimed'")
_UNCLAIMED: dict[str, Any] = {"claimed_by": None, "claimed_until": None}


def claim(session: Session, owner: str, now: datetime, limit: int, streams: Sequence[Stream] = MAIL) -> list[int]:
    """Claim up to `limit` due messages for `owner` and return their ids in the order to send them.

    An earlier one of `streams` goes first, then the one due first. No other worker can claim the same ones.
    """
    claimed: list[int] = []
    for stream in streams:
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


def next_due(session: Session, *narrowed: ColumnElement[bool], streams: Sequence[Stream] = MAIL) -> datetime | None:
    """Return when the first message of these streams that waits is due, as far as SQL over Message is true.

    It may be past; None if none waits.
    """
    # One for each stream, because the index begins with it.
    first = [select(func.min(Message.due_at)).where(_READY, Message.stream == stream, *narrowed) for stream in streams]
    found = session.execute(select(*(one.scalar_subquery() for one in first))).one()
    return min((due_at for due_at in found if due_at is not None), default=None)


def holds_any(session: Session, owner: str, streams: Sequence[Stream]) -> bool:
    """Say whether `owner` holds messages of these streams."""
    mine = select(Message.id).where(_CLAIMED, Message.claimed_by == owner, Message.stream.in_(streams))
    return session.scalar(mine.limit(1)) is not None


def release(session: Session, owner: str, idents: Sequence[int]) -> None:
    """Give back messages that were claimed and not tried."""
    claimed = update(Message).where(Message.id.in_(idents), _CLAIMED, Message.claimed_by == owner)
    session.execute(claimed.values(state=MessageState.READY, **_UNCLAIMED))


def release_all(session: Session, owner: str, streams: Sequence[Stream] = tuple(Stream)) -> int:
    """Give back all that `owner` holds of these streams, as it is dead or has nothing in hand; return how many."""
    claimed = update(Message).where(_CLAIMED, Message.claimed_by == owner, Message.stream.in_(streams))
    return len(session.execute(claimed.values(state=MessageState.READY, **_UNCLAIMED).returning(Message.id)).all())


def sweep(session: Session, now: datetime) -> int:
    """Give back claims of unregistered owners whose lease ran out before `now`; return how many.

    Registered workers are watched by each other (`workers.py`), whatever the time of day says.
    """
    registered = select(WorkerProcess.name)
    lost = (_CLAIMED, Message.claimed_until < now, Message.claimed_by.not_in(registered))
    found = select(Message.id).where(*lost).with_for_update(skip_locked=True)
    freed = update(Message).where(Message.id.in_(found)).values(state=MessageState.READY, **_UNCLAIMED)
    return len(session.execute(freed.returning(Message.id)).all())


def expire(session: Session, now: datetime) -> int:
    """Settle due messages whose time is over, and return how many."""
    # By id: else all that was ever due might be looked through, and nobody else could write meanwhile.
    found = select(Message.id).where(MAY_EXPIRE, Message.expires_at <= now)
    over = update(Message).where(Message.id.in_(found), _READY, Message.due_at <= now)
    settled = over.values(state=MessageState.EXPIRED, settled_at=now)
    return len(session.execute(settled.returning(Message.id)).all())


def call_back(session: Session, now: datetime) -> int:
    """Make due what waits only because the clock ran ahead when it was queued or put off; return how many.

    That is what was due when it was queued, in what is now the future, and what is put off for longer than anything is.
    """
    queued_ahead = select(Message.id).where(IS_READY, Message.created_at > now, Message.due_at <= Message.created_at)
    put_off_ahead = select(Message.id).where(IS_PUT_OFF, Message.due_at > now + LONGEST_DELAY)
    ahead = update(Message).where(Message.id.in_(union_all(queued_ahead, put_off_ahead)), _READY, Message.due_at > now)
    return len(session.execute(ahead.values(due_at=now).returning(Message.id)).all())


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """What became of a claimed message. One that is READY again is due at `due_at`; every other state is final."""

    state: MessageState
    reason: str = ""
    tried: bool = False
    due_at: datetime | None = None


SENT = DeliveryOutcome(MessageState.SENT, tried=True)


def put_off(reason: str, until: datetime | None) -> DeliveryOutcome:
    """A failed attempt: due again at `until`, or failed for good if that is None."""
    state = MessageState.FAILED if until is None else MessageState.READY
    return DeliveryOutcome(state, reason, tried=True, due_at=until)


def record(connection: Connection, owner: str, ident: int, outcome: DeliveryOutcome, now: datetime) -> bool:
    """Record the outcome of a message; False if `owner` does not hold it any more."""
    values = {
        "ident": ident,
        "owner": owner,
        "new_state": outcome.state,
        "tries": int(outcome.tried),
        "new_reason": outcome.reason,
        "new_settled_at": None if outcome.state == MessageState.READY else now,
    }
    if outcome.due_at is None:
        return connection.execute(_OUTCOME, values).rowcount == 1
    return connection.execute(_PUT_OFF, values | {"next_due_at": outcome.due_at}).rowcount == 1


# Made once, and on a connection: recording stands between two messages, and an ORM statement in a session of its own
# took three times as long as handing a message to a local server.
_TABLE = Base.metadata.tables[Message.__tablename__]
_OUTCOME = (
    update(_TABLE)
    .where(
        _TABLE.c.id == bindparam("ident"),
        _TABLE.c.state == literal_column("'claimed'"),
        _TABLE.c.claimed_by == bindparam("owner"),
    )
    .values(
        state=bindparam("new_state"),
        attempts=_TABLE.c.attempts + bindparam("tries"),
        last_error=bindparam("new_reason"),
        settled_at=bindparam("new_settled_at"),
        **_UNCLAIMED,
    )
)
# SQLite writes the index of a column that is set anew, though it is set to what it was.
_PUT_OFF = _OUTCOME.values(due_at=bindparam("next_due_at"))
