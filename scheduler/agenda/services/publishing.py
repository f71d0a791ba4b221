"""The one way in which writers publish what happens when, and take it away."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryOrganisation, EntryPerson, EntryStatus, EntryTopic, Guard
from scheduler.agenda.services.changes import Change, ChangeKind
from scheduler.agenda.services.entry_drafts import EntryDraft, Source, When
from scheduler.agenda.services.entry_links import batched, link, place
from scheduler.agenda.services.entry_rows import new_entry, render_change, write_text
from scheduler.agenda.services.entry_times import occurrence_of, when_of, write_times
from scheduler.agenda.visibility_sql import concealed
from scheduler.db import touch
from scheduler.rows import RowGoneError, lock_row, lock_rows


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


def publish_all(
    session: Session, drafts: Sequence[EntryDraft], now: datetime, known: Mapping[Source, Entry] | None = None
) -> list[Change | None]:
    """Publish many things as `publish` does, with few statements; no source may occur twice.

    Args:
        session: a session that may write.
        drafts: what to publish.
        now: aware UTC.
        known: all entries of some rows, read by `entries_of` under the lock of their guard.

    Returns:
        What `publish` would, in the order of the drafts.
    """
    # The guards first: whoever changes one has it until the new texts are written, and lets nobody read old ones.
    # Read anew, too: one loaded before somebody else set an embargo would let the text out.
    ids = sorted({draft.guard_id for draft in drafts})
    guards = {guard.id: guard for guard in lock_rows(session, Guard, ids, shared=True)}
    if len(guards) < len(ids):
        raise RowGoneError(f"no guard {sorted(set(ids) - guards.keys())}")
    named = {draft.source for draft in drafts} | {draft.parent for draft in drafts if draft.parent}
    read = {(source.kind, source.id) for source in known or ()}
    entries = {**(known or {}), **entries_of(session, {one for one in named if (one.kind, one.id) not in read})}
    written = [_write(session, draft, guards[draft.guard_id], entries, now) for draft in drafts]
    session.flush()
    for one in written:
        parent = entries.get(one.draft.parent) if one.draft.parent else None
        one.entry.parent_entry_id = parent.id if parent else None
    session.flush()
    _link_all(session, written)
    place(session, {one.entry.id: occurrence_of(one.entry) for one in written if one.has_moved})
    return [one.change() for one in written]


@dataclass(frozen=True, slots=True)
class _Written:
    """An entry that has its new text, and what it was before."""

    entry: Entry
    draft: EntryDraft
    before: When | None
    was_removed: bool
    was_cancelled: bool
    state_before: str
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
        return Change(self.entry, kind, self.before, when_of(self.entry), state_before=self.state_before)


def _write(session: Session, draft: EntryDraft, guard: Guard, known: dict[Source, Entry], now: datetime) -> _Written:
    entry = known.get(draft.source)
    before = when_of(entry) if entry else None
    was_removed = entry is not None and entry.removed_at is not None
    was_cancelled = entry is not None and entry.status == EntryStatus.CANCELLED
    state_before = entry.state if entry is not None else ""
    if entry is None:
        entry = known[draft.source] = new_entry(draft, now)
    hide = concealed(guard)
    write_times(entry, draft)
    write_text(entry, draft, guard, hide=hide)
    visible = render_change(entry, draft, now, hide=hide, created=before is None or was_removed)
    session.add(entry)
    touch(session, entry)
    return _Written(entry, draft, before, was_removed, was_cancelled, state_before, visible)


def entries_of(session: Session, sources: Collection[Source]) -> dict[Source, Entry]:
    """Return all entries of writers' rows, whatever their part, removed ones included; read anew."""
    found: dict[Source, Entry] = {}
    for some in batched(sorted({(source.kind, source.id) for source in sources})):
        kinds = {kind: [ident for of, ident in some if of == kind] for kind, _ident in some}
        named = or_(*(and_(Entry.source_kind == kind, Entry.source_id.in_(ids)) for kind, ids in kinds.items()))
        rows = session.scalars(select(Entry).where(named), execution_options={"populate_existing": True})
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
    people = {one.entry.id: frozenset(one.draft.people) for one in written}
    organisations = {one.entry.id: frozenset(one.draft.organisations) for one in written}
    link(session, {EntryTopic: topics, EntryPerson: people, EntryOrganisation: organisations})


def _rows(topics: Collection[str]) -> frozenset[tuple[str]]:
    return frozenset((topic,) for topic in topics)


def remove(session: Session, source: Source, now: datetime) -> Change | None:
    """Take an entry out of everybody's lists without calling it cancelled; `publish` brings it back under its UID."""
    entry = entry_of(session, source)
    return next(iter(remove_entries(session, [lock_row(session, Entry, entry.id)], now)), None) if entry else None


def remove_entries(session: Session, entries: Iterable[Entry], now: datetime) -> list[Change]:
    """Take entries out of everybody's lists as `remove` does, that were read under the lock of their guard."""
    gone = [entry for entry in entries if entry.removed_at is None]
    for entry in gone:
        entry.removed_at = now
        touch(session, entry)
    session.flush()
    return [Change(entry, ChangeKind.REMOVED, when_of(entry), None) for entry in gone]
