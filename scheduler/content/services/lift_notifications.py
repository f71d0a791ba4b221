"""Notifies the embargo group of what becomes of an embargo."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext, mark_notified
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.models import Item
from scheduler.content.services.involved import embargo_group_of_item, informed_of_item
from scheduler.content.services.notifications import ItemNotice, notify_of_items, notify_people


def notify_embargo_group(
    session: Session,
    item: Item,
    kind: NotificationKind,
    context: ChangeContext,
    *,
    key: str = "",
    more: Mapping[str, int] | None = None,
) -> None:
    """Notify the owner and everybody in the embargo group of what has become of an item's embargo.

    Of an idea or a draft, only those who have been asked for something are told, unless it was let out early: the
    others have never heard of it. A move is told before it is published, so that reminders leave out whoever has been
    told.
    """
    is_let_out = kind is NotificationKind.ADVANCED
    people = embargo_group_of_item(session, item) if is_let_out else informed_of_item(session, item)
    if kind is NotificationKind.MOVED:
        mark_notified(session, people, context)
    notify_people(session, item, ItemNotice(kind, people, key, more or {}), context)


def notify_lifted(session: Session, items: Sequence[Item], context: ChangeContext) -> None:
    """Notify owners and embargo groups that embargoes have ended by themselves; for the writer, whom the lift calls.

    Nothing to tell of items that are published again for any other reason.
    """
    if context.actor_id is not None:
        return
    lifted = [item for item in items if session.get_one(Guard, item.guard_id).revealed_at == context.now]
    key = context.now.isoformat()
    news = [(item, ItemNotice(NotificationKind.LIFTED, informed_of_item(session, item), key)) for item in lifted]
    notify_of_items(session, news, context)
