"""Entries as a page shows them: on the days where its reader is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import TELLS_MORE, EntryKind, EntryStatus
from scheduler.agenda.reading import ALL, EntryView, Selection, Window, entries_for
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import in_zone
from scheduler.pages.domain.local_days import reader_days
from scheduler.pages.domain.sort_order import Prominence, reading_order

# The same moment can have days that are two apart: half past midnight in Kiritimati, half past eleven in Niue.
_ZONES_APART = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Layer:
    """An external calendar that entries stand on: its name, the number of its colour, and what addresses call it.

    One that is cut has more on the days of a page than that shows.
    """

    name: str
    tint: int
    address: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class LocalEntry:
    """An entry and its days in the reader's zone, both inclusive.

    `moves_alone` is false for a campaign that follows the day of an edition or event. `state` is that of content.
    `is_planned` is false for days that only the rule of an observance knows; such a one has no row and the id 0.
    What has a `layer` is of others and no entry: its path leads to their site, and its id is below 0.
    """

    id: int
    title: str
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str | None
    kind: EntryKind
    status: EntryStatus
    path: str
    label: str = ""
    location: str = ""
    organisation_id: int | None = None
    concealed: bool = False
    embargo_at: datetime | None = None
    embargo_zone: str | None = None
    is_planned: bool = True
    moves_alone: bool = True
    state: str = ""
    layer: Layer | None = None

    @property
    def origin(self) -> datetime | None:
        """Its time where it happens, if clocks there show another day; None else."""
        if self.starts_at is None or self.zone is None:
            return None
        there = in_zone(self.starts_at, self.zone)
        return there if there.date() != self.first_day else None

    @property
    def own_first_day(self) -> date:
        """Its first day where it happens, from which it is moved."""
        there = self.origin
        return there.date() if there is not None else self.first_day

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to mark: it is planned and confirmed, and shown in full."""
        return self.is_planned and self.status is EntryStatus.CONFIRMED and not self.concealed

    @property
    def prominence(self) -> Prominence:
        """How far up it stands among the entries of its day."""
        if self.layer is not None:
            return Prominence.TO_DO
        if self.concealed or self.starts_at is not None:
            return Prominence.AT_A_MOMENT
        if self.kind is EntryKind.EDITION:
            return Prominence.OBSERVANCE
        return Prominence.TO_DO if self.kind in TELLS_MORE else Prominence.PLAN


def placed(entry: EntryView, zone: str) -> LocalEntry:
    """Return an entry on the reader's days; an all-day one has the same days everywhere."""
    span = reader_days(entry.starts_at, entry.ends_at, zone) if entry.starts_at is not None else None
    return LocalEntry(
        id=entry.id,
        title=entry.title,
        first_day=span.first_day if span else entry.first_day,
        last_day=span.last_day if span else entry.last_day,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        zone=entry.zone,
        kind=entry.kind,
        status=entry.status,
        path=entry.path,
        label=entry.label,
        location=entry.location,
        organisation_id=entry.organisation_id,
        concealed=entry.concealed,
        embargo_at=entry.embargo_at,
        embargo_zone=entry.embargo_zone,
        moves_alone=entry.kind is not EntryKind.CAMPAIGN or entry.parent_entry_id is None,
        state=entry.state,
    )


def local_entries_within(
    session: Session, viewer: Viewer, days: DateSpan, zone: str, selection: Selection = ALL
) -> list[LocalEntry]:
    """Return what the viewer may see on these days of their zone, in order; one query whatever the number."""
    return placed_within(entries_for(session, viewer, window_around(days), selection), days, zone)


def window_around(days: DateSpan) -> Window:
    """Return the days, wherever entries are, that may be among some days of a reader."""
    return Window(days.first_day - _ZONES_APART, days.last_day + _ZONES_APART)


def placed_within(entries: Iterable[EntryView], days: DateSpan, zone: str) -> list[LocalEntry]:
    """Return those of the entries that stand on these days of the zone, in order."""
    found = (placed(entry, zone) for entry in entries)
    return sorted(each_once(entry for entry in found if _touches(entry, days)), key=reading_order)


def each_once(entries: Iterable[LocalEntry]) -> list[LocalEntry]:
    """Return the entries in their order, one of those deadlines that a reader could not tell apart.

    Each organisation that has still to sign has a deadline of its own, on the same day and with the same text.
    """
    kept: dict[object, LocalEntry] = {}
    for entry in entries:
        key = (entry.title, entry.path, entry.first_day, entry.last_day, entry.starts_at, entry.status)
        kept.setdefault(key if entry.kind is EntryKind.DEADLINE else entry.id, entry)
    return list(kept.values())


def _touches(entry: LocalEntry, days: DateSpan) -> bool:
    return entry.first_day <= days.last_day and entry.last_day >= days.first_day
