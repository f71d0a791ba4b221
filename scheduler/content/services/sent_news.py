"""Notifies owners that copy, embargo or status changed after the copy was sent to the press."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify_all
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sent_copies import SENT_KINDS, Known, Outdated, embargo_known, outdated
from scheduler.content.domain.workflow import SETTLED
from scheduler.content.models import Item, SentCopy
from scheduler.content.queries.sent_copies import standing_copies
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.notifications import entries_for


def is_for_press(item: Item) -> bool:
    """Say whether an item's copy goes to outlets and journalists, or has gone there when it was of another kind."""
    return item.was_sent or Kind(item.kind) in SENT_KINDS


def known_now(session: Session, item: Item) -> Known:
    """Return what somebody knows who knows all of an item's copy that there is to know."""
    return known_of(item, session.get_one(Guard, item.guard_id), current_version(session, item).text_hash)


def known_of(item: Item, guard: Guard, text_hash: str) -> Known:
    """Return what `known_now` does, by what is loaded."""
    embargo = embargo_known(guard.embargo_at, is_concealed=concealed(guard), is_held=guard.held)
    return Known(text_hash, embargo, item.state in SETTLED or item.deleted_at is not None)


def known_by(row: SentCopy) -> Known:
    """Return what whoever was sent the copy knows of it."""
    return Known(row.known_hash, row.known_embargo, row.known_off)


def notify_of_outdated(session: Session, item: Item, context: ChangeContext) -> None:
    """Notify whoever keeps an item if those who were sent its copy know something else than what holds now.

    Once for each thing that changed, until everybody is informed or the copy is sent to somebody else.
    """
    rows = standing_copies(session, item) if item.was_sent else ()
    news = _news(session, item, rows, context.now)
    if not news:
        return
    keepers = keepers_of(session, item)
    if not set(keepers) - {context.actor_id}:
        return
    kind, is_private = NotificationKind.SENT_COPY_OUTDATED, concealed(session.get_one(Guard, item.guard_id))
    entry_id, since = entries_for(session, [item], context)[item.id].id, _last_informed(rows)
    keys = [f"{what}:{rows[-1].id}:{since}" for what in sorted(news)]
    who, details = context.actor_id, {"item_id": item.id}
    drafts = [NotificationDraft(entry_id, kind, who, keepers, key, details, is_private) for key in keys]
    notify_all(session, drafts, context.now)


def is_outdated(session: Session, item: Item, now: datetime) -> bool:
    """Say whether anybody who was sent an item's copy still has to be informed of something."""
    return bool(_news(session, item, standing_copies(session, item) if item.was_sent else (), now))


def _news(session: Session, item: Item, rows: Sequence[SentCopy], now: datetime) -> set[Outdated]:
    if not rows:
        return set()
    holds = known_now(session, item)
    return {what for row in rows for what in outdated(known_by(row), holds, now)}


def _last_informed(rows: Iterable[SentCopy]) -> int:
    moments: list[datetime] = [row.informed_at for row in rows if row.informed_at is not None]
    return int(max(moments).timestamp()) if moments else 0
