"""The only queries of events: every query for somebody applies the guard."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import Audience, GuardRules, Viewer
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.follows import followed
from scheduler.agenda.visibility_sql import guard_rules, readable_clause
from scheduler.dates.timezones import FURTHEST_MOVE
from scheduler.events.domain.recurrence import Frequency, Recurrence
from scheduler.events.models import Event, EventSeries
from scheduler.rows import RESTORABLE_FOR
from scheduler.web.pagination import Page, first_row

PER_PAGE = 30
OTHER_DATES = 6
"""How many dates of its series the page of an event names."""


class ListTab(StrEnum):
    """Which events a list shows."""

    COMING = "coming"
    PAST = "past"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as somebody who may know of it sees it; days inclusive, in the event's own zone."""

    id: int
    public_id: str
    title: str
    description: str
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str | None
    place: str
    online_url: str
    organisation: str
    organisation_closed: bool
    audience: Audience
    audience_names: tuple[str, ...]
    cancelled_at: datetime | None
    cancel_reason: str
    deleted_at: datetime | None
    may_edit: bool
    topics: tuple[str, ...]
    move_reason: str
    moved_from_day: date | None
    moved_from_at: datetime | None
    is_followed: bool
    recurrence: Recurrence | None


def may_edit(viewer: Viewer, event: Event) -> bool:
    """Say whether somebody who sees the event may change it: editors of its organisation, and coordinators."""
    return may(Act.CHANGE_EVENT, viewer.roles_in(event.organisation_id))


def event_of(session: Session, viewer: Viewer, public_id: str, *, deleted: bool = False) -> Event | None:
    """Return an event's row if the viewer may know of it; with `deleted`, only one that is deleted."""
    gone = Event.deleted_at.is_not(None) if deleted else Event.deleted_at.is_(None)
    return session.scalar(_seen(viewer).where(Event.public_id == public_id, gone))


def event_by_id(session: Session, viewer: Viewer, event_id: int) -> Event | None:
    """Return an event's row by id if the viewer may know of it and it is not deleted."""
    return session.scalar(_seen(viewer).where(Event.id == event_id, Event.deleted_at.is_(None)))


def event_names(
    session: Session, viewer: Viewer, event_ids: Collection[int]
) -> Sequence[Row[int, str, str, str | None]]:
    """Return id, title, public id and zone of those events that the viewer may know of, but for deleted ones."""
    query = _seen(viewer).where(Event.id.in_(event_ids), Event.deleted_at.is_(None))
    columns = (Event.id, Event.title, Event.public_id, Event.zone)
    return session.execute(query.with_only_columns(*columns, maintain_column_froms=True)).all()


def events_called(session: Session, viewer: Viewer, public_ids: Collection[str]) -> dict[str, str]:
    """Return by address the titles of those events that the viewer may know of, but for deleted ones."""
    query = _seen(viewer).where(Event.public_id.in_(public_ids), Event.deleted_at.is_(None))
    rows = session.execute(query.with_only_columns(Event.public_id, Event.title, maintain_column_froms=True))
    return dict(row.tuple() for row in rows)


def events_between(session: Session, viewer: Viewer, first: date, last: date) -> Sequence[Event]:
    """Return the events that begin within some days that the viewer may know of, but for deleted ones."""
    query = _seen(viewer).where(Event.first_day.between(first, last), Event.deleted_at.is_(None))
    return session.scalars(query.order_by(Event.first_day, Event.id)).all()


def coming_events(session: Session, viewer: Viewer, today: date) -> Sequence[Event]:
    """Return what the viewer may know of among the events that are not over and not cancelled, by day.

    Of a recurring one it is the next date.
    """
    to_come = (Event.deleted_at.is_(None), Event.cancelled_at.is_(None), Event.last_day >= today)
    query = _seen(viewer).where(Event.id.in_(_nearest(viewer, *to_come)))
    return session.scalars(query.order_by(Event.first_day, Event.title, Event.id)).all()


def view_of(session: Session, viewer: Viewer, event: Event) -> EventView:
    """Return what pages show of an event that the viewer may know of."""
    return _views(session, viewer, [event])[0]


