"""What the list of external calendars shows, and the preview of a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.dates.timezones import in_zone
from scheduler.events.reading import events_between
from scheduler.external_calendars.domain.event_lines import EventTime, NamedEvent, same_event
from scheduler.external_calendars.domain.schedule import LONGEST_WAIT
from scheduler.external_calendars.labels import PROBLEMS
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.external_calendars.reading import may_keep
from scheduler.external_calendars.services.staff_feeds import LEFT_OUT_AFTER


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """A calendar of the list; `problem` says why nothing new came, `organisation` is empty for the coalition's.

    `next_fetch_at` is None for one that is not fetched by itself. One that is meant for staff feeds is left out of them
    once it has failed for long.
    """

    address: str
    name: str
    tint: int
    organisation: str
    count: int
    unread: int
    is_cut: bool
    read_at: datetime | None
    fetched_at: datetime | None
    next_fetch_at: datetime | None
    problem: str
    may_change: bool
    is_in_feeds: bool
    is_left_out: bool


def calendar_cards(
    rows: Iterable[ExternalCalendar], actor: ActorRoles, organisations: Mapping[int, str], now: datetime
) -> Sequence[CalendarCard]:
    """Return what is shown of some calendars; what went wrong is for those who can mend it."""
    return [_card(row, may_keep(row, actor), organisations, now) for row in rows]


def _card(
    row: ExternalCalendar,
    may_change: bool,  # noqa: FBT001
    organisations: Mapping[int, str],
    now: datetime,
) -> CalendarCard:
    problem = PROBLEMS[row.problem] if row.problem is not None and may_change else ""
    return CalendarCard(
        address=row.address,
        name=row.name,
        tint=row.tint,
        organisation=organisations.get(row.organisation_id or 0, ""),
        count=row.occurrence_count,
        unread=row.unread,
        is_cut=row.is_cut,
        read_at=row.read_at,
        fetched_at=row.fetched_at,
        next_fetch_at=row.next_fetch_at if row.next_fetch_at <= now + LONGEST_WAIT else None,
        problem=str(problem),
        may_change=may_change,
        is_in_feeds=row.in_feeds_since is not None,
        is_left_out=row.problem is not None and (row.read_at is None or row.read_at <= now - LEFT_OUT_AFTER),
    )


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event of a file as the preview shows it; `same` is the event of the coalition that it may be."""

    time: EventTime | None
    same: NamedEvent | None


def event_lines(session: Session, viewer: Viewer, found: Sequence[tuple[str, EventTime | None]]) -> Sequence[EventLine]:
    """Return what the preview shows of events by title and time."""
    local = [_in_its_zone(time) if time is not None else None for _title, time in found]
    days = [time.first_day for time in local if time is not None]
    rows = events_between(session, viewer, min(days), max(days)) if days else ()
    known = [NamedEvent(row.public_id, row.title, row.first_day) for row in rows]
    pairs = zip(found, local, strict=True)
    return [
        EventLine(time, same_event(title, time.first_day, known) if time is not None else None)
        for (title, _time), time in pairs
    ]


def _in_its_zone(time: EventTime) -> EventTime:
    """Return the same with the days that the clocks of its zone show."""
    if time.starts_at is None or time.ends_at is None or time.zone is None:
        return time
    first, last = (in_zone(at, time.zone).date() for at in (time.starts_at, time.ends_at))
    return replace(time, first_day=first, last_day=last)
