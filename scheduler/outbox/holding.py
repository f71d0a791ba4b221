"""Messages that may have been sent before the data was restored: held until a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal_column, or_, select, update
from sqlalchemy.orm import Session, aliased

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import history, record
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.leases import expire
from scheduler.outbox.models import Message, MessageState, Stream

_RESTORED, _DECIDED = AuditAct.DATABASE_RESTORED, AuditAct.DATABASE_HELD_MAIL_DECIDED
DATABASE = ("database", 1)
"""What the audit trail says was restored, and decided about."""

_WAITING = (MessageState.READY, MessageState.CLAIMED)
# Written out, so that SQLite uses the index.
_IS_HELD: ColumnElement[str] = literal_column("'held'")
_HELD = Message.state == _IS_HELD
_Carrier = aliased(Message)


def hold_due(session: Session, now: datetime) -> int:
    """Hold what was due by `now` or in some worker's hands, and return how much; what is too late anyway is settled.

    So is what was for chat rooms: nobody misses a thing by that, and a room would show it twice.
    """
    expire(session, now)
    waiting = Message.state.in_(_WAITING), or_(Message.due_at <= now, Message.state == MessageState.CLAIMED)
    free = {"claimed_by": None, "claimed_until": None, "last_error": Reason.RESTORED}
    dropped = {"state": MessageState.NOTHING_TO_SAY, "settled_at": now, **free}
    session.execute(update(Message).where(*waiting, Message.stream == Stream.CHAT).values(**dropped))
    held = {"state": MessageState.HELD, **free}
    statement = update(Message).where(*waiting).values(**held).returning(Message.id)
    return len(session.execute(statement, execution_options={"synchronize_session": False}).all())


def held_count(session: Session, *narrowed: ColumnElement[bool]) -> int:
    """Return how many emails wait for a decision that say something of which the SQL over Message is true."""
    return session.scalar(_held(*narrowed)) or 0


def held_and_awaited(session: Session, *narrowed: ColumnElement[bool]) -> tuple[int, bool]:
    """Return what `held_count` and `awaits_decision` say, in one query."""
    acts = select(AuditRow.act).where(AuditRow.subject_kind == DATABASE[0], AuditRow.subject_id == DATABASE[1])
    latest = acts.where(AuditRow.act.in_([_RESTORED, _DECIDED])).order_by(AuditRow.at.desc(), AuditRow.id.desc())
    held = _held(*narrowed).scalar_subquery()
    row = session.execute(select(held.label("held"), latest.limit(1).scalar_subquery().label("act"))).one()
    return row.held or 0, row.act == _RESTORED


def _held(*narrowed: ColumnElement[bool]) -> Select[int]:
    carried = or_(Message.id == _Carrier.id, Message.bundle_id == _Carrier.id)
    query = select(func.count(_Carrier.id.distinct())).join_from(_Carrier, Message, carried)
    return query.where(_Carrier.state == _IS_HELD, *narrowed)


def awaits_decision(session: Session) -> bool:
    """Say whether nobody has decided yet about all that the last restore may have held."""
    acts = [row.act for row in history(session, DATABASE) if row.act in {_RESTORED, _DECIDED}]
    return acts[:1] == [_RESTORED]


def note_decision(session: Session, actor_id: int, now: datetime) -> None:
    """Put on record that somebody has decided about all that was held."""
    if awaits_decision(session):
        record(session, _DECIDED, DATABASE, actor_id=actor_id, now=now)


@dataclass(frozen=True, slots=True)
class Restore:
    """When the data was restored, and of which moment they were."""

    at: datetime
    made_at: datetime


def last_restore(session: Session) -> Restore | None:
    """Return the last restore of these data, if there was one."""
    for row in history(session, DATABASE):
        if row.act == _RESTORED:
            return Restore(row.at, datetime.fromisoformat(str(row.details["made_at"])))
    return None


def send_held(session: Session, now: datetime, message_id: int | None = None) -> Sequence[int]:
    """Let a held message leave with all that goes with it, all of them if None; return the ids of what was held."""
    return _decide(session, message_id, state=MessageState.READY, due_at=now, attempts=0, last_error="")


def drop_held(session: Session, now: datetime, message_id: int | None = None) -> Sequence[int]:
    """Settle a held message as one that need not be sent again, all of them if None; return the ids."""
    settled = {"state": MessageState.NOTHING_TO_SAY, "last_error": Reason.NOT_SENT_AGAIN, "settled_at": now}
    return _decide(session, message_id, **settled)


def _decide(session: Session, message_id: int | None, **values: object) -> Sequence[int]:
    held = update(Message).where(_HELD)
    if message_id is not None:
        one = select(func.coalesce(Message.bundle_id, Message.id)).where(Message.id == message_id)
        held = held.where(Message.id == one.scalar_subquery())
    statement = held.values(**values).returning(Message.id)
    return session.scalars(statement, execution_options={"synchronize_session": False}).all()
