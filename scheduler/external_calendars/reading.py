"""Which external calendars somebody sees, what takes place in them, and who keeps them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act, may
from scheduler.dates.spans import DateSpan
from scheduler.external_calendars.domain.reading import Occurrence
from scheduler.external_calendars.models import ExternalCalendar, ExternalOccurrence

MOST_IN_FEEDS = 500
"""How many events of others a staff feed has, the first ones of each calendar from this month on."""


def calendars_for(session: Session, actor: ActorRoles) -> Sequence[ExternalCalendar]:
    """Return the calendars that a person sees: those of the coalition, then their organisations', each by name."""
    found = session.scalars(select(ExternalCalendar).where(_seen_in(actor.organisations, actor.is_member))).all()
    return sorted(found, key=lambda row: (row.organisation_id or 0, row.name.casefold(), row.id))


def calendar_kept_by(session: Session, actor: ActorRoles, address: str) -> ExternalCalendar | None:
    """Return a calendar that the person may edit and remove."""
    row = session.scalar(select(ExternalCalendar).where(ExternalCalendar.addressed(address)))
    return row if row is not None and may_keep(row, actor) else None


def may_keep(row: ExternalCalendar, actor: ActorRoles) -> bool:
    """Say whether the person may edit and remove a calendar."""
    if row.organisation_id is None:
        return may_keep_coalitions(actor)
    return row.organisation_id in actor.where(Act.KEEP_EXTERNAL_CALENDARS)


def may_keep_coalitions(actor: ActorRoles) -> bool:
    """Say whether the person may add calendars that all members see."""
    return may(Act.KEEP_COALITION_CALENDARS, actor.roles_anywhere)


def shown_within(
    session: Session, organisations: Collection[int], days: DateSpan | None
) -> Mapping[ExternalCalendar, Sequence[ExternalOccurrence]]:
    """Return the calendars that members of some organisations see, by name, with what takes place on some days."""
    first, last = (days.first_day, days.last_day) if days is not None else (date.max, date.min)
    on_days = and_(
        ExternalOccurrence.calendar_id == ExternalCalendar.id,
        ExternalOccurrence.first_day <= last,
        ExternalOccurrence.last_day >= first,
    )
    query = select(ExternalCalendar, ExternalOccurrence).outerjoin(ExternalOccurrence, on_days)
    query = query.where(_seen_in(organisations, is_member=True))
    found: dict[ExternalCalendar, list[ExternalOccurrence]] = {}
    rows = session.execute(query.order_by(ExternalCalendar.id, ExternalOccurrence.id))
    for calendar, occurrence in cast("Iterable[tuple[ExternalCalendar, ExternalOccurrence | None]]", rows):
        found.setdefault(calendar, []).extend([occurrence] if occurrence is not None else [])
    return dict(sorted(found.items(), key=lambda pair: (pair[0].name.casefold(), pair[0].id)))


def in_feeds(
    session: Session,
    organisation_id: int,
    days: DateSpan,
    *,
    read_after: datetime,
    cancelled_after: datetime | None = None,
) -> Sequence[tuple[ExternalCalendar, ExternalOccurrence]]:
    """Return the first events that staff feeds of an organisation have on some days: of calendars that are to be there.

    Where there are more than `MOST_IN_FEEDS`, each calendar has the same share, so that none crowds out another. One
    that has not been read since `read_after`, because fetching it fails, is left out; so is what is cancelled, unless
    that was read after `cancelled_after`.
    """
    occurrence = ExternalOccurrence
    is_news = occurrence.changed_at > cancelled_after if cancelled_after is not None else false()
    in_order = (occurrence.first_day, occurrence.calendar_id, occurrence.key)
    rank = func.row_number().over(partition_by=occurrence.calendar_id, order_by=in_order)
    query = select(ExternalCalendar, ExternalOccurrence)
    query = query.join(ExternalOccurrence, ExternalOccurrence.calendar_id == ExternalCalendar.id).where(
        _seen_in([organisation_id], is_member=True),
        ExternalCalendar.in_feeds_since.is_not(None),
        or_(ExternalCalendar.problem.is_(None), ExternalCalendar.read_at > read_after),
        ExternalOccurrence.first_day <= days.last_day,
        ExternalOccurrence.last_day >= days.first_day,
        or_(occurrence.is_cancelled.is_(False), is_news),
    )
    query = query.order_by(rank, *in_order).limit(MOST_IN_FEEDS)
    found = [(row[0], row[1]) for row in session.execute(query)]
    return sorted(found, key=lambda pair: (pair[1].first_day, pair[1].calendar_id, pair[1].key))


def due_calendars(session: Session, now: datetime, most: int) -> Sequence[int]:
    """Return the ids of calendars that are to be fetched, those that have waited longest first."""
    query = select(ExternalCalendar.id).where(ExternalCalendar.next_fetch_at <= now)
    return session.scalars(query.order_by(ExternalCalendar.next_fetch_at, ExternalCalendar.id).limit(most)).all()


def kept_occurrences(session: Session, calendar_id: int) -> dict[str, Occurrence]:
    """Return what is stored of a calendar, by key."""
    names = Occurrence.__dataclass_fields__
    query = select(*(getattr(ExternalOccurrence, name) for name in names))
    rows = session.execute(query.where(ExternalOccurrence.calendar_id == calendar_id))
    return {row.key: Occurrence(*row) for row in rows}


def _seen_in(organisations: Collection[int], is_member: bool) -> ColumnElement[bool]:  # noqa: FBT001
    theirs = ExternalCalendar.organisation_id.in_(sorted(organisations))
    return or_(ExternalCalendar.organisation_id.is_(None), theirs) if is_member else false()
