"""Notices about an item, also while it has no day and so stands in no calendar."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry
from scheduler.agenda.services.entries import Source, Telling, entry_of
from scheduler.agenda.services.notifications import NoticeDraft, NoticeKind, notify
from scheduler.content.models import Item
from scheduler.content.services.deadline_entries import stand_in

SOURCE_KIND = "content"


@dataclass(frozen=True, slots=True)
class News:
    """What happened to an item; `facts` holds ids and numbers only."""

    kind: NoticeKind
    to: Collection[int]
    key: str = ""
    facts: Mapping[str, int] = field(default_factory=dict)


def tell_people(session: Session, item: Item, news: News, telling: Telling) -> int:
    """Queue a notice about an item to everyone named but whoever did it; returns how many messages are new."""
    if not set(news.to) - {telling.actor_id}:
        return 0
    entry = _entry_for(session, item, telling)
    facts = {"item_id": item.id, **news.facts}
    draft = NoticeDraft(entry.id, news.kind, telling.actor_id, tuple(news.to), news.key, facts)
    return notify(session, draft, telling.now)


def _entry_for(session: Session, item: Item, telling: Telling) -> Entry:
    """Return the item's own entry, or what stands in for it."""
    entry = entry_of(session, Source(SOURCE_KIND, item.id))
    if entry is not None and entry.removed_at is None:
        return entry
    return stand_in(session, item, Source(SOURCE_KIND, item.id), telling)
