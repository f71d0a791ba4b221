"""Adds, changes, checks and removes helplines."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.guidance.models import Helpline
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form


@dataclass(frozen=True, slots=True, kw_only=True)
class HelplineDraft:
    """What is entered of a helpline, as in `Helpline`."""

    country: str
    name: str
    contact: str
    source: str
    checked_on: date
    hours: str = ""
    languages: str = ""


def add_helpline(session: Session, draft: HelplineDraft, *, form_id: str, context: ChangeContext) -> Helpline:
    """Add a helpline; the same form sent twice adds it once."""
    sent = Sent(form_id, context.actor_id, draft)
    return once_by_form(session, Helpline, sent, lambda key: _new_helpline(session, draft, key, context))


def change_helpline(
    session: Session, row: Helpline, draft: HelplineDraft, *, revision: int | None, context: ChangeContext
) -> None:
    """Change a helpline, or say that it was checked; saying the same again changes nothing.

    Raises:
        RowGoneError: it was removed meanwhile.
        StaleEditError: somebody else changed it in the meantime.
    """
    lock_row(session, Helpline, row.id)
    saved = {field.name: getattr(row, field.name) for field in fields(HelplineDraft)}
    if draft == HelplineDraft(**saved):
        return
    if revision != row.revision:
        raise StaleEditError(saved)
    _fill(row, draft, context)
    row.revision += 1
    session.flush()
    _note(session, row, AuditAct.HELPLINE_CHANGED, context)


def remove_helpline(session: Session, row: Helpline, context: ChangeContext) -> None:
    """Remove a helpline; copy that names it stays as it is.

    Raises:
        RowGoneError: it was removed already.
    """
    lock_row(session, Helpline, row.id)
    _note(session, row, AuditAct.HELPLINE_REMOVED, context)
    session.delete(row)
    session.flush()


def _new_helpline(session: Session, draft: HelplineDraft, form_id: str | None, context: ChangeContext) -> Helpline:
    row = Helpline(form_id=form_id)
    _fill(row, draft, context)
    session.add(row)
    session.flush()
    _note(session, row, AuditAct.HELPLINE_ADDED, context)
    return row


def _fill(row: Helpline, draft: HelplineDraft, context: ChangeContext) -> None:
    for field in fields(draft):
        setattr(row, field.name, getattr(draft, field.name))
    row.changed_by_id, row.changed_at = context.actor_id, context.now


def _note(session: Session, row: Helpline, act: AuditAct, context: ChangeContext) -> None:
    details: dict[str, Detail] = {"name": row.name}
    subject = (SubjectKind.HELPLINE, row.id)
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=details)
