"""What takes place in external calendars, beside the entries of the calendar."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.dates.spans import DateSpan
from scheduler.db import AppSession
from scheduler.external_calendars.models import ExternalOccurrence
from scheduler.external_calendars.reading import shown_within
from scheduler.pages.domain.local_days import reader_days
from scheduler.pages.local_entries import Layer, LocalEntry, window_around


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
    layers, entries = [], []
    for calendar, occurrences in shown_within(session, viewer.organisations, span).items():
        layer = Layer(calendar.name, calendar.tint, calendar.address)
        layers.append(layer)
        if layer.address not in hidden and days is not None:
            placed = (_placed(row, layer, zone) for row in occurrences)
            entries += [one for one in placed if one.first_day <= days.last_day and one.last_day >= days.first_day]
    return External(layers, entries)


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
