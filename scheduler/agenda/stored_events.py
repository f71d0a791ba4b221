"""The stored events of entries, of which feeds are joined: which a viewer gets, by their stamps, and what they say."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import VeventParts
from scheduler.agenda.domain.phrases import phrases_of_form
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.domain.windows import cancelled_since
from scheduler.agenda.entry_wording import title_text, worded_parts
from scheduler.agenda.models import Entry, EntryKind, EntryStatus, Guard, Occurrence
from scheduler.agenda.reading import HAS_DAY, Selection, Window, overlaps
from scheduler.agenda.visibility_sql import entry_clause


class EntryStamp(NamedTuple):
    """By what the event of an entry is known: another one has another stamp; who may see it is no part of that.

    Of two pasts with the same versions, as after a restore, the hash tells one text from the other. `version` is None
    before the commit, and then says nothing.
    """

    id: int
    version: int | None
    parts_form: int
    vevent_hash: str


class StoredEvent(NamedTuple):
    """VEVENT parts of one entry and its title in the language of now, its address within the site, and what it is.

    Deadlines that no reader could tell apart are `alike` (a hash); other entries never are.
    """

    id: int
    uid: str
    parts: VeventParts
    title: str
    path: str
    kind: EntryKind
    part: str
    status: EntryStatus
    concealed: bool
    is_timed: bool
    changed_at: datetime
    alike: int | None


class Comparable(Protocol):
    """What stands for an entry in a feed, and with what it is alike."""

    @property
    def alike(self) -> int | None:
        """Return the same number for deadlines that are alike; None for what is no deadline."""
        ...


Event = TypeVar("Event", bound=Comparable)

_STAMP = (Entry.id, Entry.version, Entry.parts_form, Entry.vevent_hash)
_PARTS = (Entry.vevent_head, Entry.vevent_summary, Entry.vevent_description, Entry.vevent_tail)
_TEXT = (Entry.uid, Entry.own_title, Entry.phrases, Entry.path, Entry.kind, Entry.part, Entry.status, Entry.concealed)
_MOMENTS = (Entry.changed_at, Occurrence.first_day, Occurrence.last_day, Occurrence.starts_at)


def entry_stamps(
    session: Session, viewer: Viewer, window: Window, selection: Selection, now: datetime
) -> list[EntryStamp]:
    """Return the stamps of what `stamped_events` holds, in its order; no text is loaded."""
    return list(map(EntryStamp._make, session.execute(_chosen(viewer, window, selection, now))))


def stamped_events(
    session: Session, viewer: Viewer, window: Window, selection: Selection, now: datetime
) -> list[tuple[EntryStamp, StoredEvent]]:
    """Return worded parts for a feed, each with its stamp of the same moment, oldest entry first.

    Cancelled ones are there as long as `cancelled_until` says, and deadlines that are alike are all there.
    """
    query = _chosen(viewer, window, selection, now).add_columns(*_PARTS, *_TEXT, *_MOMENTS)
    return [_stamped_event(row) for row in session.execute(query)]


def stored_events(
    session: Session, viewer: Viewer, window: Window, selection: Selection, now: datetime
) -> list[StoredEvent]:
    """Return the events of a feed without their stamps, `told_apart`."""
    return told_apart(event for _stamp, event in stamped_events(session, viewer, window, selection, now))


def told_apart(events: Iterable[Event]) -> list[Event]:
    """Return the events of a feed: a deadline that many organisations have, with the same text, is there once."""
    seen: set[int] = set()
    return [event for event in events if event.alike is None or _is_first(event.alike, seen)]


def _is_first(alike: int, seen: set[int]) -> bool:
    count = len(seen)
    seen.add(alike)
    return len(seen) > count


def _chosen(viewer: Viewer, window: Window, selection: Selection, now: datetime) -> Select[*tuple[Any, ...]]:
    query = select(*_STAMP).select_from(Occurrence).join(Entry).join(Guard, Guard.id == Entry.guard_id)
    seen = (Entry.removed_at.is_(None), entry_clause(viewer), HAS_DAY, overlaps(window))
    # What `cancelled_until` says, for all at once.
    is_kept = or_(Entry.cancelled_at.is_(None), Entry.cancelled_at > cancelled_since(now))
    return query.where(*seen, is_kept, *selection.where(viewer)).order_by(Entry.id)


def _stamped_event(row: Row[*tuple[Any, ...]]) -> tuple[EntryStamp, StoredEvent]:
    # By place, in the order of the columns: a feed has a thousand of them.
    ident, version, form, vevent_hash, head, summary, description, tail, *rest = row
    uid, own_title, stored, path, kind, part, status, concealed, changed_at, *days = rest
    phrases = phrases_of_form(stored, form)
    alike = None
    if kind == EntryKind.DEADLINE:
        alike = hash((path, own_title, stored, part.partition(":")[0], status, *days))
    event = StoredEvent(
        ident,
        uid,
        worded_parts(VeventParts(head, summary, description, tail), own_title, phrases, concealed=concealed),
        title_text(own_title, phrases, concealed=concealed),
        path,
        EntryKind(kind),
        part,
        EntryStatus(status),
        concealed,
        days[-1] is not None,
        changed_at,
        alike,
    )
    return EntryStamp(ident, version, form, vevent_hash), event
