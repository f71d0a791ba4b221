"""How messages fared by the day on which they were due, counted by the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, case, func, literal, or_, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from scheduler.outbox.models import Message, MessageState


class DayFate(StrEnum):
    """What became of messages by now, those that no one wanted left out."""

    WAITING = "waiting"
    SENT = "sent"
    LATE = "late"
    FAILED = "failed"
    BOUNCED = "bounced"


class _SecondsBetween(FunctionElement[float]):
    """The seconds from the first instant to the second."""

    type = Float()
    inherit_cache = True


@compiles(_SecondsBetween)
def _on_sqlite(element: _SecondsBetween, compiler: SQLCompiler, **more: Any) -> str:
    first, second = (compiler.process(one, **more) for one in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 86400)"


@compiles(_SecondsBetween, "postgresql")
def _on_postgresql(element: _SecondsBetween, compiler: SQLCompiler, **more: Any) -> str:
    first, second = (compiler.process(one, **more) for one in element.clauses)
    return f"extract(epoch from ({second} - {first}))"


def daily_counts(
    session: Session, days: Sequence[tuple[datetime, datetime]], late_after: timedelta, *narrowed: ColumnElement[bool]
) -> list[dict[DayFate, int]]:
    """Count for each day, from its first instant to its end, what was due then, as far as SQL over Message is true.

    A message is late if it left so long after its time, or not at the first attempt. What went with another message
    has the fate of that one. `ix_message_due` finds the days, so old messages cost nothing.
    """
    found: list[dict[DayFate, int]] = [{} for _ in days]
    if not days:
        return found
    moment = Message.due_at.type
    spans = union_all(
        *(
            select(literal(n).label("day"), literal(first, moment).label("first"), literal(end, moment).label("ends"))
            for n, (first, end) in enumerate(days)
        )
    ).subquery()
    carrier = aliased(Message)
    fate = _fate(carrier, late_after)
    query = (
        select(spans.c.day, fate, func.count())
        .join(Message, and_(Message.due_at >= spans.c.first, Message.due_at < spans.c.ends))
        .outerjoin(carrier, and_(carrier.id == Message.bundle_id, Message.state == MessageState.BUNDLED))
        .where(*narrowed)
        .group_by(spans.c.day, fate)
    )
    for day, name, count in session.execute(query):
        if name is not None:
            found[day][DayFate(name)] = count
    return found


def _fate(carrier: type[Message], late_after: timedelta) -> ColumnElement[str | None]:
    state = func.coalesce(carrier.state, Message.state)
    settled_at, attempts = (
        func.coalesce(carrier.settled_at, Message.settled_at),
        func.coalesce(carrier.attempts, Message.attempts),
    )
    is_late = or_(attempts > 1, _SecondsBetween(Message.due_at, settled_at) > late_after.total_seconds())
    return case(
        (state.in_([MessageState.READY, MessageState.CLAIMED, MessageState.HELD]), DayFate.WAITING),
        (and_(state == MessageState.SENT, is_late), DayFate.LATE),
        (state == MessageState.SENT, DayFate.SENT),
        (state.in_([MessageState.FAILED, MessageState.EXPIRED]), DayFate.FAILED),
        (state == MessageState.BOUNCED, DayFate.BOUNCED),
        else_=None,
    )
