"""The lift: text comes out when its embargo has passed, or earlier by a coordinator's hand."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import Embargo, LiftedError, end_periods, lifts_at
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import touch
from scheduler.rows import lock_row, lock_rows

Republish = Callable[[Session, Sequence[int], ChangeContext], None]
"""A writer's function: publish everything of the rows with these ids again; by source kind, handed in by the caller."""


def lift(session: Session, guard_id: int, writers: Mapping[str, Republish], context: ChangeContext) -> bool:
    """Reveal one guard if its embargo has passed and it is not held; its writers publish the real texts.

    Returns:
        False when somebody else lifted, held or moved it meanwhile, or when by the present rules of its zone it is
        still to come.
    """
    return lift_all(session, [guard_id], writers, context) == 1


def lift_all(
    session: Session, guard_ids: Collection[int], writers: Mapping[str, Republish], context: ChangeContext
) -> int:
    """Reveal guards as `lift` does one, with few statements; returns how many were revealed.

    What stands behind several is met in no order, so whoever lifts more than one writes alone.
    """
    due = [guard for guard in lock_rows(session, Guard, guard_ids) if _is_over(guard, context.now)]
    if not due:
        return 0
    end_periods(session, {guard.id: guard_rules(guard) for guard in due}, context.now)
    for guard in due:
        guard.revealed_at = context.now
        touch(session, guard)
        record(
            session, AuditAct.GUARD_LIFTED, (SubjectKind.GUARD, guard.id), actor_id=context.actor_id, now=context.now
        )
    session.flush()
    republish(session, [guard.id for guard in due], writers, context)
    return len(due)


def _is_over(guard: Guard, now: datetime) -> bool:
    at = lifts_at(guard)
    return guard.revealed_at is None and not guard.held and at is not None and at <= now


def advance(
    session: Session, guard: Guard, embargo: Embargo, writers: Mapping[str, Republish], context: ChangeContext
) -> None:
    """Lift now, whatever the embargo said; a hold ends with it.

    Args:
        session: a session that may write.
        guard: the guard to reveal.
        embargo: the new moment of the lift, which is now, with its wall time and zone.
        writers: publish the real texts, by source kind.
        context: who did it and who is notified.

    Raises:
        LiftedError: the text is out already.
    """
    lock_row(session, Guard, guard.id)
    if guard.revealed_at is not None:
        raise LiftedError
    end_periods(session, {guard.id: guard_rules(guard)}, context.now)
    guard.embargo_local, guard.embargo_zone, guard.embargo_at = embargo.local, embargo.zone, embargo.at
    guard.held, guard.revealed_at = False, context.now
    touch(session, guard)
    session.flush()
    record(session, AuditAct.GUARD_ADVANCED, (SubjectKind.GUARD, guard.id), actor_id=context.actor_id, now=context.now)
    republish(session, [guard.id], writers, context)


def republish(
    session: Session, guard_ids: Collection[int], writers: Mapping[str, Republish], context: ChangeContext
) -> None:
    """Publish everything behind guards again, after their embargo, audience or hold changed."""
    query = select(Entry.source_kind, Entry.source_id).where(Entry.guard_id.in_(guard_ids), Entry.removed_at.is_(None))
    rows = session.execute(query.distinct().order_by(Entry.source_kind, Entry.source_id)).all()
    for kind, sources in groupby(rows, lambda row: row.source_kind):
        writers[kind](session, [source.source_id for source in sources], context)


def each(publish: Callable[[Session, int, ChangeContext], None]) -> Republish:
    """Return what publishes one row again as what publishes several."""

    def publish_each(session: Session, row_ids: Sequence[int], context: ChangeContext) -> None:
        for row_id in row_ids:
            publish(session, row_id, context)

    return publish_each
