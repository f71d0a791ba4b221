"""Messages that may have been sent before the data was restored: held until a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal_column, or_, select, update
from sqlalchemy.orm import Session

from scheduler.audit.services import history
from scheduler.outbox.claims import expire
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.models import Message, MessageState

RESTORED = "database.restored"
DATABASE = ("database", 1)
"""The act in the audit trail, and what it was done to."""

_WAITING = (MessageState.READY, MessageState.CLAIMED)
# Written out, so that SQLite uses the index.
_HELD = Message.state == literal_column("'held'")


def hold_due(session: Session, now: datetime) -> int:
    """Hold what was due by `now` or in some worker's hands, and return how much; what is too late anyway is settled."""
    expire(session, now)
    waiting = Message.state.in_(_WAITING), or_(Message.due_at <= now, Message.state == MessageState.CLAIMED)
    held = {"state": MessageState.HELD, "claimed_by": None, "claimed_until": None, "last_error": Reason.RESTORED}
    statement = update(Message).where(*waiting).values(**held).returning(Message.id)
    return len(session.execute(statement, execution_options={"synchronize_session": False}).all())


def held_count(session: Session) -> int:
    """Return how many messages wait for a decision."""
    return session.scalar(select(func.count()).select_from(Message).where(_HELD)) or 0


@dataclass(frozen=True, slots=True)
class Restore:
    """When the data was restored, and of which moment they were."""

    at: datetime
    made_at: datetime


def last_restore(session: Session) -> Restore | None:
    """Return the last restore of these data, if there was one."""
    for row in history(session, DATABASE):
        if row.act == RESTORED:
            return Restore(row.at, datetime.fromisoformat(str(row.facts["made_at"])))
    return None


def send_held(session: Session, now: datetime, message_id: int | None = None) -> Sequence[int]:
    """Let a held message leave, all of them if None; return the ids of those that were held until now."""
    return _decide(session, message_id, state=MessageState.READY, due_at=now, attempts=0, last_error="")


def drop_held(session: Session, now: datetime, message_id: int | None = None) -> Sequence[int]:
    """Settle a held message as one that need not be sent again, all of them if None; return the ids."""
    settled = {"state": MessageState.NOTHING_TO_SAY, "last_error": Reason.NOT_SENT_AGAIN, "settled_at": now}
    return _decide(session, message_id, **settled)


def _decide(session: Session, message_id: int | None, **values: object) -> Sequence[int]:
    held = update(Message).where(_HELD)
    if message_id is not None:
        held = held.where(Message.id == message_id)
    statement = held.values(**values).returning(Message.id)
    return session.scalars(statement, execution_options={"synchronize_session": False}).all()
