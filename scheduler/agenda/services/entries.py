"""Entries: the one way in which writers publish what happens when."""

import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.services.departures import DepartureListener
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import (
    LONG_SPAN_DAYS,
    MAX_SPAN_DAYS,
    Entry,
    EntryKind,
    EntryOrganisation,
    EntryPerson,
    EntryStatus,
    EntryTopic,
    Guard,
    Involvement,
)
from scheduler.agenda.services.entry_links import batched, link, place, shown_state, write_search_text
from scheduler.agenda.services.vevents import render_parts
from scheduler.agenda.visibility_sql import concealed
from scheduler.dates.timezones import resolve_local_time
from scheduler.db import touch
from scheduler.rows import RowGoneError, lock_row, lock_rows


@dataclass(frozen=True, slots=True)
class Source:
    """The writer's row behind an entry; `part` tells several entries of one row apart."""

    kind: str
    id: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class AllDay:
    """Whole days, both inclusive."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Timed:
    """Naive wall time in an IANA zone; `at` and `until` are the aware UTC instants if a clock change left a choice."""

    local_start: datetime
    zone: str
    local_end: datetime | None = None
    at: datetime | None = None
    until: datetime | None = None


When = AllDay | Timed


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What a writer wants readers to see once nothing conceals it.

    `path` is an address within the site; for anything that can be under embargo it holds a random id, never a slug.
    """

    source: Source
    kind: EntryKind
    when: When
    guard_id: int
    title: str
    description: str = ""
    location: str = ""
    path: str = ""
    label: str = ""
    topics: Collection[str] = ()
    tags: Collection[str] = ()
    organisation_id: int | None = None
    parent: Source | None = None
    series: str = ""
    status: EntryStatus = EntryStatus.CONFIRMED
    listed: bool = True
    people: Collection[tuple[int, Involvement]] = ()
    organisations: Collection[tuple[int, Involvement]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


class ChangeKind(StrEnum):
    """What became of an entry."""

    CREATED = "created"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    REMOVED = "removed"
    DATE_ANNOUNCED = "date_announced"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an entry that readers can see; `origin` is that of the context in which it was made."""

    entry: Entry
    kind: ChangeKind
    before: When | None
    after: When | None
    origin: int | None = None

    @property
    def days_moved(self) -> int:
        """Whole days from the old first day to the new one; 0 when there is no old or no new."""
        if self.before is None or self.after is None:
            return 0
        return (first_day(self.after) - first_day(self.before)).days


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """Who makes changes and when, and who follows them, in the order of their features.

    `origin` is the entry that all of it follows, where one transaction changes several days that people hear of apart.
    """

    listeners: tuple["ChangeListener", ...]
    actor_id: int | None
    now: datetime
    origin: int | None = None


class ChangeListener(DepartureListener, Protocol):
    """A feature that has rows depending on published things of lower features."""

    @property
    def follows(self) -> frozenset[SourceKind]:
        """Whose entries it follows; it never changes those, nor what features below it follow."""

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Follow all changes of such entries in a transaction at once, before it ends; in the order they were made."""


def move_details(before: When | None, after: When | None) -> dict[str, int]:
    """Return the days and moments of before and after as numbers, for a notice: ordinals, and seconds since 1970."""
    facts: dict[str, int] = {}
    if before is not None:
        facts |= {"from_day": first_day(before).toordinal(), "from_last": last_day(before).toordinal()}
    if isinstance(before, Timed) and before.at is not None:
        facts["from_at"] = int(before.at.timestamp())
    if isinstance(before, Timed) and before.until is not None:
        facts["from_until"] = int(before.until.timestamp())
    return facts | ({"to_day": first_day(after).toordinal()} if after is not None else {})


def first_day(when: When) -> date:
    """Return the first day in the entry's own zone."""
    return when.first_day if isinstance(when, AllDay) else when.local_start.date()


def last_day(when: When) -> date:
    """Return the last day in the entry's own zone; clocks that go back may show an end before its start."""
    if isinstance(when, AllDay):
        return when.last_day
    return max(when.local_start, when.local_end or when.local_start).date()


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
    # The guards first: whoever changes one has it until the new faces are written, and lets nobody read old ones.
    # Read anew, too: one loaded before somebody else set an embargo would let the words out.
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
    place(session, {one.entry.id: _occurrence(one.entry) for one in written if one.has_moved})
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
        entry = known[draft.source] = _new_entry(draft, now)
    hide = concealed(guard)
    _place(entry, draft)
    _dress(entry, draft, guard, hide=hide)
    visible = _render(entry, draft, now, hide=hide, created=before is None or was_removed)
    session.add(entry)
    touch(session, entry)
    return _Written(entry, draft, before, was_removed, was_cancelled, visible)


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


def _new_entry(draft: EntryDraft, now: datetime) -> Entry:
    source = draft.source
    entry = Entry(uid=str(uuid.uuid4()), source_kind=source.kind, source_id=source.id, part=source.part)
    entry.created_at = entry.changed_at = now
    entry.title = ""
    entry.guard_id = draft.guard_id
    entry.kind = draft.kind
    entry.sequence = 0
    entry.face_hash = ""
    return entry


def _place(entry: Entry, draft: EntryDraft) -> None:
    """Store when it happens; the UTC instants are derived from wall time and zone."""
    when = draft.when
    if isinstance(when, AllDay):
        if not 0 <= (when.last_day - when.first_day).days <= MAX_SPAN_DAYS:
            raise ValueError(f"a span of {when.first_day} to {when.last_day} cannot be published")
        entry.starts_on, entry.ends_on = when.first_day, when.last_day
        entry.local_start = entry.local_end = entry.zone = entry.starts_at = entry.ends_at = None
        return
    entry.starts_on = entry.ends_on = None
    entry.local_start, entry.local_end, entry.zone = when.local_start, when.local_end, when.zone
    entry.starts_at = when.at or resolve_local_time(when.local_start, when.zone).instant_utc
    entry.ends_at = when.until or (
        resolve_local_time(when.local_end, when.zone).instant_utc if when.local_end else None
    )


def _dress(entry: Entry, draft: EntryDraft, guard: Guard, *, hide: bool) -> None:
    """Store the one face: neutral or real."""
    entry.guard_id, entry.kind = draft.guard_id, draft.kind
    entry.status, entry.listed = shown_state(draft.kind, draft.status, listed=draft.listed, hide=hide)
    entry.organisation_id, entry.series, entry.facts = draft.organisation_id, draft.series, dict(draft.facts)
    entry.path, entry.concealed, entry.removed_at = draft.path, hide, None
    entry.title = (guard.placeholder_title or _("Embargoed")) if hide else draft.title
    entry.description = "" if hide else draft.description
    entry.location = "" if hide else draft.location
    entry.label = "" if hide else draft.label
    entry.tags = [] if hide else list(draft.tags)
    write_search_text(entry)


def _link_all(session: Session, written: Sequence[_Written]) -> None:
    topics = {one.entry.id: _rows(() if one.entry.concealed else one.draft.topics) for one in written}
    people = {one.entry.id: frozenset(one.draft.people) for one in written}
    organisations = {one.entry.id: frozenset(one.draft.organisations) for one in written}
    link(session, {EntryTopic: topics, EntryPerson: people, EntryOrganisation: organisations})


def _rows(topics: Collection[str]) -> frozenset[tuple[str]]:
    return frozenset((topic,) for topic in topics)


def _render(entry: Entry, draft: EntryDraft, now: datetime, *, hide: bool, created: bool) -> bool:
    """Render the stored parts; returns whether a reader can see a difference."""
    topics = () if hide else tuple(sorted(set(draft.topics)))
    seen = (entry.title, entry.description, entry.location, entry.path, entry.label, entry.tags, topics)
    placed = (entry.starts_on, entry.ends_on, entry.local_start, entry.zone, entry.starts_at, entry.ends_at)
    digest = json.dumps([seen, placed, entry.status, entry.kind], default=str)
    face_hash = hashlib.sha256(digest.encode()).hexdigest()
    if face_hash == entry.face_hash and not created:
        return False
    entry.sequence += 1 if entry.face_hash else 0
    entry.face_hash, entry.changed_at = face_hash, now
    if entry.status == EntryStatus.CANCELLED:
        entry.cancelled_at = entry.cancelled_at or now
    else:
        entry.cancelled_at = None
    render_parts(entry, topics)
    return True


def when_of(entry: Entry) -> When:
    """Return when an entry happens, as the writer said it."""
    if entry.starts_on is not None and entry.ends_on is not None:
        return AllDay(entry.starts_on, entry.ends_on)
    if entry.local_start is None or entry.zone is None:
        raise ValueError(f"entry {entry.id} has no time")
    return Timed(entry.local_start, entry.zone, entry.local_end, entry.starts_at, entry.ends_at)


def _occurrence(entry: Entry) -> dict[str, Any]:
    when = when_of(entry)
    first, last = first_day(when), last_day(when)
    return {
        "first_day": first,
        "last_day": last,
        "is_long": last - first > timedelta(days=LONG_SPAN_DAYS),
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
    }


def remove(session: Session, source: Source, now: datetime) -> Change | None:
    """Take an entry out of everybody's sight without calling it cancelled; `publish` brings it back under its UID."""
    entry = entry_of(session, source)
    return next(iter(remove_entries(session, [lock_row(session, Entry, entry.id)], now)), None) if entry else None


def remove_entries(session: Session, entries: Iterable[Entry], now: datetime) -> list[Change]:
    """Take entries out of everybody's sight as `remove` does, that were read under the lock of their guard."""
    gone = [entry for entry in entries if entry.removed_at is None]
    for entry in gone:
        entry.removed_at = now
        touch(session, entry)
    session.flush()
    return [Change(entry, ChangeKind.REMOVED, when_of(entry), None) for entry in gone]
