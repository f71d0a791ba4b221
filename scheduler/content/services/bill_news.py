"""Tells the owners of copy what became of the bills that it cites, and keeps who has compared the two."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.accounts.services.actor_roles import leads_by_organisation
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify_all
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.queries.open_items import items_citing
from scheduler.content.services.items import NotYoursError
from scheduler.content.services.notifications import entries_for
from scheduler.content.services.revisions import lock_item
from scheduler.legislation.models import BillMilestone
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
    items = sorted({item.id: item for found in citing.values() for item in found}.values(), key=lambda item: item.id)
    entries = entries_for(session, items, context)
    keepers = _keepers(session, items)
    drafts: list[NotificationDraft] = []
    for row in changed:
        concerned = {item.id: item for ident in families[row.bill_id] for item in citing.get(ident, ())}
        drafts += (_draft(row, item, entries[item.id].id, keepers[item.id], context) for item in concerned.values())
    notify_all(session, drafts, context.now)


def check_bills(session: Session, item: Item, until: datetime, *, by: ItemRoles, context: ChangeContext) -> None:
    """Keep that the copy agrees with what was entered of its bills up to a moment; what came later stays to be checked.

    Args:
        session: one that writes.
        item: the item.
        until: the last change that the page showed, aware UTC; a moment to come counts as now.
        by: what the person is to the item.
        context: who says so, and when.

    Raises:
        NotYoursError: the person may not write the copy.
        RowGoneError: it was deleted meanwhile.
    """
    lock_item(session, item)
    if not by.may(Act.WRITE):
        raise NotYoursError
    checked = min(until, context.now)
    if item.bills_checked_at is not None and item.bills_checked_at >= checked:
        return
    item.bills_checked_at = checked
    subject = (SubjectKind.CONTENT, item.id)
    record(session, AuditAct.CONTENT_BILLS_CHECKED, subject, actor_id=context.actor_id, now=context.now)


def _keepers(session: Session, items: Sequence[Item]) -> Mapping[int, Collection[int]]:
    leads = leads_by_organisation(session, {item.organisation_id for item in items if item.owner_id is None})
    return {
        item.id: leads.get(item.organisation_id, ()) if item.owner_id is None else (item.owner_id,) for item in items
    }


def _draft(
    row: BillMilestone, item: Item, entry_id: int, keepers: Collection[int], context: ChangeContext
) -> NotificationDraft:
    details = {"item_id": item.id, "milestone_id": row.id}
    key = f"m{row.id}r{row.revision}"
    # That an item under embargo cites a bill is for its readers alone.
    is_private = concealed(item.guard)
    kind = NotificationKind.BILL_CHANGED
    return NotificationDraft(entry_id, kind, context.actor_id, tuple(keepers), key, details, is_private)