def events_page(
    session: Session, viewer: Viewer, shelf: ListTab, page: int, *, now: datetime, today: date
) -> Page[EventView]:
    """Return one page of what the viewer may know of: coming ones nearest first, past and deleted ones latest first.

    Deleted ones are those that the viewer may bring back. Of a recurring event the next date stands among the coming.
    """
    on_shelf = _on_shelf(viewer, shelf, now, today)
    query = _seen(viewer)
    query = query.where(Event.id.in_(_nearest(viewer, *on_shelf)) if shelf is ListTab.COMING else and_(*on_shelf))
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    order = Event.first_day if shelf is ListTab.COMING else Event.first_day.desc()
    query = query.order_by(order, Event.starts_at.asc().nulls_first(), Event.title, Event.id)
    rows = session.scalars(query.offset(first_row(page, PER_PAGE)).limit(PER_PAGE)).all()
    return Page(_views(session, viewer, rows), page, PER_PAGE, total)


def event_row(session: Session, event_id: int) -> Event | None:
    """Return an event whoever may see it, deleted or not; for services."""
    return session.get(Event, event_id)


def events_with_guards(session: Session, event_ids: Collection[int]) -> dict[int, Event]:
    """Return events by id with their guards, whoever may see them, deleted or not; for services."""
    query = select(Event).where(Event.id.in_(event_ids)).options(joinedload(Event.guard))
    return {row.id: row for row in session.scalars(query)}


def _seen(viewer: Viewer) -> Select[Event]:
    query = select(Event).join(Guard, Guard.id == Event.guard_id)
    query = query.options(contains_eager(Event.guard), joinedload(Event.series))
    return query.where(readable_clause(viewer))


def _nearest(viewer: Viewer, *wanted: ColumnElement[bool]) -> Select[int]:
    """Select the ids of some events that the viewer may know of: of each series only that of the first."""
    # What the viewer may not know of is left out before the dates are counted, or it would hide those after it.
    place = func.row_number().over(
        partition_by=func.coalesce(Event.series_id, -Event.id), order_by=(Event.first_day, Event.id)
    )
    found = select(Event.id, place.label("place")).join(Guard, Guard.id == Event.guard_id)
    numbered = found.where(readable_clause(viewer), *wanted).subquery()
    return select(numbered.c.id).where(numbered.c.place == 1)


def _on_shelf(viewer: Viewer, shelf: ListTab, now: datetime, today: date) -> list[ColumnElement[bool]]:
    if shelf is ListTab.DELETED:
        mine = [] if viewer.is_coordinator else [Event.organisation_id.in_(sorted(viewer.editor_of))]
        return [Event.deleted_at > now - RESTORABLE_FOR, *mine]
    over = Event.last_day < today if shelf is ListTab.PAST else Event.last_day >= today
    return [Event.deleted_at.is_(None), over]


def _views(session: Session, viewer: Viewer, events: Sequence[Event]) -> list[EventView]:
    rules = {event.id: guard_rules(event.guard) for event in events}
    wanted = {event.organisation_id for event in events}
    wanted |= {organisation for guard in rules.values() for organisation in guard.audience_organisations}
    known = {row.id: row for row in session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))}
    targets = followed(session, viewer.person_id) if viewer.person_id is not None else frozenset[str]()
    partly = known_in_part(session, viewer, {event.series_id for event in events if event.series_id is not None})
    views = (_view(viewer, event, rules[event.id], known, targets) for event in events)
    return [
        replace(view, recurrence=None) if event.series_id in partly else view
        for view, event in zip(views, events, strict=True)
    ]


def known_in_part(session: Session, viewer: Viewer, series_ids: Collection[int]) -> frozenset[int]:
    """Return the series some dates of which the viewer may not know of: their rule would tell that there are any."""
    if not series_ids:
        return frozenset()
    query = select(Event.series_id).join(Guard, Guard.id == Event.guard_id)
    query = query.where(Event.series_id.in_(series_ids), Event.deleted_at.is_(None), not_(readable_clause(viewer)))
    return frozenset(one for one in session.scalars(query.distinct()) if one is not None)


def events_ending_after(session: Session, now: datetime) -> Sequence[Event]:
    """Return the timed events that are not over by any rules of their zone, deleted ones included; for services."""
    since = now - FURTHEST_MOVE
    to_come = or_(Event.starts_at > since, Event.ends_at > since)
    return session.scalars(select(Event).where(to_come).order_by(Event.id)).all()


def series_of(event_id: int, series_id: int | None = None) -> str:
    """Return the key under which an event is followed: all dates of a recurring one together."""
    return f"event:{event_id}" if series_id is None else f"events:{series_id}"


def dates_from(
    session: Session, viewer: Viewer, series_id: int, since: date, lasting_to: date | None = None
) -> Sequence[Event]:
    """Return the dates of a series that the viewer may know of, from a day of its rule on, but for deleted ones.

    With `lasting_to` also those that were before, and have moved so that they last to that day at least.
    """
    is_wanted = Event.recurs_on >= since
    if lasting_to is not None:
        is_wanted = or_(is_wanted, Event.last_day >= lasting_to)
    query = _seen(viewer).where(Event.series_id == series_id, is_wanted, Event.deleted_at.is_(None))
    return session.scalars(query.order_by(Event.recurs_on)).all()


