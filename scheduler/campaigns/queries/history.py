"""What is on record of a campaign, as far as somebody may read it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, readable_statement_clause
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import history_of_several
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.domain.days import Move


def acts_of(
    session: Session, viewer: Viewer, campaign_id: int, guard_id: int, acts: Collection[AuditAct], *, limit: int
) -> Sequence[AuditRow]:
    """Return acts on a campaign, its tasks and its guard of which the viewer may read, newest first."""
    known = (AuditRow.act.in_(sorted(acts)), readable_statement_clause(viewer, guard_id, AuditRow.at))
    subjects = ((SubjectKind.CAMPAIGN, campaign_id), (SubjectKind.GUARD, guard_id))
    return history_of_several(session, subjects, *known, limit=limit)


def moves_of(session: Session, viewer: Viewer, campaign_id: int, guard_id: int, since: datetime) -> tuple[Move, ...]:
    """Return the moves of a campaign's first day after a moment that the viewer may read of, oldest first."""
    asked = {**asked_by(viewer), "campaign_id": campaign_id, "guard_id": guard_id, "since": since}
    return tuple(_move(at, details) for at, details in session.execute(_moves(asking(viewer)), asked))


# Built once: to build it takes longer than to answer it.
@lru_cache(maxsize=8)
def _moves(viewer: Viewer | AnyMember) -> Select[datetime, dict[str, Any]]:
    it = (AuditRow.subject_kind == SubjectKind.CAMPAIGN, AuditRow.subject_id == bindparam("campaign_id"))
    late = (AuditRow.act == AuditAct.CAMPAIGN_MOVED, AuditRow.at > bindparam("since", type_=AuditRow.at.type))
    known = readable_statement_clause(viewer, bindparam("guard_id", type_=Integer()), AuditRow.at)
    return select(AuditRow.at, AuditRow.details).where(*it, *late, known).order_by(AuditRow.at, AuditRow.id)


def _move(at: datetime, details: Mapping[str, Any]) -> Move:
    return Move(at, date.fromisoformat(details["before"]), date.fromisoformat(details["after"]))
