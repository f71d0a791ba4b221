"""Items whose owners are asked for another day, because others have relied on the one that they have."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import readable_clause
from scheduler.content.models import Item


def proposed_days(session: Session, viewer: Viewer) -> dict[int, date]:
    """Return the proposed day of each item that the viewer may read and whose owner has not decided yet."""
    query = select(Item.id, Item.proposed_on).join(Guard, Guard.id == Item.guard_id)
    query = query.where(Item.proposed_on.is_not(None), Item.deleted_at.is_(None), readable_clause(viewer))
    return {ident: day for ident, day in session.execute(query) if day is not None}
