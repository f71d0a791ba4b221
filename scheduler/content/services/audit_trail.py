"""When items were last given another day, from the audit trail and what was done to several at once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.subjects import SubjectKind
from scheduler.content.models import ItemUndo
from scheduler.content.services.bulk import Act

_WHEN = "when"
_DECIDED = (AuditAct.CONTENT_FOLLOWED, AuditAct.CONTENT_DAY_KEPT)
"""What says that an item has gone along with its campaign, or is to stay."""


def redated_at(session: Session, item_ids: Collection[int], since: datetime) -> dict[int, datetime]:
    """Return when items, at least these, were last given another day since a moment (included); two queries."""
    planned = select(AuditRow.subject_id, AuditRow.at, AuditRow.act, AuditRow.details).where(
        AuditRow.subject_kind == SubjectKind.CONTENT,
        AuditRow.subject_id.in_(item_ids),
        AuditRow.act.in_((AuditAct.CONTENT_PLANNED, *_DECIDED)),
        AuditRow.at >= since,
    )
    shifts = select(ItemUndo.before, ItemUndo.at).where(
        ItemUndo.act == Act.SHIFT, ItemUndo.at >= since, ItemUndo.undone_at.is_(None)
    )
    found = [
        (ident, at)
        for ident, at, act, details in session.execute(planned)
        if act in _DECIDED or _WHEN in str(details.get("fields", "")).split(",")
    ]
    found += [(row["id"], at) for before, at in session.execute(shifts) for row in before]
    return dict(sorted(found, key=lambda row: row[1]))
