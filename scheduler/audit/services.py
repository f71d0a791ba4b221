"""Writes and reads the audit trail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scheduler.audit.models import AuditRow

Fact = str | int | bool | None


def record(
    session: Session,
    act: str,
    subject: tuple[str, int],
    *,
    actor_id: int | None,
    now: datetime,
    facts: dict[str, Fact] | None = None,
) -> AuditRow:
    """Append one act on `(kind, id)`; `facts` are ids, states or instants in ISO form, never words."""
    kind, ident = subject
    row = AuditRow(at=now, actor_id=actor_id, act=act, subject_kind=kind, subject_id=ident, facts=facts or {})
    session.add(row)
    return row


def history(
    session: Session, subject: tuple[str, int], *narrowed: ColumnElement[bool], limit: int = 200
) -> Sequence[AuditRow]:
    """Return the acts on `(kind, id)`, newest first, narrowed to those of which the SQL over AuditRow is true."""
    kind, ident = subject
    query = select(AuditRow).where(AuditRow.subject_kind == kind, AuditRow.subject_id == ident, *narrowed)
    return session.scalars(query.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit)).all()
