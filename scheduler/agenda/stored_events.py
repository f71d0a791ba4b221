"""The stored events of entries, of which feeds are joined: which a viewer gets, by their stamps, and what they say."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, String, case, select, type_coerce
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import VeventParts
from scheduler.agenda.domain.phrases import phrases_of_form
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.domain.windows import cancelled_until
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
    """VEVENT parts of one entry and its title in the language of now, its address within the site, and what it is."""

    id: int
    parts: VeventParts
    title: str
    path: str
    kind: EntryKind
    part: str
    status: EntryStatus
    concealed: bool
    is_timed: bool
    changed_at: datetime


_STAMP = (Entry.id, Entry.version, Entry.parts_form, Entry.vevent_hash)


def _of_deadlines(column: Any) -> ColumnElement[Any]:
    """Select what deadlines are compared by, as the database has it: to read a thousand days takes a millisecond."""
    return type_coerce(case((Entry.kind == EntryKind.DEADLINE, column)), String)


_CHOICE = (
    Entry.cancelled_at,
    _of_deadlines(Entry.part),
    *map(_of_deadlines, (Entry.path, Entry.own_title, Entry.phrases, Entry.status)),
    *map(_of_deadlines, (Occurrence.first_day, Occurrence.last_day, Occurrence.starts_at)),
)
"""What decides, beside the conditions, whether an entry is in a feed; the part is of deadlines alone."""

_TEXT = (
    Entry.vevent_head,
    Entry.vevent_summary,
    Entry.vevent_description,
    Entry.vevent_tail,
    Entry.own_title,
    Entry.phrases,
    Entry.path,
    Entry.kind,
    Entry.part,
    Entry.status,
    Entry.concealed,
    Entry.changed_at,
    Occurrence.starts_at.is_not(None),
)

_CHOICE_AT, _TEXT_AT = len(_STAMP), len(_STAMP) + len(_CHOICE)


def entry_stamps(
    session: Session, viewer: Viewer, window: Window, selection: Selection, now: datetime
) -> list[EntryStamp]:
    """Return the stamps of what `stored_events` holds, in its order; no text is loaded."""
    # By place: a feed has a thousand of them.
    return [EntryStamp(*row[:_CHOICE_AT]) for row in _chosen(session, viewer, window, selection, now)]


def stamped_events(
    session: Session, viewer: Viewer, window: Window, selection: Selection, now: datetime
) -> list[tuple[EntryStamp, StoredEvent]]:
    """Return worded parts for a feed, each with its stamp of the same moment, oldest entry first.

    Cancelled ones are there as long as `cancelled_until` says. A deadline that many organisations have, each of its own
    and with the same text, is there once.
    """
    rows = _chosen(session, viewer, window, selection, now, *_TEXT)
    return [(EntryStamp(*row[:_CHOICE_AT]), _stored_event(row)) for row in rows]


def stored_events(
    session: Session, viewer: Viewer, window: Window, selection: Selection, now: datetime
) -> list[StoredEvent]:
    """Return `stamped_events` without their stamps."""
    return [event for _stamp, event in stamped_events(session, viewer, window, selection, now)]


def _chosen(
    session: Session, viewer: Viewer, window: Window, selection: Selection, now: datetime, *columns: Any
) -> Iterator[Row[*tuple[Any, ...]]]:
    query = select(*_STAMP, *_CHOICE, *columns)
    query = query.select_from(Occurrence).join(Entry).join(Guard, Guard.id == Entry.guard_id)
    seen = (Entry.removed_at.is_(None), entry_clause(viewer), HAS_DAY, overlaps(window))
    query = query.where(*seen, *selection.where(viewer)).order_by(Entry.id)
    found: set[tuple[object, ...]] = set()
    for row in session.execute(query):
        cancelled_at, part = row[_CHOICE_AT : _CHOICE_AT + 2]
        if part is not None:
            deadline = (part.partition(":")[0], *row[_CHOICE_AT + 2 : _TEXT_AT])
            if deadline in found:
                continue
            found.add(deadline)
        if cancelled_at is None or cancelled_until(cancelled_at) > now:
            yield row


def _stored_event(row: Row[*tuple[Any, ...]]) -> StoredEvent:
    ident, _version, form, _hash = row[:_CHOICE_AT]
    head, summary, description, tail, own_title, stored, path, *rest = row[_TEXT_AT:]
    kind, part, status, concealed, changed_at, is_timed = rest
    phrases = phrases_of_form(stored, form)
    return StoredEvent(
        ident,
        worded_parts(VeventParts(head, summary, description, tail), own_title, phrases, concealed=concealed),
        title_text(own_title, phrases, concealed=concealed),
        path,
        EntryKind(kind),
        part,
        EntryStatus(status),
        concealed,
        is_timed,
        changed_at,
    )
