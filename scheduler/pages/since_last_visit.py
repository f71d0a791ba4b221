"""What changed since a person's last visit: what they were notified of, then what is new in the calendar."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from scheduler.accounts.services.log_ins import last_visit
from scheduler.agenda.models import EntryKind
from scheduler.agenda.queries.recent import RecentEntry, recent_entries
from scheduler.agenda.reading import EntryView, entry_views
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.db import AppSession
from scheduler.outbox.models import Message
from scheduler.pages.month import Reader
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.reminders.reading import told_since

MOST_LINES = 10
_MOST_LOADED = 40
"""What tells the same of one thing is one line, so more is loaded than is shown."""

_ICONS = {EntryKind.CAMPAIGN: "campaign", EntryKind.EVENT: "event", EntryKind.CONTENT: "content"}


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One thing that changed, as its reader may know it now."""

    text: str
    path: str
    at: datetime
    icon: str


@dataclass(frozen=True, slots=True)
class SinceLastVisit:
    """When the last visit ended, and what changed since, what concerns the reader first; there is at least one line."""

    at: datetime
    lines: Sequence[ChangedLine]
    has_more: bool


def since_last_visit(session: AppSession, reader: Reader, person_id: int) -> SinceLastVisit | None:
    """Return what changed; None in a first visit, and if nothing did. Four statements at most."""
    at = last_visit(session, person_id, reader.now)
    if at is None:
        return None
    told = told_since(session, reader.viewer, at, reader.now, limit=_MOST_LOADED)
    recent = recent_entries(session, reader.viewer, at, limit=MOST_LINES + 1)
    about = {message.entry_id for message in told if message.entry_id is not None}
    entries = entry_views(session, reader.viewer, about | {one.id for one in recent}) if told or recent else {}
    others = (one for one in recent if one.id not in about)
    lines = [*_told_lines(told, entries), *_entry_lines(others, entries, at)]
    return SinceLastVisit(at, lines[:MOST_LINES], len(lines) > MOST_LINES) if lines else None


def _told_lines(told: Sequence[Message], entries: Mapping[int, EntryView]) -> Iterator[ChangedLine]:
    """Yield a line for each kind of notification of a thing, that of the last one."""
    said = set[tuple[str, int]]()
    for message in told:
        entry = entries.get(message.entry_id or 0)
        if entry is None or (message.kind, entry.id) in said:
            continue
        said.add((message.kind, entry.id))
        text = str(NOTIFICATION_TEXTS[NotificationKind(message.kind)].subject) % {"title": entry.title}
        yield ChangedLine(text, entry.path, message.created_at, "bell")


def _entry_lines(
    recent: Iterable[RecentEntry], entries: Mapping[int, EntryView], since: datetime
) -> Iterator[ChangedLine]:
    for one in recent:
        if entry := entries.get(one.id):
            yield ChangedLine(_entry_text(one, entry.title, since), entry.path, one.changed_at, _ICONS[entry.kind])


def _entry_text(one: RecentEntry, title: str, since: datetime) -> str:
    if one.cancelled_at is not None and one.cancelled_at > since:
        return _("Cancelled: %(title)s", title=title)
    if one.created_at > since and not one.is_known:
        return _("New: %(title)s", title=title)
    return _("Changed: %(title)s", title=title)
