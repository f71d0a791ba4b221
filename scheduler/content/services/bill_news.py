"""Tells the owners of copy what became of the bills that it cites."""

from collections.abc import Collection, Sequence
from itertools import compress

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, mark_notified
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind
from scheduler.agenda.visibility_sql import known_to_coordinators
from scheduler.content.queries.open_items import items_citing
from scheduler.content.services.copy_news import CopyNews, notify_keepers
from scheduler.legislation.reading import families_of, milestones_changed_at
from scheduler.outbox.models import Stream
from scheduler.outbox.services import suppressed_by, suppresses


def notify_of_milestones(session: Session, milestone_ids: Collection[int], context: ChangeContext) -> None:
    """Notify the owners of items that cite a bill, or a companion, of milestones of it that changed just now.

    Whoever hears of it so does not hear of it once more because they follow the bill.
    """
    changed = milestones_changed_at(session, milestone_ids, context.now)
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
    drafts = notify_keepers(session, news, context)
    known = [known_to_coordinators(one.item.guard, one.item.organisation_id) for one in news]
    mark_notified(session, _hear_of_it(session, list(compress(drafts, known))), context)


def _hear_of_it(session: Session, openly: Sequence[NotificationDraft]) -> set[int]:
    """Return who gets one of these, of copy of which coordinators may know.

    Of other copy, that somebody follows a bill and is not notified would tell them.
    """
    unwanted = suppressed_by(session, {person for draft in openly for person in draft.to})
    return {
        person
        for draft in openly
        for person in draft.to
        if not suppresses(unwanted.get(person, set()), Stream.NOTICE, draft.kind, draft.entry_id)
    }
