"""When an entry happens: as its row stores it, as a writer says it, and as its one instance."""

from datetime import timedelta
from typing import Any

from scheduler.agenda.models import LONG_SPAN_DAYS, MAX_SPAN_DAYS, Entry
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Timed, When, first_day, last_day
from scheduler.dates.timezones import resolve_local_time


def write_times(entry: Entry, draft: EntryDraft) -> None:
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


def when_of(entry: Entry) -> When:
    """Return when an entry happens, as the writer said it."""
    if entry.starts_on is not None and entry.ends_on is not None:
        return AllDay(entry.starts_on, entry.ends_on)
    if entry.local_start is None or entry.zone is None:
        raise ValueError(f"entry {entry.id} has no time")
    return Timed(entry.local_start, entry.zone, entry.local_end, entry.starts_at, entry.ends_at)


def occurrence_of(entry: Entry) -> dict[str, Any]:
    """Return the values of the one instance of an entry."""
    when = when_of(entry)
    first, last = first_day(when), last_day(when)
    return {
        "first_day": first,
        "last_day": last,
        "is_long": last - first > timedelta(days=LONG_SPAN_DAYS),
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
    }
