"""The stored VEVENT parts of entries: written with each change, and anew when the form of such parts has changed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import PARTS_FORM, TimedSpan, VeventData, render_event
from scheduler.agenda.domain.phrases import PHRASES_FORM, phrases_of_form
from scheduler.agenda.models import Entry, EntryTopic
from scheduler.agenda.services.entry_links import write_search_columns
from scheduler.dates.spans import DateSpan
from scheduler.db import move_version, touch


def render_parts(entry: Entry, topics: Sequence[str]) -> None:
    """Store the VEVENT parts of the present text, less what depends on a language or, as the address, on the site."""
    parts = render_event(_vevent(entry, entry.own_title, entry.own_description, entry.own_label, topics))
    entry.vevent_head, entry.vevent_summary, entry.vevent_tail = parts.head, parts.summary, parts.tail
    entry.vevent_description, entry.parts_form = parts.description, PARTS_FORM


def worded_vevents(session: Session, entries: Sequence[Entry]) -> dict[int, VeventData]:
    """Return what feeds say of entries, by id, in the language of now."""
    topics = _topics(session, [entry.id for entry in entries])
    return {
        entry.id: _vevent(entry, entry.title, entry.description, entry.label, sorted(topics.get(entry.id, ())))
        for entry in entries
    }


def _vevent(entry: Entry, title: str, description: str, label: str, topics: Sequence[str]) -> VeventData:
    return VeventData(
        uid=entry.uid,
        sequence=entry.sequence,
        created_at=entry.created_at,
        changed_at=entry.changed_at,
        status=entry.status,
        title=title,
        description=description,
        location=entry.location,
        categories=(*((label,) if label else ()), *topics),
        when=_span_of(entry),
        transparent=entry.starts_at is None,
    )


def _span_of(entry: Entry) -> DateSpan | TimedSpan:
    if entry.starts_on is not None and entry.ends_on is not None:
        return DateSpan(entry.starts_on, entry.ends_on)
    if entry.starts_at is None:
        raise ValueError(f"entry {entry.id} has no time")
    return TimedSpan(entry.starts_at, entry.ends_at)


def show_anew(session: Session, guard_id: int, now: datetime) -> None:
    """Let what stands behind a locked guard count as new from now on, as more readers find it in their calendars.

    So it comes first in their news readers, and no calendar file tells how long it was planned before.
    """
    entries = session.scalars(select(Entry).where(Entry.guard_id == guard_id).order_by(Entry.id)).all()
    topics = _topics(session, [entry.id for entry in entries])
    for entry in entries:
        entry.created_at = entry.changed_at = now
        render_parts(entry, sorted(topics.get(entry.id, ())))
        touch(session, entry)


def worded_sources(session: Session, source_kinds: Collection[str]) -> list[tuple[str, int]]:
    """Return the writers' rows, by kind and id, whose listed entries a release has written that stored text."""
    query = select(Entry.source_kind, Entry.source_id).where(Entry.parts_form < PHRASES_FORM)
    query = query.where(Entry.removed_at.is_(None), Entry.source_kind.in_(source_kinds)).distinct()
    return [(row[0], row[1]) for row in session.execute(query.order_by(Entry.source_kind, Entry.source_id))]


def rewrite_outdated(session: Session, *, limit: int) -> int:
    """Write anew parts and search columns that an older release has left; returns of how many entries, up to `limit`.

    Nothing that a reader can see changes: SEQUENCE, DTSTAMP and LAST-MODIFIED stay, and so do the entries' versions.
    Feeds are built anew, as their bytes do change. Words that a release up to 0.2 has stored stay as they are.
    """
    query = select(Entry).where(Entry.parts_form < PARTS_FORM).order_by(Entry.id).limit(limit)
    entries = session.scalars(query.with_for_update(skip_locked=True, of=Entry)).all()
    topics = _topics(session, [entry.id for entry in entries])
    for entry in entries:
        entry.phrases = phrases_of_form(entry.phrases, entry.parts_form)
        render_parts(entry, sorted(topics.get(entry.id, ())))
        write_search_columns(entry)
    if entries:
        move_version(session, everything=True)
    session.flush()
    return len(entries)


def _topics(session: Session, entry_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = select(EntryTopic.entry_id, EntryTopic.topic).where(EntryTopic.entry_id.in_(entry_ids))
    for entry_id, topic in session.execute(query):
        found.setdefault(entry_id, []).append(topic)
    return found
