"""The one way in which writers publish what happens when, and take it away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryOrganisation, EntryPerson, EntryStatus, EntryTopic, Guard
from scheduler.agenda.services.changes import Change, ChangeKind
from scheduler.agenda.services.entry_drafts import EntryDraft, Source, When
from scheduler.agenda.services.entry_links import batched, link, place
from scheduler.agenda.services.entry_rows import (
    new_entry,
    occurrence_of,
    render_change,
    when_of,
    write_text,
    write_times,
)
from scheduler.agenda.visibility_sql import concealed
from scheduler.db import touch
from scheduler.rows import lock_row


def entry_of(session: Session, source: Source) -> Entry | None:
    """Return the entry of a writer's row, removed ones included."""
    named = (Entry.source_kind == source.kind, Entry.source_id == source.id, Entry.part == source.part)
    return session.scalar(select(Entry).where(*named))


def publish(session: Session, draft: EntryDraft, now: datetime) -> Change | None:
    """Write what readers see of a thing, neutral while its guard conceals it.

    SEQUENCE rises, and DTSTAMP and LAST-MODIFIED move to `now`, only when a reader can see the difference.

    Returns:
        The change, or None when readers see no difference. Who takes part is stored in either case.

    Raises:
        RowGoneError: the guard is unknown.
        ValueError: the span is longer than `MAX_SPAN_DAYS`.
    """
    return publish_all(session, [draft], now)[0]


def publish_all(session: Session, drafts: Sequence[EntryDraft], now: datetime) -> list[Change | None]:
    """Publish many things as `publish` does, with few statements; no source may occur twice.

    Returns:
        What `publish` would, in the order of the drafts.
    """
    # The guards first: whoever changes one has it until the new faces are written, and lets nobody read old ones.
    # Read anew, too: one loaded before somebody else set an embargo would let the words out.
    ids = sorted({draft.guard_id for draft in drafts})
    guards = {guard_id: lock_row(session, Guard, guard_id, shared=True) for guard_id in ids}
    named = {draft.source for draft in drafts} | {draft.parent for draft in drafts if draft.parent}
    known = _entries_of(session, named)
    written = [_write(session, draft, guards[draft.guard_id], known, now) for draft in drafts]
    session.flush()
    for one in written:
        parent = known.get(one.draft.parent) if one.draft.parent else None
        one.entry.parent_entry_id = parent.id if parent else None
    session.flush()
    _link_all(session, written)
    place(session, {one.entry.id: occurrence_of(one.entry) for one in written if one.has_moved})
    return [one.change() for one in written]


@dataclass(frozen=True, slots=True)
class _Written:
    """An entry that has its new face, and what it was before."""

    entry: Entry
    draft: EntryDraft
    before: When | None
    was_removed: bool
    was_cancelled: bool
    is_visible: bool

    @property
    def has_moved(self) -> bool:
        return self.before != when_of(self.entry)

    def change(self) -> Change | None:
        if self.before is None:
            return Change(self.entry, ChangeKind.CREATED, None, self.draft.when)
        if not self.is_visible and not self.was_removed:
            return None
        cancelled, removed = self.was_cancelled, self.was_removed
        kind = _kind_of_change(self.entry, self.before, was_cancelled=cancelled, was_removed=removed)
        return Change(self.entry, kind, self.before, when_of(self.entry))


def _write(session: Session, draft: EntryDraft, guard: Guard, known: dict[Source, Entry], now: datetime) -> _Written:
    entry = known.get(draft.source)
    before = when_of(entry) if entry else None
    was_removed = entry is not None and entry.removed_at is not None
    was_cancelled = entry is not None and entry.status == EntryStatus.CANCELLED
    if entry is None:
        entry = known[draft.source] = new_entry(draft, now)
    hide = concealed(guard)
    write_times(entry, draft)
    write_text(entry, draft, guard, hide=hide)
    visible = render_change(entry, draft, now, hide=hide, created=before is None or was_removed)
    session.add(entry)
    touch(session, entry)
    return _Written(entry, draft, before, was_removed, was_cancelled, visible)


def _entries_of(session: Session, sources: Collection[Source]) -> dict[Source, Entry]:
    """Return the entries of writers' rows, removed ones included."""
    found: dict[Source, Entry] = {}
    for kind in sorted({source.kind for source in sources}):
        for ids in batched(sorted({source.id for source in sources if source.kind == kind})):
            query = select(Entry).where(Entry.source_kind == kind, Entry.source_id.in_(ids))
            rows = session.scalars(query, execution_options={"populate_existing": True})
            found |= {Source(row.source_kind, row.source_id, row.part): row for row in rows}
    return found


def _kind_of_change(entry: Entry, before: When | None, *, was_cancelled: bool, was_removed: bool) -> ChangeKind:
    if entry.status == EntryStatus.CANCELLED and not was_cancelled:
        return ChangeKind.CANCELLED
    if was_removed or (was_cancelled and entry.status != EntryStatus.CANCELLED):
        return ChangeKind.RESTORED
    return ChangeKind.MOVED if before != when_of(entry) else ChangeKind.CHANGED


def _link_all(session: Session, written: Sequence[_Written]) -> None:
    topics = {one.entry.id: _rows(() if one.entry.concealed else one.draft.topics) for one in written}
    link(session, EntryTopic, ("topic",), topics)
    people = {one.entry.id: frozenset(one.draft.people) for one in written}
    link(session, EntryPerson, ("person_id", "involvement"), people)
    organisations = {one.entry.id: frozenset(one.draft.organisations) for one in written}
    link(session, EntryOrganisation, ("organisation_id", "involvement"), organisations)


def _rows(topics: Collection[str]) -> frozenset[tuple[str]]:
    return frozenset((topic,) for topic in topics)


def remove(session: Session, source: Source, now: datetime) -> Change | None:
    """Take an entry out of everybody's sight without calling it cancelled; `publish` brings it back under its UID."""
    entry = entry_of(session, source)
    if entry is None or lock_row(session, Entry, entry.id).removed_at is not None:
        return None
    entry.removed_at = now
    touch(session, entry)
    session.flush()
    return Change(entry, ChangeKind.REMOVED, when_of(entry), None)
