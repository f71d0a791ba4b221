"""What the calendar shows: some days of what the viewer may see, where they are."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import EntryKind
from scheduler.dates.spans import DateSpan
from scheduler.db import AppSession
from scheduler.pages.filters import Filters
from scheduler.pages.local_entries import LocalEntry, local_entries_within
from scheduler.pages.projected_editions import days_beyond, is_long_ago, unplanned

MAX_LANES = 4
MARK_DAYS = frozenset({EntryKind.EDITION, EntryKind.CAMPAIGN})
"""Kinds around whose first day others plan."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a calendar, in which zone, and when."""

    viewer: Viewer
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Entries:
    """What stands on some days; `beyond` says that some of them are not planned yet, `long_ago` that none are kept."""

    entries: tuple[LocalEntry, ...]
    beyond: bool
    long_ago: bool


def entries_on(session: AppSession, reader: Reader, days: DateSpan, filters: Filters) -> Entries:
    """Return what the reader may see on the days of their zone; the number of queries does not grow with it."""
    found = local_entries_within(session, reader.viewer, days, reader.zone, filters.selection(reader.viewer))
    beyond = days_beyond(days, reader.now)
    if beyond is not None:
        found += unplanned(session, beyond, filters)
    return Entries(tuple(found), beyond is not None, is_long_ago(days, reader.now))


def key_days(session: AppSession, reader: Reader, days: DateSpan, filters: Filters, found: Entries) -> frozenset[date]:
    """Return the days on which an observance or a campaign that the reader may see begins.

    What is narrowed down to something else still stands around these days, so filters do not matter.
    """
    marks = entries_on(session, reader, days, Filters()) if filters.arguments() else found
    return frozenset(entry.first_day for entry in marks.entries if entry.kind in MARK_DAYS)
