"""Adds, changes and removes terms to avoid, and switches shipped ones off and on."""

from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import once
from scheduler.guidance.models import Term
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDraft:
    """What is entered of a term, as in `Term`."""

    language: str
    phrases: str
    prefer: str
    reason: str
    only_with: str = ""
    unless_with: str = ""
    source: str = ""


def add_term(session: Session, draft: TermDraft, *, form_id: str, context: ChangeContext) -> Term:
    """Add a term; the same form sent twice adds it once."""
    sent = Sent(form_id, context.actor_id, draft)
    return once_by_form(session, Term, sent, lambda key: _new_term(session, draft, key, context))


def change_term(
    session: Session, term: Term, draft: TermDraft, *, revision: int | None, context: ChangeContext
) -> None:
    """Change a term; saying the same again changes nothing.

    Raises:
        RowGoneError: it was removed meanwhile.
        StaleEditError: somebody else changed it in the meantime.
    """
    lock_row(session, Term, term.id)
    saved = {field.name: getattr(term, field.name) for field in fields(TermDraft)}
    if draft == TermDraft(**saved):
        return
    if revision != term.revision:
        raise StaleEditError(saved)
    _fill(term, draft, context)
    term.revision += 1
    session.flush()
    _note(session, term, AuditAct.TERM_CHANGED, context)


def remove_term(session: Session, term: Term, context: ChangeContext) -> None:
    """Remove a term that the coalition has added.

    Raises:
        RowGoneError: it was removed already.
    """
    lock_row(session, Term, term.id)
    _note(session, term, AuditAct.TERM_REMOVED, context)
    session.delete(term)
    session.flush()


def switch_shipped(session: Session, slug: str, *, use: bool, context: ChangeContext) -> None:
    """Say whether a term of the shipped list is looked for; twice is once."""
    query = select(Term).where(Term.shipped_slug == slug)
    row = session.scalar(query)
    if use == (row is None):
        return
    if use and row is not None:
        lock_row(session, Term, row.id)
        _note(session, row, AuditAct.TERM_SWITCHED_ON, context)
        session.delete(row)
        session.flush()
        return

    def switch_off() -> Term:
        made = _switched_off(session, slug, context)
        # Whoever comes second finds it switched off, and has done nothing.
        _note(session, made, AuditAct.TERM_SWITCHED_OFF, context)
        return made

    once(session, lambda: session.scalar(query), switch_off)


def _new_term(session: Session, draft: TermDraft, form_id: str | None, context: ChangeContext) -> Term:
    term = Term(form_id=form_id)
    _fill(term, draft, context)
    session.add(term)
    session.flush()
    _note(session, term, AuditAct.TERM_ADDED, context)
    return term


def _switched_off(session: Session, slug: str, context: ChangeContext) -> Term:
    row = Term(shipped_slug=slug, changed_by_id=context.actor_id, changed_at=context.now)
    session.add(row)
    session.flush()
    return row


def _fill(term: Term, draft: TermDraft, context: ChangeContext) -> None:
    for field in fields(draft):
        setattr(term, field.name, getattr(draft, field.name))
    term.changed_by_id, term.changed_at = context.actor_id, context.now


def _note(session: Session, term: Term, act: AuditAct, context: ChangeContext) -> None:
    name = term.shipped_slug or term.phrases.partition("\n")[0]
    details: dict[str, Detail] = {"name": name}
    record(session, act, (SubjectKind.TERM, term.id), actor_id=context.actor_id, now=context.now, details=details)
