"""Who is told at which moments, and whose hour has struck."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TypeAlias, cast

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Membership, Organisation, Person
from scheduler.accounts.services.actor_roles import coordinators
from scheduler.dates.timezones import day_of
from scheduler.reminders.domain.choices import DEFAULTS, Standing, standing_of
from scheduler.reminders.domain.due_times import struck
from scheduler.reminders.domain.lead_times import DEFAULT_HOUR
from scheduler.reminders.domain.schedules import Schedule, Times
from scheduler.reminders.models import ReminderPreference
from scheduler.reminders.services.preferences import schedule_of

IDS_AT_ONCE = 500

_People: TypeAlias = Select[int, str, ReminderPreference | None]


def schedules_struck(session: Session, since: datetime, now: datetime) -> dict[int, Schedule]:
    """Return the people whose hour has struck in `(since, now]`; those on a pause are left out."""
    pairs = session.execute(select(Person.zone, _hour()).distinct().outerjoin(*_chosen()).where(*_reachable()))
    due = [(zone, hour) for zone, hour in pairs if struck(since, now, hour, zone)]
    if not due:
        return {}
    return _schedules(session, _people().where(tuple_(Person.zone, _hour()).in_(due)), now)


def schedules_of(
    session: Session, people: Iterable[int], now: datetime, *, with_paused: bool = False
) -> dict[int, Schedule]:
    """Return when these people are told; who cannot be reached, or is on a pause, is left out."""
    wanted = sorted(set(people))
    found: dict[int, Schedule] = {}
    for start in range(0, len(wanted), IDS_AT_ONCE):
        query = _people().where(Person.id.in_(wanted[start : start + IDS_AT_ONCE]))
        found |= _schedules(session, query, now, with_paused=with_paused)
    return found


def changed_people(session: Session, version: int) -> Collection[int]:
    """Return who has changed since a version."""
    return session.scalars(select(Person.id).where(Person.version > version)).all()


def pauses(session: Session, people: Iterable[int]) -> dict[int, date]:
    """Return the last day of the pause that people have chosen, past ones as well."""
    query = select(ReminderPreference.person_id, ReminderPreference.paused_until)
    query = query.where(ReminderPreference.person_id.in_(sorted(set(people))))
    return {person_id: until for person_id, until in session.execute(query) if until is not None}


def _people() -> _People:
    # An outer join: whoever has chosen nothing has no row.
    query = select(Person.id, Person.zone, ReminderPreference).outerjoin(*_chosen()).where(*_reachable())
    return cast("_People", query)


def _schedules(session: Session, query: _People, now: datetime, *, with_paused: bool = False) -> dict[int, Schedule]:
    """Return the schedules of people; those who have chosen the same share one."""
    found: dict[int, Schedule] = {}
    without: dict[int, str] = {}
    shared: dict[str, Schedule] = {}
    for person_id, zone, row in session.execute(query):
        if row is None:
            without[person_id] = zone
        elif with_paused or row.paused_until is None or day_of(now, zone) > row.paused_until:
            chosen = (zone, row.hour, row.weekdays, row.weekly_day, row.quiet_from, row.quiet_until)
            alike = repr((chosen, row.kinds, row.notices, row.lead_days))
            found[person_id] = shared.get(alike) or shared.setdefault(alike, schedule_of(row, zone))
    return found | _defaults(session, without)


def _defaults(session: Session, zones: dict[int, str]) -> dict[int, Schedule]:
    """Return the schedules of people who have chosen nothing, by their role."""
    shared: dict[tuple[str, Standing], Schedule] = {}
    found: dict[int, Schedule] = {}
    for person_id, standing in _standings(session, sorted(zones)).items():
        alike = (zones[person_id], standing)
        if alike not in shared:
            shared[alike] = Schedule(Times(zones[person_id]), DEFAULTS[standing])
        found[person_id] = shared[alike]
    return found


def _standings(session: Session, people: Collection[int]) -> dict[int, Standing]:
    if not people:
        return {}
    # With names and all that they are beside it would take longer than everything else that the planner asks.
    roles: dict[int, set[MemberRole]] = {person_id: set() for person_id in people}
    query = select(Membership.person_id, Membership.role)
    query = query.join(Organisation, Organisation.id == Membership.organisation_id)
    query = query.where(Membership.ended_at.is_(None), Organisation.closed_at.is_(None))
    if len(people) <= IDS_AT_ONCE:
        query = query.where(Membership.person_id.in_(people))
    for person_id, role in session.execute(query):
        if person_id in roles:
            roles[person_id].add(role)
    chosen = set(coordinators(session))
    return {ident: standing_of(held, is_coordinator=ident in chosen) for ident, held in roles.items()}


def _hour() -> ColumnElement[int]:
    return func.coalesce(ReminderPreference.hour, DEFAULT_HOUR)


def _chosen() -> tuple[type[ReminderPreference], ColumnElement[bool]]:
    return ReminderPreference, ReminderPreference.person_id == Person.id


def _reachable() -> tuple[ColumnElement[bool], ...]:
    return Person.active.is_(True), Person.anonymised_at.is_(None)
