"""Items that are still to come out on some days, of those whose text somebody may read."""

from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import readable_clause
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.models import Item
from scheduler.content.queries.items import Seen, seen_of, select_seen
from scheduler.dates.spans import DateSpan

_ZONES_APART = timedelta(days=2)


def items_on(session: Session, viewer: Viewer, days: DateSpan) -> list[Seen]:
    """Return the items that are to come out on these days wherever one is, in order of day and id."""
    within = Item.publish_on.between(days.first_day - _ZONES_APART, days.last_day + _ZONES_APART)
    query = select_seen().where(within, Item.state.in_(UNPUBLISHED), readable_clause(viewer))
    return [seen_of(row) for row in session.execute(query.order_by(Item.publish_on, Item.id))]
