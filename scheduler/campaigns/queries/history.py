"""What is on record of a campaign, as far as somebody may read it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import readable_statement_clause
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import history, history_of_several
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
    found = history(
        session, (SubjectKind.CAMPAIGN, campaign_id), readable_statement_clause(viewer, guard_id, AuditRow.at)
    )
    return tuple(_move(row) for row in reversed(found) if row.act == AuditAct.CAMPAIGN_MOVED and row.at > since)


def _move(row: AuditRow) -> Move:
    return Move(row.at, date.fromisoformat(row.details["before"]), date.fromisoformat(row.details["after"]))
