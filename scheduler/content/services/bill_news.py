"""Tells the owners of copy what became of the bills that it cites."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.queries.open_items import items_citing
from scheduler.content.services.copy_news import CopyNews, notify_keepers
from scheduler.legislation.reading import families_of, milestones_by_id


def notify_of_milestones(session: Session, milestone_ids: Collection[int], context: ChangeContext) -> None:
    """Notify the owners of items that cite a bill, or a companion, of milestones of it that changed just now.

    What else readers may see of a milestone, such as another name of its bill, is no news.
    """
    changed = [row for row in milestones_by_id(session, milestone_ids) if row.changed_at == context.now]
    if not changed:
        return
    families = families_of(session, {row.bill_id for row in changed})
    citing = items_citing(session, {ident for family in families.values() for ident in family})
    if not citing:
        return
    news: list[CopyNews] = []
    for row in changed:
        concerned = {item.id: item for ident in families[row.bill_id] for item in citing.get(ident, ())}
        key, details = f"m{row.id}r{row.revision}", {"milestone_id": row.id}
        news += (CopyNews(item, NotificationKind.BILL_CHANGED, key, details) for item in concerned.values())
    notify_keepers(session, news, context)
