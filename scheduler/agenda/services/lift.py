"""The lift: text comes out when its embargo has passed, or earlier by a coordinator's hand."""

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import Embargo, LiftedError, end_period, lifts_at
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import touch
from scheduler.rows import RowGoneError, lock_row

Republish = Callable[[Session, int, ChangeContext], None]
"""A writer's function: publish everything of the row with this id again; by source kind, handed in by the caller."""


def lift(session: Session, guard_id: int, writers: Mapping[str, Republish], context: ChangeContext) -> bool:
    """Reveal one guard if its embargo has passed and it is not held; its writers publish the real texts.

    Returns:
        False when somebody else lifted, held or moved it meanwhile, or when by the present rules of its zone it is
        still to come.
    """
    try:
        guard = lock_row(session, Guard, guard_id)
    except RowGoneError:
        return False
    at = lifts_at(guard)
    if guard.revealed_at is not None or guard.held or at is None or at > context.now:
        return False
    end_period(session, guard_id, guard_rules(guard), context.now)
    guard.revealed_at = context.now
    touch(session, guard)
    session.flush()
    record(session, AuditAct.GUARD_LIFTED, (SubjectKind.GUARD, guard_id), actor_id=context.actor_id, now=context.now)
    republish(session, guard_id, writers, context)
    return True


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
    end_period(session, guard.id, guard_rules(guard), context.now)
    guard.embargo_local, guard.embargo_zone, guard.embargo_at = embargo.local, embargo.zone, embargo.at
    guard.held, guard.revealed_at = False, context.now
    touch(session, guard)
    session.flush()
    record(session, AuditAct.GUARD_ADVANCED, (SubjectKind.GUARD, guard.id), actor_id=context.actor_id, now=context.now)
    republish(session, guard.id, writers, context)


def republish(session: Session, guard_id: int, writers: Mapping[str, Republish], context: ChangeContext) -> None:
    """Publish everything behind a guard again, after its embargo, audience or hold changed."""
    query = select(Entry.source_kind, Entry.source_id).where(Entry.guard_id == guard_id, Entry.removed_at.is_(None))
    for kind, ident in session.execute(query.distinct().order_by(Entry.source_kind, Entry.source_id)).all():
        writers[kind](session, ident, context)
