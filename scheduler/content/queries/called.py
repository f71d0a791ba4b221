"""What items are called in lists that show nothing else of them."""

from collections.abc import Collection

from sqlalchemy import and_, case, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import concealed_clause, readable_clause
from scheduler.content.models import Item, ItemVersion


def items_called(session: Session, viewer: Viewer, public_ids: Collection[str]) -> dict[str, str]:
    """Return by address the titles of items that the viewer may read; under embargo the placeholder titles."""
    is_current = and_(ItemVersion.item_id == Item.id, ItemVersion.number == Item.version_number)
    title = case((concealed_clause(), Guard.placeholder_title), else_=ItemVersion.title)
    query = select(Item.public_id, title).join(Guard, Guard.id == Item.guard_id).join(ItemVersion, is_current)
    query = query.where(Item.public_id.in_(public_ids), Item.deleted_at.is_(None), readable_clause(viewer))
    return {public_id: name for public_id, name in session.execute(query) if name}
