"""Writes and reads the audit trail."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow

Detail = str | int | bool | None
NAME_DETAILS = frozenset({"name", "name_before", "short", "short_before"})


def record(
    session: Session,
    act: AuditAct,
    subject: tuple[str, int],
    *,
    actor_id: int | None,
    now: datetime,
    details: Mapping[str, Detail] | None = None,
) -> AuditRow:
    """Append one act on `(kind, id)`; `details` are ids, states or instants in ISO form, never text.

    The one exception are names of people and organisations that were changed: who was renamed is not to be told
    otherwise. `forget_names` takes a person's out again.
    """
    kind, ident = subject
    stored = dict(details or {})
    row = AuditRow(at=now, actor_id=actor_id, act=act, subject_kind=kind, subject_id=ident, details=stored)
    row.person_id, row.organisation_id = (_about(whom, subject, stored) for whom in ("person", "organisation"))
    session.add(row)
    return row


def _about(whom: str, subject: tuple[str, int], details: dict[str, Detail]) -> int | None:
    """Return which person, or organisation, an act is about: named in the details, or the subject itself."""
    kind, ident = subject
    named = details.get(f"{whom}_id")
    if isinstance(named, int):
        return named
    return ident if kind == whom else None


def forget_names(session: Session, subject: tuple[str, int]) -> None:
    """Take names out of what is on record of `(kind, id)`: that they were changed stays."""
    kind, ident = subject
    rows = select(AuditRow).where(AuditRow.subject_kind == kind, AuditRow.subject_id == ident)
    for row in session.scalars(rows):
        row.details = {name: value for name, value in row.details.items() if name not in NAME_DETAILS}


def was_recorded(session: Session, act: AuditAct, subject: tuple[str, int], *, after: datetime) -> bool:
    """Say whether an act on `(kind, id)` was put on record after a moment (aware UTC)."""
    kind, ident = subject
    query = select(AuditRow.id).where(
        AuditRow.subject_kind == kind, AuditRow.subject_id == ident, AuditRow.at > after, AuditRow.act == act
    )
    return session.scalar(query.limit(1)) is not None


def history(
    session: Session, subject: tuple[str, int], *narrowed: ColumnElement[bool], limit: int = 200
) -> Sequence[AuditRow]:
    """Return the acts on `(kind, id)`, newest first, narrowed to those of which the SQL over AuditRow is true."""
    return history_of_several(session, [subject], *narrowed, limit=limit)


def history_of_several(
    session: Session, subjects: Collection[tuple[str, int]], *narrowed: ColumnElement[bool], limit: int = 200
) -> Sequence[AuditRow]:
    """Return the acts on any of the subjects, newest first, as `history` does of one."""
    about = or_(*(and_(AuditRow.subject_kind == kind, AuditRow.subject_id == ident) for kind, ident in subjects))
    query = select(AuditRow).where(about, *narrowed).order_by(AuditRow.at.desc(), AuditRow.id.desc())
    return session.scalars(query.limit(limit)).all()
