"""Who is reminded at which moments, and whose hour has struck."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.dates.timezones import day_of, day_start
from scheduler.reminders.domain.due_times import DueTime, struck
from scheduler.reminders.domain.lead_times import DEFAULT_HOUR, DEFAULT_LEADS
from scheduler.reminders.models import ReminderPreference

IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReminderSchedule:
    """What people who are reminded at the same moments share."""

    zone: str
    hour: int
    lead_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments to remind at: hours that have struck in `(since, now]`, and those of today that had struck before."""

    since: datetime
    now: datetime

    def struck(self, zone: str, hour: int) -> list[DueTime]:
        """Return the days whose hour has struck since then, oldest first."""
        return struck(self.since, self.now, hour, zone)

    def made_up_for(self, zone: str, hour: int) -> list[DueTime]:
        """Return today if its hour had struck before, as one to remind at now, of what has changed since."""
        today = day_of(self.now, zone)
        midnight = day_start(today, zone)
        before = struck(midnight - timedelta(seconds=1), min(self.since, self.now), hour, zone)
        return [DueTime(today, self.now)] if any(context.day == today for context in before) else []


def habits_struck(session: Session, moments: Moments) -> dict[int, ReminderSchedule]:
    """Return the people whose hour has struck since, with their habit; those on a pause are left out."""
    pairs = session.execute(select(Person.zone, _hour()).distinct().outerjoin(*_chosen()).where(*_reachable()))
    due = [(zone, hour) for zone, hour in pairs if moments.struck(zone, hour)]
    if not due:
        return {}
    return _habits(session, _people().where(tuple_(Person.zone, _hour()).in_(due)), moments.now)


def habits_of(session: Session, people: Iterable[int], now: datetime) -> dict[int, ReminderSchedule]:
    """Return the habits of these people; who is on a pause, or cannot be reached, is left out."""
    wanted = sorted(set(people))
    found: dict[int, ReminderSchedule] = {}
    for start in range(0, len(wanted), IDS_AT_ONCE):
        found |= _habits(session, _people().where(Person.id.in_(wanted[start : start + IDS_AT_ONCE])), now)
    return found


def changed_people(session: Session, version: int) -> Collection[int]:
    """Return who has changed since a version."""
    return session.scalars(select(Person.id).where(Person.version > version)).all()


def due_times_of(
    habits: Mapping[int, ReminderSchedule], moments: Moments, *, made_up: bool
) -> dict[ReminderSchedule, list[DueTime]]:
    """Return the days to remind at by habit: those struck since, or with `made_up` today if it had struck before."""
    ask = moments.made_up_for if made_up else moments.struck
    return {habit: ask(habit.zone, habit.hour) for habit in set(habits.values())}


def _people() -> Select[int, str, int, list[int] | None, date | None]:
    columns = (Person.id, Person.zone, _hour(), ReminderPreference.lead_days, ReminderPreference.paused_until)
    return select(*columns).outerjoin(*_chosen()).where(*_reachable())


def _habits(
    session: Session, query: Select[int, str, int, list[int] | None, date | None], now: datetime
) -> dict[int, ReminderSchedule]:
    return {
        person_id: ReminderSchedule(zone, hour, DEFAULT_LEADS if leads is None else tuple(leads))
        for person_id, zone, hour, leads, paused_until in session.execute(query)
        if paused_until is None or day_of(now, zone) > paused_until
    }


def _hour() -> ColumnElement[int]:
    return func.coalesce(ReminderPreference.hour, DEFAULT_HOUR)


def _chosen() -> tuple[type[ReminderPreference], ColumnElement[bool]]:
    return ReminderPreference, ReminderPreference.person_id == Person.id


def _reachable() -> tuple[ColumnElement[bool], ...]:
    return Person.active.is_(True), Person.anonymised_at.is_(None)
