"""Adds, changes, cancels and deletes events, and publishes them.

Campaigns and reminders follow a change of an event, so it is made alone.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, EntryStatus, Guard, Involvement
from scheduler.agenda.services.changes import ChangeContext, collect
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed, When
from scheduler.agenda.services.guards import GuardDraft, change_guard, create_guard, says
from scheduler.agenda.services.publishing import publish_all, remove
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.dates.timezones import resolve_local_time
from scheduler.events.models import Event
from scheduler.events.reading import event_row, series_of
from scheduler.rows import (
    RESTORABLE_FOR,
    RowGoneError,
    Sent,
    StaleEditError,
    TooLateError,
    lock_row,
    once_by_form,
    write_alone,
)

SOURCE_KIND = SourceKind.EVENT
MAX_DAYS = 31
"""How long an event may last; longer things are campaigns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """What an event says of itself; `organisations` are those that may know of it, if the audience names any."""

    title: str
    when: When
    organisation_id: int
    audience: Audience
    organisations: frozenset[int] = frozenset()
    description: str = ""
    place: str = ""
    online_url: str = ""
    topics: tuple[str, ...] = ()


class NothingMovesError(ValueError):
    """A reason was given for a move of an event whose day and time stay: it would be told to nobody."""


def create_event(session: Session, draft: EventDraft, *, form_id: str, context: ChangeContext) -> Event:
    """Add an event and publish it; the same form sent twice adds it once.

    Raises:
        ValueError: the event ends before it starts, or lasts longer than `MAX_DAYS`.
    """
    return once_by_form(
        session,
        Event,
        Sent(form_id, context.actor_id, draft),
        lambda key: _new_event(session, draft, key, context),
        stands=lambda event: event.deleted_at is None,
    )


def change_event(
    session: Session, event: Event, draft: EventDraft, *, revision: int | None, context: ChangeContext, reason: str = ""
) -> None:
    """Change what an event says, and collect the change for those who depend on it; the same again changes nothing.

    If it moves, `reason` is told with the old and the new date.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        NothingMovesError: there is a reason, other than that of the last move, and the event stays where it is.
        ValueError: as `create_event`.
    """
    _lock(session, event)
    is_new = draft != draft_of(session, event)
    if is_new and revision != event.revision:
        raise StaleEditError
    refuse_idle_reason(event, draft, reason)
    if not is_new:
        return
    event.is_exception = event.series_id is not None
    note(session, event, write_changes(session, event, draft, context, reason), context)
    publish_event(session, event, context)


def refuse_idle_reason(event: Event, draft: EventDraft, reason: str) -> None:
    """Refuse a reason for a move that is none.

    Raises:
        NothingMovesError: see there.
    """
    if reason and not _moves(event, draft) and reason != event.move_reason:
        raise NothingMovesError


def write_changes(
    session: Session, event: Event, draft: EventDraft, context: ChangeContext, reason: str = ""
) -> AuditAct:
    """Write what a locked event says from now on, and who may know of it; returns what is to be put on record."""
    moved = _moves(event, draft)
    if moved:
        event.moved_from_day, event.moved_from_at = event.first_day, event.starts_at
    _fill(event, draft)
    guard = session.get_one(Guard, event.guard_id)
    wanted = _guard_draft(draft)
    if not says(guard, wanted):
        change_guard(session, guard, wanted, actor_id=context.actor_id, now=context.now)
        # Whoever may know of it only now was told of no other day, nor why it was left.
        event.moved_from_day = event.moved_from_at = event.move_reason = None
    event.revision += 1
    if moved:
        event.move_reason = reason or None
    return AuditAct.EVENT_MOVED if moved else AuditAct.EVENT_CHANGED


def _moves(event: Event, draft: EventDraft) -> bool:
    return _placed(draft.when) != (event.first_day, event.last_day, event.starts_at, event.ends_at)


