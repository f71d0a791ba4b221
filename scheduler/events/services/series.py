"""Recurring events: makes their dates ahead, and changes several of them at once.

Each date is an event of its own (docs/decisions/0008), so what may be done to one is what may be done to any event.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Audience, Viewer
from scheduler.agenda.domain.windows import feed_window
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext, collect
from scheduler.agenda.services.entry_drafts import AllDay, Source, Timed, When, first_day
from scheduler.agenda.services.publishing import remove
from scheduler.audit.acts import AuditAct
from scheduler.dates.timezones import in_zone, resolve_local_time
from scheduler.events.domain.recurrence import Recurrence
from scheduler.events.models import Event, EventSeries
from scheduler.events.reading import count_dates, dates_from, latest_date, may_edit, recurrence_of
from scheduler.events.services.events import (
    SOURCE_KIND,
    EventDraft,
    call_off,
    cancel_event,
    change_event,
    delete_event,
    draft_of,
    new_event,
    note,
    publish_events,
    refuse_idle_reason,
    write_changes,
)
from scheduler.rows import RowGoneError, Sent, StaleEditError, lock_row, lock_rows, once_by_form, write_alone

MONTHS_AHEAD = 12
"""So far ahead, to the end of the month, the dates of a recurring event are made; a rule without an end has no more."""

MOST_AHEAD = 120
"""Of more than two dates a week no more are made ahead: whoever changes them all waits for each."""


class Scope(StrEnum):
    """Which dates of a recurring event a change is about: of those that are not deleted and that one may know of."""

    ONE = "one"
    FOLLOWING = "following"
    """The date and all after it."""
    ALL = "all"
    """Every date to come, and the date itself."""


class DayMovesError(ValueError):
    """Several dates cannot be moved to another day: their rule says which days they are on."""


def dates_made_until(now: datetime) -> date:
    """Return the day up to which dates are made."""
    return feed_window(now, months_ahead=MONTHS_AHEAD).last_day


def create_series(
    session: Session, draft: EventDraft, recurrence: Recurrence, *, form_id: str, context: ChangeContext
) -> Event:
    """Add a recurring event and publish its dates of the next months; returns the first. The same form twice is once.

    Raises:
        ValueError: as `create_event`.
    """
    return once_by_form(
        session,
        Event,
        Sent(form_id, context.actor_id, (draft, recurrence)),
        lambda key: _new_series(session, draft, recurrence, key, context),
        stands=lambda event: event.deleted_at is None,
    )


def extend_series(session: Session, series_id: int, context: ChangeContext) -> int:
    """Make the dates of a series that have come within reach, like its latest one; returns how many. Twice is once.

    A series all dates of which were deleted, or whose organisation has left, does not go on.
    """
    write_alone(session)
    series = lock_row(session, EventSeries, series_id)
    until = dates_made_until(context.now)
    latest = latest_date(session, series_id)
    if until <= series.made_until or latest is None:
        return 0
    if session.get_one(Organisation, latest.organisation_id).closed_at is not None:
        return 0
    room = MOST_AHEAD - count_dates(session, series_id, context.now.date())
    days, series.made_until = _days_ahead(recurrence_of(series), series.made_until, until, max(room, 0))
    draft = draft_of(session, latest)
    publish_events(
        session, _made(session, draft, series, days, replace(context, actor_id=latest.created_by_id)), context
    )
    return len(days)


def change_dates(
    session: Session,
    event: Event,
    draft: EventDraft,
    *,
    scope: Scope,
    viewer: Viewer,
    revision: int | None,
    context: ChangeContext,
    reason: str = "",
) -> None:
    """Change what was changed of one date on others as well; each keeps what else it says, and its own day.

    Another time reaches those dates that had the same one before.

    Raises:
        DayMovesError: the date would move to another day, and others with it.
        StaleEditError, NothingMovesError, ValueError: as `change_event`.
    """
    if scope is Scope.ONE or event.series_id is None:
        change_event(session, event, draft, revision=revision, context=context, reason=reason)
        return
    dates = _locked(session, event, scope, viewer, context.now)
    saved = draft_of(session, event)
    if draft != saved and revision != event.revision:
        raise StaleEditError
    refuse_idle_reason(event, draft, reason)
    if first_day(draft.when) != first_day(saved.when):
        raise DayMovesError
    changed = {name: getattr(draft, name) for name in _names(draft) if getattr(draft, name) != getattr(saved, name)}
    together = _together(event, context)
    for one in dates:
        before = draft_of(session, one)
        after = replace(before, **_own(changed, before.when, saved.when))
        if after != before:
            act = write_changes(session, one, after, context, reason)
            if one is event:
                note(session, event, act, context)
    if dates and all(one.is_exception for one in dates):
        # New dates are made like the latest that is none: what is changed of all to come is meant for them, too.
        dates[-1].is_exception = False
    publish_events(session, _widest_first(session, dates), together)


def cancel_dates(
    session: Session, event: Event, reason: str, *, scope: Scope, viewer: Viewer, context: ChangeContext
) -> None:
    """Call off one date, or it and those after it, after which no more are made. Twice is once."""
    if scope is Scope.ONE or event.series_id is None:
        cancel_event(session, event, reason, context)
        return
    off = [one for one in _locked(session, event, scope, viewer, context.now) if one.cancelled_at is None]
    _end(session, event, viewer)
    for one in off:
        call_off(one, reason, context.now)
    if off:
        note(session, off[0], AuditAct.EVENT_CANCELLED, context)
    publish_events(session, _widest_first(session, off), _together(event, context))


def delete_dates(session: Session, event: Event, *, scope: Scope, viewer: Viewer, context: ChangeContext) -> None:
    """Take one date, or it and those after it, out of all lists; no more are made. Each can be brought back."""
    if scope is Scope.ONE or event.series_id is None:
        delete_event(session, event, context)
        return
    gone = _locked(session, event, scope, viewer, context.now)
    _end(session, event, viewer)
    for one in gone:
        one.deleted_at = context.now
        one.revision += 1
    note(session, event, AuditAct.EVENT_DELETED, context)
    widest_first = _widest_first(session, gone)
    removed = [remove(session, Source(SOURCE_KIND, one.id), context.now) for one in widest_first]
    collect(session, removed, _together(event, context))


def on_day(when: When, day: date) -> When:
    """Return the same on another day, by the clocks of its place.

    The wall time stays as it was typed where clocks skip it. Where a clock change would end it before it begins, it
    lasts as long as otherwise.
    """
    days = day - first_day(when)
    if isinstance(when, AllDay):
        return AllDay(day, when.last_day + days)
    if not days:
        return when
    start, at = when.local_start + days, resolve_local_time(when.local_start + days, when.zone).instant_utc
    if when.local_end is None:
        return Timed(start, when.zone, at=at)
    end, until = when.local_end + days, resolve_local_time(when.local_end + days, when.zone).instant_utc
    if until <= at:
        until = at + max(when.local_end - when.local_start, timedelta(minutes=1))
        end = in_zone(until, when.zone).replace(tzinfo=None, fold=0)
    return Timed(start, when.zone, end, at, until)


def _new_series(
    session: Session, draft: EventDraft, recurrence: Recurrence, form_id: str | None, context: ChangeContext
) -> Event:
    until = max(dates_made_until(context.now), recurrence.first_day)
    days, until = _days_ahead(recurrence, None, until, MOST_AHEAD)
    series = EventSeries(
        frequency=str(recurrence.frequency),
        first_day=recurrence.first_day,
        every=recurrence.every,
        weekdays="".join(map(str, sorted(recurrence.weekdays))),
        ends_on=recurrence.ends_on,
        times=recurrence.times,
        made_until=until,
    )
    session.add(series)
    session.flush()
    dates = _made(session, draft, series, days, context)
    dates[0].form_id = form_id
    session.flush()
    note(session, dates[0], AuditAct.EVENT_CREATED, context)
    publish_events(session, dates, context)
    return dates[0]


def _days_ahead(rule: Recurrence, after: date | None, until: date, most: int) -> tuple[list[date], date]:
    """Return the next days of a rule, so many at most, and up to which day they are all there."""
    days = rule.days(after, until)
    if len(days) <= most:
        return days, until
    return days[:most], days[most] - timedelta(days=1)


def _made(
    session: Session, draft: EventDraft, series: EventSeries, days: Sequence[date], by: ChangeContext
) -> list[Event]:
    """Add the rows of dates of a series."""
    made: list[Event] = []
    for day in days:
        shifted = replace(draft, when=on_day(draft.when, day))
        made.append(new_event(session, shifted, None, created_by=by.actor_id, now=by.now))
        made[-1].series_id, made[-1].recurs_on = series.id, day
    return made


def _locked(session: Session, event: Event, scope: Scope, viewer: Viewer, now: datetime) -> Sequence[Event]:
    """Lock the dates that a change is about, their guards first; in order of their days."""
    write_alone(session)
    if lock_row(session, Event, event.id).deleted_at is not None or event.series_id is None or event.recurs_on is None:
        raise RowGoneError(f"event {event.id} is deleted")
    since = event.recurs_on if scope is Scope.FOLLOWING else min(event.recurs_on, now.date())
    lasting_to = now.date() if scope is Scope.ALL else None
    # Dates are handed to other organisations, whose editors may not speak for the rest.
    found = [
        one
        for one in dates_from(session, viewer, event.series_id, since, lasting_to)
        if one is event or may_edit(viewer, one)
    ]
    lock_rows(session, Guard, [one.guard_id for one in found])
    locked = {one.id for one in lock_rows(session, Event, [one.id for one in found])}
    to_come = [one for one in found if one.id in locked and one.recurs_on is not None]
    return [one for one in to_come if one is event or scope is Scope.FOLLOWING or one.last_day >= now.date()]


def _end(session: Session, event: Event, viewer: Viewer) -> None:
    """Let the series of an event end before it, if the dates that would be made are the viewer's to change.

    One that was handed to another organisation does not keep it going: who calls off the rest wants no new dates.
    """
    if event.series_id is None or event.recurs_on is None:
        return
    pattern = latest_date(session, event.series_id)
    if pattern is None or not may_edit(viewer, pattern):
        return
    series = lock_row(session, EventSeries, event.series_id)
    last = event.recurs_on - timedelta(days=1)
    series.ends_on = min(series.ends_on or last, last)


def _together(event: Event, context: ChangeContext) -> ChangeContext:
    """Return a context in which whoever follows the series hears of the change of its dates once."""
    # No entry has a negative number, so it is the origin of nothing else.
    return replace(context, origin=-(event.series_id or event.id))


def _widest_first(session: Session, dates: Sequence[Event]) -> list[Event]:
    """Return the dates that most may know of first: of a change of several, people hear by the first alone."""
    widths = {one.id: list(Audience).index(Audience(session.get_one(Guard, one.guard_id).audience)) for one in dates}
    return sorted(dates, key=lambda one: (widths[one.id], one.recurs_on or one.first_day))


def _names(draft: EventDraft) -> list[str]:
    return [field.name for field in fields(draft)]


def _own(changed: dict[str, Any], own: When, before: When) -> dict[str, Any]:
    """Return what changes on another date, with its own day in a new time, if it had the time that was changed."""
    others = {name: value for name, value in changed.items() if name != "when"}
    if "when" not in changed or _times(own) != _times(before):
        return others
    return others | {"when": on_day(changed["when"], first_day(own))}


def _times(when: When) -> tuple[object, ...]:
    if isinstance(when, AllDay):
        return (when.last_day - when.first_day,)
    return (when.zone, when.local_start.time(), when.local_end and when.local_end - when.local_start)
