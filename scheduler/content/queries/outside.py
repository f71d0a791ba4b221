"""Items for people without accounts, who get them by a secret link: nothing that is concealed is loaded here."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import concealed_clause
from scheduler.content.models import Item
from scheduler.content.queries.items import Seen, seen_of, select_seen


def rows_for_outside(session: Session, item_ids: Collection[int]) -> Sequence[Item]:
    """Return items with their guards and without their text, deleted ones left out, in order of id.

    What decides whether they may leave stands in these rows; nothing else of them may be told before it is decided.
    """
    query = select(Item).join(Guard, Guard.id == Item.guard_id).options(contains_eager(Item.guard))
    return session.scalars(query.where(Item.id.in_(item_ids), Item.deleted_at.is_(None)).order_by(Item.id)).all()


def open_for_outside(session: Session, item_ids: Collection[int]) -> list[Seen]:
    """Return items with their text, those left out that are concealed, in order of day and id."""
    if not item_ids:
        return []
    query = select_seen().where(Item.id.in_(item_ids), ~concealed_clause())
    return [seen_of(row) for row in session.execute(query.order_by(Item.publish_on, Item.id))]
