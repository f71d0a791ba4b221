"""All dates of a recurring event as one file, for whoever may know of them all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.ical import VeventData, ZonedSpan
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry, EntryStatus
from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.agenda.services.vevents import worded_vevents
from scheduler.dates.spans import DateSpan
from scheduler.events.domain.series_calendar import SeriesDate, series_calendar
from scheduler.events.models import Event, EventSeries
from scheduler.events.reading import (
    dates_from,
    entries_of_series,
    known_entries,
    known_in_part,
    latest_date,
    recurrence_of,
)
from scheduler.events.services.events import when_of
from scheduler.events.services.series import on_day

CALENDAR = "text/calendar; charset=utf-8"


def series_file(session: Session, viewer: Viewer, event: Event, base_url: str) -> bytes | None:
    """Return the file of the series of a date that the viewer may know of.

    None if it does not recur, none of its dates takes place, or there are some that the viewer may not know of.
    """
    if event.series_id is None or known_in_part(session, viewer, {event.series_id}):
        return None
    series = session.get_one(EventSeries, event.series_id)
    dates = [one for one in dates_from(session, viewer, series.id, series.first_day) if one.cancelled_at is None]
    pattern = latest_date(session, series.id)
    if not dates or pattern is None:
        return None
    rule = recurrence_of(series)
    if session.get_one(Organisation, pattern.organisation_id).closed_at is not None:
        # No more dates are made.
        rule = replace(rule, ends_on=min(rule.ends_on or series.made_until, series.made_until))
    entries = entries_of_series(session, series.id)
    by_date, said = {entry.source_id: entry for entry in entries}, worded_vevents(session, entries)
    known = known_entries(session, viewer, entries)
    shown = [(one.recurs_on or one.first_day, by_date[one.id]) for one in dates]
    changed = _identified(said[by_date[pattern.id].id], known, [entry for _day, entry in shown])
    whole = replace(
        changed,
        # That a date is gone, the file shows to whoever may not know of it as well. A rule that was ended may say so
        # alone, where no date was left to call off.
        sequence=changed.sequence + len(entries) - len(known) + (rule.ends_on is not None),
        uid=str(uuid5(UUID(entries[0].uid), "all dates")),
        status=EntryStatus.CONFIRMED,
        when=_placed(when_of(pattern), rule.first_day),
    )
    named = [SeriesDate(day, said[entry.id], base_url + entry.path) for day, entry in shown]
    return series_calendar(rule, series.made_until, whole, named)


def _identified(event: VeventData, entries: Sequence[Entry], shown: Sequence[Entry]) -> VeventData:
    """Return an event that has changed with each of the entries, which the viewer may know of.

    Dates that are made ahead change nothing, as the rule has said them before; those that were deleted do, and once
    more when they are restored, which raises the SEQUENCE of their entry.
    """
    created_at = min(entry.created_at for entry in shown)
    changed = [entry.changed_at for entry in entries if entry.sequence]
    removed = [entry.removed_at for entry in entries if entry.removed_at is not None]
    return replace(
        event,
        sequence=sum(2 * entry.sequence for entry in entries) + len(removed),
        created_at=created_at,
        changed_at=max([created_at, *changed, *removed]),
    )


def _placed(when: When, day: date) -> DateSpan | ZonedSpan:
    """Return the time of dates as it recurs, from a day on."""
    moved = on_day(when, day)
    if isinstance(moved, AllDay):
        return DateSpan(moved.first_day, moved.last_day)
    if not isinstance(when, Timed) or when.local_end is None:
        return ZonedSpan(moved.local_start, moved.zone, timedelta())
    # As `on_day` has it where a clock change lets the end show an earlier time than the start.
    return ZonedSpan(moved.local_start, moved.zone, max(when.local_end - when.local_start, timedelta(minutes=1)))