def count_dates(session: Session, series_id: int, since: date) -> int:
    """Return how many dates of a series there are from a day of its rule on, deleted ones included; for services."""
    query = select(func.count()).where(Event.series_id == series_id, Event.recurs_on >= since)
    return session.scalar(query.select_from(Event)) or 0


def latest_date(session: Session, series_id: int) -> Event | None:
    """Return the date after which a series goes on: its last, of those that nobody changed if there is one."""
    query = select(Event).where(Event.series_id == series_id, Event.deleted_at.is_(None))
    return session.scalar(query.order_by(Event.is_exception, Event.recurs_on.desc()).limit(1))


def unfinished_series(session: Session, until: date) -> Sequence[int]:
    """Return the ids of the series whose dates are not made up to a day yet; for the worker."""
    goes_on = or_(EventSeries.ends_on.is_(None), EventSeries.ends_on > EventSeries.made_until)
    query = select(EventSeries.id).where(EventSeries.made_until < until, goes_on)
    return session.scalars(query.order_by(EventSeries.id)).all()


def other_dates(session: Session, viewer: Viewer, event: Event, today: date) -> Sequence[Event]:
    """Return the next dates of the series of an event that the viewer may know of, but for itself."""
    query = _seen(viewer).where(Event.series_id == event.series_id, Event.id != event.id, Event.deleted_at.is_(None))
    query = query.where(Event.last_day >= today)
    return session.scalars(query.order_by(Event.first_day, Event.id).limit(OTHER_DATES)).all()


def has_date(session: Session, viewer: Viewer, series_id: int) -> bool:
    """Say whether a date of a series takes place, or has, that the viewer may know of."""
    query = _seen(viewer).where(Event.series_id == series_id, Event.deleted_at.is_(None), Event.cancelled_at.is_(None))
    return session.scalar(query.with_only_columns(Event.id, maintain_column_froms=True).limit(1)) is not None


def known_entries(session: Session, viewer: Viewer, entries: Collection[Entry]) -> Sequence[Entry]:
    """Return those of some entries that the viewer may know of, those of deleted dates included."""
    query = select(Guard.id).where(Guard.id.in_({entry.guard_id for entry in entries}), readable_clause(viewer))
    guards = frozenset(session.scalars(query))
    return [entry for entry in entries if entry.guard_id in guards]


def entries_of_series(session: Session, series_id: int) -> Sequence[Entry]:
    """Return the calendar entries of all dates of a series in order, those of deleted ones included; for services."""
    named = (Entry.source_kind == SourceKind.EVENT, Entry.series == series_of(0, series_id))
    return session.scalars(select(Entry).where(*named).order_by(Entry.source_id)).all()


def recurrence_of(series: EventSeries) -> Recurrence:
    """Return the rule of a series."""
    return Recurrence(
        frequency=Frequency(series.frequency),
        first_day=series.first_day,
        every=series.every,
        weekdays=frozenset(map(int, series.weekdays)),
        ends_on=series.ends_on,
        times=series.times,
    )


def _view(
    viewer: Viewer, event: Event, guard: GuardRules, known: dict[int, Organisation], targets: Collection[str]
) -> EventView:
    organisation = known[event.organisation_id]
    return EventView(
        id=event.id,
        public_id=event.public_id,
        title=event.title,
        description=event.description,
        first_day=event.first_day,
        last_day=event.last_day,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=event.place,
        online_url=event.online_url,
        organisation=organisation.name,
        organisation_closed=organisation.closed_at is not None,
        audience=guard.audience,
        audience_names=tuple(sorted(known[i].name for i in guard.audience_organisations)),
        cancelled_at=event.cancelled_at,
        cancel_reason=event.cancel_reason,
        deleted_at=event.deleted_at,
        may_edit=may_edit(viewer, event),
        topics=tuple(event.topics or ()),
        move_reason=event.move_reason or "",
        moved_from_day=event.moved_from_day,
        moved_from_at=event.moved_from_at,
        is_followed=series_of(event.id, event.series_id) in targets,
        recurrence=recurrence_of(event.series) if event.series is not None else None,
    )


def events_behind(guards: Select[int]) -> Select[int]:
    """Select the ids of the events behind some guards, deleted ones included."""
    return select(Event.id).where(Event.guard_id.in_(guards))
