"""Tells the owners of copy what may have made it wrong, and keeps who has compared it with its bills and facts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.accounts.services.actor_roles import leads_by_organisation
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify_all
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import fact_rows
from scheduler.content.services.notifications import entries_for
from scheduler.content.services.revisions import lock_item
from scheduler.facts.domain.validity import is_expired

# As far as calendars anywhere are ahead of UTC.
_DAYS_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CopyNews:
    """What may have made the copy of an item wrong; `key` and `details` are as in `NotificationDraft`."""

    item: Item
    kind: NotificationKind
    key: str
    details: Mapping[str, int]


def notify_keepers(session: Session, news: Sequence[CopyNews], context: ChangeContext) -> Sequence[NotificationDraft]:
    """Notify the owners of items, or the leads of organisations where nobody owns one; return what of, as in `news`."""
    items = list({one.item.id: one.item for one in news}.values())
    entries = entries_for(session, items, context)
    keepers = _keepers(session, items)
    drafts = [_draft(one, entries[one.item.id].id, keepers[one.item.id], context) for one in news]
    notify_all(session, drafts, context.now)
    return drafts


def check_copy(
    session: Session, item: Item, until: datetime, today: date | None = None, *, by: ItemRoles, context: ChangeContext
) -> None:
    """Keep that the copy agrees with its bills and facts up to a moment; what came later stays to be checked.

    Args:
        session: one that writes.
        item: the item.
        until: the last change that the page showed, aware UTC; a moment to come counts as now.
        today: the day on which the page said which facts are out of date, None if it said so of none; one that has
            begun nowhere yet counts as the day that it is in UTC.
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
    if today is not None and today > context.now.date() + _DAYS_AHEAD:
        today = context.now.date()
    if not any([_check_bills(item, checked), _check_facts(session, item, checked, today)]):
        return
    subject = (SubjectKind.CONTENT, item.id)
    record(session, AuditAct.CONTENT_BILLS_CHECKED, subject, actor_id=context.actor_id, now=context.now)


def _check_bills(item: Item, checked: datetime) -> bool:
    if item.bills_checked_at is not None and item.bills_checked_at >= checked:
        return False
    item.bills_checked_at = checked
    return True


def _check_facts(session: Session, item: Item, checked: datetime, today: date | None) -> bool:
    has_changed = False
    for link, fact in fact_rows(session, item):
        seen = fact.changed_at if fact.changed_at is not None and fact.changed_at <= checked else link.checked_at
        passed = fact.true_until if today is not None and is_expired(fact.true_until, today) else link.checked_until
        has_changed |= (seen, passed) != (link.checked_at, link.checked_until)
        link.checked_at, link.checked_until = seen, passed
    return has_changed


def _keepers(session: Session, items: Sequence[Item]) -> Mapping[int, Collection[int]]:
    leads = leads_by_organisation(session, {item.organisation_id for item in items if item.owner_id is None})
    return {
        item.id: leads.get(item.organisation_id, ()) if item.owner_id is None else (item.owner_id,) for item in items
    }


def _draft(news: CopyNews, entry_id: int, keepers: Collection[int], context: ChangeContext) -> NotificationDraft:
    details = {"item_id": news.item.id, **news.details}
    # What an item under embargo cites and uses is for its readers alone.
    is_private = concealed(news.item.guard)
    return NotificationDraft(entry_id, news.kind, context.actor_id, tuple(keepers), news.key, details, is_private)
