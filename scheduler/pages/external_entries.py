"""What takes place in external calendars, beside the entries of the calendar."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.dates.spans import DateSpan
from scheduler.db import AppSession
from scheduler.external_calendars.models import ExternalOccurrence
from scheduler.external_calendars.reading import shown_within
from scheduler.pages.domain.local_days import reader_days
from scheduler.pages.local_entries import Layer, LocalEntry, window_around

MOST_DAYS = 2_000
"""How many days the events of one calendar take up on a page at most, each on its own: others write what is in it."""


@dataclass(frozen=True, slots=True)
class External:
    """The external calendars that a reader has, and what takes place in those that are not hidden."""

    layers: Sequence[Layer] = ()
    entries: Sequence[LocalEntry] = ()


def external_on(
    session: AppSession, viewer: Viewer, days: DateSpan | None, zone: str, hidden: Collection[str]
) -> External:
    """Return what members see of external calendars on days of their zone, in one query; without days, no entries."""
    if not viewer.is_member:
        return External()
    around = window_around(days) if days is not None else None
    span = DateSpan(around.first_day, around.last_day) if around is not None else None
    layers: list[Layer] = []
    entries: list[LocalEntry] = []
    for calendar, occurrences in shown_within(session, viewer.organisations, span).items():
        layer = Layer(calendar.name, calendar.tint, calendar.address)
        if layer.address not in hidden and days is not None:
            kept, is_cut = _within(days, (_placed(row, layer, zone) for row in occurrences))
            entries += kept
            layer = replace(layer, is_cut=is_cut)
        layers.append(layer)
    return External(layers, entries)


def _within(days: DateSpan, placed: Iterable[LocalEntry]) -> tuple[Sequence[LocalEntry], bool]:
    """Return what takes place on some days, the shortest first, as far as there is room, and whether there is more."""
    on_days = [one for one in placed if one.first_day <= days.last_day and one.last_day >= days.first_day]
    kept: list[LocalEntry] = []
    left = MOST_DAYS
    for lasts, one in sorted(((_days_on(days, one), one) for one in on_days), key=lambda pair: pair[0]):
        left -= lasts
        if left < 0:
            return kept, True
        kept.append(one)
    return kept, False


def _days_on(days: DateSpan, one: LocalEntry) -> int:
    return (min(one.last_day, days.last_day) - max(one.first_day, days.first_day)).days + 1


def _placed(row: ExternalOccurrence, layer: Layer, zone: str) -> LocalEntry:
    span = reader_days(row.starts_at, row.ends_at, zone) if row.starts_at is not None else None
    return LocalEntry(
        id=-row.id,
        title=row.title or _("No title"),
        first_day=span.first_day if span else row.first_day,
        last_day=span.last_day if span else row.last_day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        kind=EntryKind.EVENT,
        status=_status(row),
        path=row.link,
        location=row.place,
        layer=layer,
    )


def _status(row: ExternalOccurrence) -> EntryStatus:
    if row.is_cancelled:
        return EntryStatus.CANCELLED
    return EntryStatus.TENTATIVE if row.is_tentative else EntryStatus.CONFIRMED
