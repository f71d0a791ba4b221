"""External calendars are added, edited, removed and fetched on request."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from scheduler.accounts.models import Coalition, Organisation
from scheduler.accounts.reading import coalition
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import move_version
from scheduler.external_calendars.domain.schedule import SHORTEST_WAIT
from scheduler.external_calendars.models import ExternalCalendar, ExternalOccurrence
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form

MAX_CALENDARS_EACH = 10
"""How many calendars an organisation, or the coalition, may have."""


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """What is said of a calendar when it is added or edited."""

    name: str
    url: str
    tint: int
    in_feeds: bool = False


class TooManyCalendarsError(ValueError):
    """There are `MAX_CALENDARS_EACH` calendars."""


def add_calendar(
    session: Session, draft: CalendarDraft, organisation_id: int | None, *, form_id: str, actor_id: int, now: datetime
) -> ExternalCalendar:
    """Add a calendar of an organisation, or of the coalition; the same form sent twice adds it once.

    The worker fetches it soon.

    Raises:
        TooManyCalendarsError: there are enough of them.
    """
    # Locked, so that many at once cannot slip past the limit.
    if organisation_id is not None:
        lock_row(session, Organisation, organisation_id)
    elif (whole := coalition(session)) is not None:
        lock_row(session, Coalition, whole.id)
    sent = Sent(form_id, actor_id, (draft, organisation_id))

    def make(key: str | None) -> ExternalCalendar:
        whose = ExternalCalendar.organisation_id == organisation_id
        if (session.scalar(select(func.count()).where(whose)) or 0) >= MAX_CALENDARS_EACH:
            raise TooManyCalendarsError
        row = ExternalCalendar(name=draft.name, url=draft.url, tint=draft.tint, form_id=key, created_at=now)
        row.organisation_id, row.added_by_id, row.next_fetch_at = organisation_id, actor_id, now
        session.add(row)
        session.flush()
        _record(session, AuditAct.EXTERNAL_CALENDAR_ADDED, row, actor_id, now)
        if draft.in_feeds:
            _switch(session, row, on=True, actor_id=actor_id, now=now)
        return row

    return once_by_form(session, ExternalCalendar, sent, make)


def change_calendar(
    session: Session,
    row: ExternalCalendar,
    draft: CalendarDraft,
    *,
    revision: int | None,
    actor_id: int,
    now: datetime,
) -> None:
    """Edit a calendar; under another address it begins anew. Saying again what is said already changes nothing.

    Raises:
        RowGoneError: it was removed in the meantime.
        StaleEditError: `revision` is not the calendar's.
    """
    lock_row(session, ExternalCalendar, row.id)
    before = CalendarDraft(row.name, row.url, row.tint, in_feeds=row.in_feeds_since is not None)
    if draft == before:
        return
    if revision != row.revision:
        raise StaleEditError
    if draft.url != row.url:
        _begin_anew(session, row, now)
    row.name, row.url, row.tint = draft.name, draft.url, draft.tint
    row.revision += 1
    if draft != replace(before, in_feeds=draft.in_feeds):
        _record(session, AuditAct.EXTERNAL_CALENDAR_CHANGED, row, actor_id, now)
    if draft.in_feeds != before.in_feeds:
        _switch(session, row, on=draft.in_feeds, actor_id=actor_id, now=now)
    elif before.in_feeds:
        row.in_feeds_since = now if draft.name != before.name else row.in_feeds_since
        move_version(session)


def _switch(session: Session, row: ExternalCalendar, *, on: bool, actor_id: int, now: datetime) -> None:
    """Take the events of a calendar into staff feeds, or out of them."""
    row.in_feeds_since = now if on else None
    act = AuditAct.EXTERNAL_CALENDAR_IN_FEEDS if on else AuditAct.EXTERNAL_CALENDAR_OUT_OF_FEEDS
    _record(session, act, row, actor_id, now)
    move_version(session)


def _begin_anew(session: Session, row: ExternalCalendar, now: datetime) -> None:
    session.execute(delete(ExternalOccurrence).where(ExternalOccurrence.calendar_id == row.id))
    row.etag = row.last_modified = ""
    row.problem = row.fetched_at = row.read_at = None
    row.failures = row.occurrence_count = row.unread = 0
    row.is_cut, row.next_fetch_at = False, now


def remove_calendar(session: Session, row: ExternalCalendar, *, actor_id: int, now: datetime) -> None:
    """Remove a calendar with all that was fetched of it.

    Raises:
        RowGoneError: it was removed in the meantime.
    """
    lock_row(session, ExternalCalendar, row.id)
    session.execute(delete(ExternalOccurrence).where(ExternalOccurrence.calendar_id == row.id))
    session.delete(row)
    if row.in_feeds_since is not None:
        move_version(session)
    _record(session, AuditAct.EXTERNAL_CALENDAR_REMOVED, row, actor_id, now)


def _record(session: Session, act: AuditAct, row: ExternalCalendar, actor_id: int, now: datetime) -> None:
    """Put on record whose calendar it is; its name and link are its keepers' own."""
    whole = (SubjectKind.COALITION, 1)
    subject = (SubjectKind.ORGANISATION, row.organisation_id) if row.organisation_id is not None else whole
    record(session, act, subject, actor_id=actor_id, now=now)


def fetch_soon(session: Session, row: ExternalCalendar, now: datetime) -> bool:
    """Let the worker fetch a calendar next; False if it has done so a moment ago.

    Raises:
        RowGoneError: it was removed in the meantime.
    """
    lock_row(session, ExternalCalendar, row.id)
    if row.fetched_at is not None and row.fetched_at > now - SHORTEST_WAIT:
        return False
    row.next_fetch_at = min(row.next_fetch_at, now)
    return True


def forget_who_added(session: Session, person_id: int) -> None:
    """Let calendars stay that somebody has added who has left, without their name."""
    session.execute(update(ExternalCalendar).where(ExternalCalendar.added_by_id == person_id).values(added_by_id=None))


def forget_calendars_of(session: Session, organisation_id: int) -> None:
    """Remove the calendars of an organisation."""
    theirs = select(ExternalCalendar.id).where(ExternalCalendar.organisation_id == organisation_id)
    session.execute(delete(ExternalOccurrence).where(ExternalOccurrence.calendar_id.in_(theirs)))
    session.execute(delete(ExternalCalendar).where(ExternalCalendar.organisation_id == organisation_id))