def cancel_event(session: Session, event: Event, reason: str, context: ChangeContext) -> None:
    """Call an event off; it stays in calendars as cancelled. Twice is once."""
    _lock(session, event)
    if event.cancelled_at is not None:
        return
    call_off(event, reason, context.now)
    note(session, event, AuditAct.EVENT_CANCELLED, context)
    publish_event(session, event, context)


def call_off(event: Event, reason: str, now: datetime) -> None:
    """Write into a locked event that it is off, and why."""
    event.cancelled_at, event.cancel_reason = now, reason
    event.revision += 1


def restore_event(session: Session, event: Event, context: ChangeContext) -> None:
    """Let an event that was called off take place after all; twice is once."""
    _lock(session, event)
    if event.cancelled_at is None:
        return
    event.cancelled_at, event.cancel_reason = None, ""
    event.revision += 1
    note(session, event, AuditAct.EVENT_RESTORED, context)
    publish_event(session, event, context)


def delete_event(session: Session, event: Event, context: ChangeContext) -> None:
    """Take an event out of everybody's lists; for 30 days it can be brought back. Twice is once."""
    _lock(session, event, deleted=True)
    if event.deleted_at is not None:
        return
    event.deleted_at = context.now
    event.revision += 1
    note(session, event, AuditAct.EVENT_DELETED, context)
    collect(session, [remove(session, Source(SOURCE_KIND, event.id), context.now)], context)


def undelete_event(session: Session, event: Event, context: ChangeContext) -> None:
    """Bring a deleted event back under its old address and UID; twice is once.

    Raises:
        TooLateError: it was deleted more than 30 days ago.
    """
    _lock(session, event, deleted=True)
    if event.deleted_at is None:
        return
    if event.deleted_at <= context.now - RESTORABLE_FOR:
        raise TooLateError
    event.deleted_at = None
    event.revision += 1
    note(session, event, AuditAct.EVENT_BROUGHT_BACK, context)
    publish_event(session, event, context)


def publish_event(session: Session, event: Event, context: ChangeContext) -> None:
    """Write what readers see of an event, and collect the change; a deleted one stays out of all lists."""
    publish_events(session, [event], context)


def publish_events(session: Session, events: Sequence[Event], context: ChangeContext) -> None:
    """Publish several events as `publish_event` does, with few statements."""
    session.flush()
    drafts = [_entry_draft(event) for event in events if event.deleted_at is None]
    collect(session, publish_all(session, drafts, context.now), context)


def _entry_draft(event: Event) -> EntryDraft:
    status = EntryStatus.CONFIRMED if event.cancelled_at is None else EntryStatus.CANCELLED
    return EntryDraft(
        source=Source(SOURCE_KIND, event.id),
        kind=EntryKind.EVENT,
        when=when_of(event),
        guard_id=event.guard_id,
        title=event.title,
        description=_description(event),
        location=event.place or event.online_url,
        path=f"/events/{event.public_id}",
        topics=event.topics or (),
        organisation_id=event.organisation_id,
        series=series_of(event.id, event.series_id),
        status=status,
        organisations=[(event.organisation_id, Involvement.OWNER)],
    )


def republish_event(session: Session, event_id: int, context: ChangeContext) -> None:
    """Publish an event again after its guard or the zone data changed."""
    event = event_row(session, event_id)
    if event is not None:
        publish_event(session, event, context)


def draft_of(session: Session, event: Event) -> EventDraft:
    """Return what a saved event says, as it was typed."""
    guard = guard_rules(session.get_one(Guard, event.guard_id))
    return EventDraft(
        title=event.title,
        when=when_of(event),
        organisation_id=event.organisation_id,
        audience=guard.audience,
        organisations=guard.audience_organisations,
        description=event.description,
        place=event.place,
        online_url=event.online_url,
        topics=tuple(event.topics or ()),
    )


