"""Which observances the coalition works with, and who looks after each."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.observances.models import Observance
from scheduler.observances.queries.observances import editions_of, registered_namesakes, unregistered_with
from scheduler.observances.services.calendar_entries import publish_editions
from scheduler.observances.services.editions import refresh_editions
from scheduler.observances.services.errors import NotRegisteredError
from scheduler.observances.services.locking import lock
from scheduler.rows import write_alone


class StewardError(ValueError):
    """Only somebody who belongs to the coalition can look after an observance."""


def register(session: Session, observance: Observance, context: ChangeContext) -> None:
    """Make an observance one that the coalition works with; whoever does so becomes its steward. Twice is once."""
    lock(session, observance)
    if observance.registered_at is None:
        register_all(session, [observance], context)


def register_topics(
    session: Session,
    topics: Collection[str],
    actor_id: int | None,
    now: datetime,
    listeners: tuple[ChangeListener, ...] = (),
) -> int:
    """Register every observance that is about one of the topics.

    Returns:
        How many were not registered before.
    """
    write_alone(session)
    found = unregistered_with(session, topics)
    register_all(session, found, ChangeContext(listeners, actor_id, now))
    return len(found)


def register_all(session: Session, observances: Sequence[Observance], context: ChangeContext) -> None:
    """Register observances that are not yet, and publish their editions."""
    for observance in observances:
        observance.registered_at, observance.registered_by = context.now, context.actor_id
        observance.steward_id = observance.steward_id or context.actor_id
        observance.revision += 1
        _note(session, observance, AuditAct.OBSERVANCE_REGISTERED, context)
    session.flush()
    if observances:
        refresh_editions(session, observances, context)
        disambiguate_titles(session, observances, context)


def unregister(session: Session, observance: Observance, context: ChangeContext) -> None:
    """Take an observance and its editions out of everybody's lists; what people wrote is kept. Twice is once."""
    lock(session, observance)
    if observance.registered_at is None:
        return
    observance.registered_at = observance.registered_by = None
    observance.revision += 1
    _note(session, observance, AuditAct.OBSERVANCE_UNREGISTERED, context)
    publish_editions(session, editions_of(session, [observance.id])[observance.id], context)
    disambiguate_titles(session, [observance], context)


def set_steward(session: Session, observance: Observance, person_id: int, context: ChangeContext) -> None:
    """Make a member the one who is asked for dates.

    Raises:
        NotRegisteredError: nobody looks after an observance that is not registered.
        StewardError: the person belongs to no organisation any more.
    """
    lock(session, observance)
    if observance.registered_at is None:
        raise NotRegisteredError
    if not actor_roles(session, person_id).is_member:
        raise StewardError
    if person_id == observance.steward_id:
        return
    observance.steward_id = person_id
    observance.revision += 1
    _note(session, observance, AuditAct.OBSERVANCE_STEWARD_SET, context)
    publish_open_editions(session, observance, context)


def publish_open_editions(session: Session, observance: Observance, context: ChangeContext) -> None:
    """Publish again the editions whose date is asked for, after the one who is asked has changed."""
    open_editions = [row for row in editions_of(session, [observance.id])[observance.id] if row.starts_on is None]
    publish_editions(session, open_editions, context)


def disambiguate_titles(
    session: Session, observances: Sequence[Observance], context: ChangeContext, *, also_called: Collection[str] = ()
) -> None:
    """Publish again what shares a name with these, as calendars name the place only where two share one.

    Args:
        session: a session that may write.
        observances: those that were registered, unregistered or renamed.
        context: who is notified.
        also_called: names that they had before.
    """
    names = {observance.name for observance in observances} | set(also_called)
    others = registered_namesakes(session, names, {observance.id for observance in observances})
    stored = editions_of(session, [other.id for other in others])
    editions = [edition for other in others for edition in stored[other.id]]
    if editions:
        publish_editions(session, editions, context)


def _note(session: Session, observance: Observance, act: AuditAct, context: ChangeContext) -> None:
    record(session, act, (SubjectKind.OBSERVANCE, observance.id), actor_id=context.actor_id, now=context.now)
