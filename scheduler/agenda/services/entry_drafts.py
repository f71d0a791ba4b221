"""What a writer says of a thing: which row it is of, when it happens, and what readers shall see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.agenda.domain.phrases import Text
from scheduler.agenda.models import EntryKind, EntryStatus, Involvement
from scheduler.dates.timezones import resolve_local_time


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
    title: Text
    description: Text = ""
    location: str = ""
    path: str = ""
    label: Text = ""
    topics: Collection[str] = ()
    tags: Collection[str] = ()
    organisation_id: int | None = None
    parent: Source | None = None
    series: str = ""
    status: EntryStatus = EntryStatus.CONFIRMED
    listed: bool = True
    people: Collection[tuple[int, Involvement]] = ()
    organisations: Collection[tuple[int, Involvement]] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def first_day(when: When) -> date:
    """Return the first day in the entry's own zone."""
    return when.first_day if isinstance(when, AllDay) else when.local_start.date()


def last_day(when: When) -> date:
    """Return the last day in the entry's own zone; clocks that go back may show an end before its start."""
    if isinstance(when, AllDay):
        return when.last_day
    return max(when.local_start, when.local_end or when.local_start).date()


def later(when: When, days: int) -> When:
    """Return the same so many days later, earlier when negative: a time by the clocks of its place.

    Raises:
        OverflowError, TimeOutOfRangeError: it would leave the calendar.
    """
    if isinstance(when, AllDay):
        return AllDay(when.first_day + timedelta(days=days), when.last_day + timedelta(days=days))
    return later_time(when, days)


def later_time(when: Timed, days: int) -> Timed:
    """Return a time as `later` does."""
    start = resolve_local_time(when.local_start + timedelta(days=days), when.zone)
    if when.local_end is None:
        return Timed(start.wall, when.zone, at=start.instant_utc)
    end = resolve_local_time(when.local_end + timedelta(days=days), when.zone)
    return Timed(start.wall, when.zone, end.wall, start.instant_utc, end.instant_utc)