def when_of(event: Event) -> When:
    """Return when an event takes place, as it was typed."""
    if event.local_start is None or event.zone is None:
        return AllDay(event.first_day, event.last_day)
    return Timed(event.local_start, event.zone, event.local_end, event.starts_at, event.ends_at)


def _lock(session: Session, event: Event, *, deleted: bool = False) -> None:
    """Lock an event, its guard first; RowGoneError for a deleted one, unless it may be."""
    write_alone(session)
    lock_row(session, Guard, event.guard_id)
    if lock_row(session, Event, event.id).deleted_at is not None and not deleted:
        raise RowGoneError(f"event {event.id} is deleted")


def _new_event(session: Session, draft: EventDraft, form_id: str | None, context: ChangeContext) -> Event:
    event = new_event(session, draft, form_id, created_by=context.actor_id, now=context.now)
    session.flush()
    note(session, event, AuditAct.EVENT_CREATED, context)
    publish_event(session, event, context)
    return event


def new_event(
    session: Session, draft: EventDraft, form_id: str | None, *, created_by: int | None, now: datetime
) -> Event:
    """Add the row of an event behind a guard of its own; nothing is published yet."""
    event = Event(public_id=secrets.token_urlsafe(9), form_id=form_id, created_at=now, created_by_id=created_by)
    _fill(event, draft)
    event.guard_id = create_guard(session, _guard_draft(draft)).id
    session.add(event)
    return event


def _fill(event: Event, draft: EventDraft) -> None:
    event.title, event.description = draft.title, draft.description
    event.place, event.online_url = draft.place, draft.online_url
    event.topics = list(draft.topics)
    event.organisation_id = draft.organisation_id
    when = draft.when
    event.local_start = event.local_end = event.zone = None
    if isinstance(when, Timed):
        event.local_start, event.local_end, event.zone = when.local_start, when.local_end, when.zone
    event.first_day, event.last_day, event.starts_at, event.ends_at = _placed(when)


def _placed(when: When) -> tuple[date, date, datetime | None, datetime | None]:
    """Return the first and the last day, and the instants of start and end if it has a time.

    Raises:
        ValueError: it ends before it starts, or lasts longer than `MAX_DAYS`.
    """
    if isinstance(when, AllDay):
        return (*_days(when.first_day, when.last_day), None, None)
    starts_at = when.at or resolve_local_time(when.local_start, when.zone).instant_utc
    ends_at = when.until or (resolve_local_time(when.local_end, when.zone).instant_utc if when.local_end else None)
    if ends_at is not None and ends_at < starts_at:
        raise ValueError(f"ends at {ends_at}, before it starts at {starts_at}")
    first = when.local_start.date()
    # Where clocks go back, the end may show an earlier day than the start.
    return (*_days(first, max(first, (when.local_end or when.local_start).date())), starts_at, ends_at)


def _days(first_day: date, last_day: date) -> tuple[date, date]:
    if not 0 <= (last_day - first_day).days < MAX_DAYS:
        raise ValueError(f"an event cannot last from {first_day} to {last_day}")
    return first_day, last_day


def _guard_draft(draft: EventDraft) -> GuardDraft:
    named = draft.audience is Audience.ORGANISATIONS
    return GuardDraft(draft.audience, organisations=draft.organisations | {draft.organisation_id} if named else ())


def _description(event: Event) -> str:
    """Name the way in online where the place is what the calendar shows as location."""
    online = event.online_url if event.place else ""
    return "\n\n".join(part for part in (event.description, online) if part)


def note(session: Session, event: Event, act: AuditAct, context: ChangeContext) -> None:
    """Put on record what somebody did with an event."""
    when: dict[str, str | int | bool | None] = {"first_day": event.first_day.isoformat(), "starts_at": _iso(event)}
    record(session, act, (SubjectKind.EVENT, event.id), actor_id=context.actor_id, now=context.now, details=when)


def _iso(event: Event) -> str:
    return event.starts_at.isoformat() if event.starts_at else ""
