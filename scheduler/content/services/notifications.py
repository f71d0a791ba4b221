"""Notices about an item, also while it has no day and so stands in no calendar."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import NO_DAY, Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify, notify_all
from scheduler.agenda.services.publishing import entry_of
from scheduler.content.models import Item
from scheduler.content.services.deadline_entries import placeholder_entry
from scheduler.content.services.revisions import lock_any_item


@dataclass(frozen=True, slots=True)
class ItemNotice:
    """What happened to an item; `details` holds ids and numbers only."""

    kind: NotificationKind
    to: Collection[int]
    key: str = ""
    details: Mapping[str, int] = field(default_factory=dict)


def notify_people(session: Session, item: Item, news: ItemNotice, context: ChangeContext) -> int:
    """Queue a notice about an item to everyone named but whoever did it; returns how many messages are new."""
    if not set(news.to) - {context.actor_id}:
        return 0
    return notify(session, _draft(item, _entry_for(session, item, context), news, context), context.now)


def notify_of_items(session: Session, news: Sequence[tuple[Item, ItemNotice]], context: ChangeContext) -> int:
    """Queue notices about items as `notify_people` does about one, with few statements."""
    told = [(item, one) for item, one in news if set(one.to) - {context.actor_id}]
    entries = entries_for(session, [item for item, _one in told], context)
    drafts = [_draft(item, entries[item.id], one, context) for item, one in told]
    return notify_all(session, drafts, context.now)


def entries_for(session: Session, items: Sequence[Item], context: ChangeContext) -> dict[int, Entry]:
    """Return by item, given by id, its own entry or what stands in for it; an item that has none is locked for one."""
    query = select(Entry).where(Entry.source_kind == SourceKind.CONTENT, Entry.source_id.in_({one.id for one in items}))
    query = query.where(Entry.part.in_(("", NO_DAY)), Entry.removed_at.is_(None))
    # An item's own comes last, so that it wins.
    found = {row.source_id: row for row in session.scalars(query.order_by(Entry.part.desc()))}
    for item in items:
        if item.id not in found:
            lock_any_item(session, item)
            found[item.id] = _entry_for(session, item, context)
    return found


def _entry_for(session: Session, item: Item, context: ChangeContext) -> Entry:
    """Return the item's own entry, or what stands in for it."""
    entry = entry_of(session, Source(SourceKind.CONTENT, item.id))
    if entry is not None and entry.removed_at is None:
        return entry
    return placeholder_entry(session, item, Source(SourceKind.CONTENT, item.id), context)


def _draft(item: Item, entry: Entry, news: ItemNotice, context: ChangeContext) -> NotificationDraft:
    details = {"item_id": item.id, **news.details}
    return NotificationDraft(entry.id, news.kind, context.actor_id, tuple(news.to), news.key, details)
