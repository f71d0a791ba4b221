"""Asks the owners of scheduled items, once the moment to publish has come, where they were published."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import leads_by_organisation
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import item_row
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.revisions import lock_any_item

ASKED_WITHIN = timedelta(days=3)
"""A question that comes later helps nobody: a worker that was off for weeks does not ask about all that it missed."""


def ask_where_published(session: Session, item_id: int, context: ChangeContext) -> bool:
    """Ask the owner of an item, or the leads of its organisation, where it was published; says whether they were.

    Each moment to publish is asked about once. Of an item that is under embargo still nothing is asked: nobody can
    mark it as published.
    """
    item = item_row(session, item_id)
    if item is None:
        return False
    lock_any_item(session, item)
    if not is_due(item, context.now) or concealed(session.get_one(Guard, item.guard_id)):
        return False
    item.link_asked_for = item.publish_at
    leads = leads_by_organisation(session, {item.organisation_id} if item.owner_id is None else set())
    to = leads.get(item.organisation_id, ()) if item.owner_id is None else (item.owner_id,)
    key = f"p{item.publish_at.isoformat()}" if item.publish_at else ""
    notify_people(session, item, ItemNotice(NotificationKind.PUBLISH_DUE, to, key), context)
    return True


def is_due(item: Item, now: datetime) -> bool:
    """Say whether an item is to be asked about: scheduled, its moment come, and not asked about yet."""
    is_open = item.state == State.SCHEDULED and item.deleted_at is None
    at = item.publish_at
    return is_open and at is not None and now - ASKED_WITHIN < at <= now and item.link_asked_for != at
