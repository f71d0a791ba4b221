"""Adds, changes and retires facts; every save is kept as a version."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.facts.models import Fact, FactVersion
from scheduler.facts.services.calendar_entries import publish_fact
from scheduler.folding import fold
from scheduler.rows import Sent, StaleEditError, lock_row, lock_rows, once_by_form

_SAID = ("statement", "source_name", "source_url", "source_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDraft:
    """What is written down of a fact; what is not known is `""`, and `true_until` (inclusive) None."""

    statement: str
    source_name: str
    source_date: str
    owner_id: int
    source_url: str = ""
    true_until: date | None = None
    note: str = ""


class RetiredError(ValueError):
    """The fact is retired, so that nothing can be changed about it any more."""


def add_fact(session: Session, draft: FactDraft, *, form_id: str, context: ChangeContext) -> Fact:
    """Add a fact; the same form sent twice adds it once."""
    sent = Sent(form_id, context.actor_id, draft)
    return once_by_form(session, Fact, sent, lambda key: _new_fact(session, draft, key, context))


def change_fact(
    session: Session, fact: Fact, draft: FactDraft, *, revision: int | None, context: ChangeContext
) -> None:
    """Change what is written down of a fact; saying the same again changes nothing.

    Another owner, note or last day makes a version as well, but no copy wrong: of a last day that has passed, its
    readers hear by themselves.

    Raises:
        RetiredError: it is retired.
        StaleEditError: somebody else changed it in the meantime.
    """
    lock_row(session, Fact, fact.id)
    if fact.retired_at is not None:
        raise RetiredError
    before = draft_of(fact)
    if draft == before:
        return
    if revision != fact.revision:
        raise StaleEditError({field.name: getattr(fact, field.name) for field in fields(FactDraft)})
    _fill(fact, draft)
    if any(getattr(draft, name) != getattr(before, name) for name in _SAID):
        fact.changed_at = context.now
    _keep(session, fact, AuditAct.FACT_CHANGED, context)


def retire_fact(session: Session, fact: Fact, reason: str, *, revision: int | None, context: ChangeContext) -> None:
    """Say that copy must not use a fact any more, and why; it stays to be seen. Who comes second changes nothing.

    Raises:
        RetiredError: it is retired already.
        StaleEditError: somebody else changed it in the meantime.
    """
    lock_row(session, Fact, fact.id)
    if fact.retired_at is not None:
        raise RetiredError
    if revision != fact.revision:
        raise StaleEditError
    fact.retired_at, fact.retired_by_id, fact.retired_reason = context.now, context.actor_id, reason
    fact.changed_at = context.now
    _keep(session, fact, AuditAct.FACT_RETIRED, context)


def draft_of(fact: Fact) -> FactDraft:
    """Return what is written down of a fact."""
    return FactDraft(**{field.name: getattr(fact, field.name) for field in fields(FactDraft)})


def outdated_facts(session: Session) -> list[int]:
    """Return the ids of the facts whose search text an older release has folded."""
    facts = session.scalars(select(Fact).order_by(Fact.id)).all()
    return [fact.id for fact in facts if fact.search_text != _search_text(fact)]


def refold_fact(session: Session, fact_id: int) -> None:
    """Fold the search text of a fact as it is folded now; nothing that a reader sees changes."""
    for fact in lock_rows(session, Fact, [fact_id]):
        fact.search_text = _search_text(fact)
    session.flush()


def _new_fact(session: Session, draft: FactDraft, form_id: str | None, context: ChangeContext) -> Fact:
    fact = Fact(form_id=form_id, created_by_id=context.actor_id, created_at=context.now, revision=0)
    _fill(fact, draft)
    session.add(fact)
    session.flush()
    _keep(session, fact, AuditAct.FACT_ADDED, context)
    return fact


def _fill(fact: Fact, draft: FactDraft) -> None:
    for field in fields(draft):
        setattr(fact, field.name, getattr(draft, field.name))
    fact.search_text = _search_text(fact)


def _search_text(fact: Fact) -> str:
    said = (fact.statement, fact.source_name, fact.source_date, fact.note)
    return "\n".join(fold(text) for text in said if text)


def _keep(session: Session, fact: Fact, act: AuditAct, context: ChangeContext) -> None:
    """Keep what a fact says now as its next version, and tell those who follow it."""
    fact.revision += 1
    said = {field.name: getattr(fact, field.name) for field in fields(FactDraft)}
    version = FactVersion(fact_id=fact.id, number=fact.revision, person_id=context.actor_id, at=context.now, **said)
    version.retired_reason = fact.retired_reason or ""
    session.add(version)
    session.flush()
    record(session, act, (SubjectKind.FACT, fact.id), actor_id=context.actor_id, now=context.now)
    publish_fact(session, fact, context)
