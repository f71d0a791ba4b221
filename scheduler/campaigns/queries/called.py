"""What campaigns are called in lists that show nothing else of them."""

from collections.abc import Collection

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import concealed_clause, readable_clause
from scheduler.campaigns.models import Campaign


def campaigns_called(session: Session, viewer: Viewer, public_ids: Collection[str]) -> dict[str, str]:
    """Return by address the titles of campaigns that the viewer may read; under embargo the placeholder titles."""
    title = case((concealed_clause(), Guard.placeholder_title), else_=Campaign.title)
    query = select(Campaign.public_id, title).join(Guard, Guard.id == Campaign.guard_id)
    query = query.where(Campaign.public_id.in_(public_ids), Campaign.deleted_at.is_(None), readable_clause(viewer))
    return {public_id: name for public_id, name in session.execute(query) if name}
