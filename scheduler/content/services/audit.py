"""Records what was done to an item."""

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.models import Item


def note(session: Session, item: Item, act: AuditAct, context: ChangeContext) -> None:
    """Record an act of whoever changes something."""
    record(session, act, (SubjectKind.CONTENT, item.id), actor_id=context.actor_id, now=context.now)
