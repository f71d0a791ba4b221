"""Events of a file become events of the coalition."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.events.models import Event
from scheduler.events.services.events import EventDraft, create_event


def import_all(
    session: Session, drafts: Sequence[EventDraft], *, form_id: str, context: ChangeContext
) -> Sequence[Event]:
    """Add events, each once however often the form is sent; the caller commits all or none."""
    unique = dict.fromkeys(drafts)
    return [create_event(session, draft, form_id=form_id, context=context) for draft in unique]
