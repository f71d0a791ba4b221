"""The planner: whose hour has struck, and what they are to be reminded of, into the outbox."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.models import Entry, EntryStatus, Occurrence
from scheduler.dates.timezones import day_end, day_of, day_start
from scheduler.db import VersionCounter, once
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.reminders.domain.leads import DEFAULT_HOUR, DEFAULT_LEADS
from scheduler.reminders.domain.telling_days import TellingDay, struck
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.models import PlanCursor, ReminderPreference

PEOPLE_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class Habit:
    """What people who are reminded at the same moments share."""

    zone: str
    hour: int
    lead_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder to be made: of which kind, to whom, of what."""

    kind: str
    person_id: int
    entry_id: int
    first_day: date
    last_moment: datetime


def plan(session: Session, now: datetime) -> int:
    """Queue every reminder that has become due since the last run; returns how many were new.

    Two kinds of moments count: an hour that has struck since then, for all entries; and one that had struck
    before it today, for entries and people that have changed since: an hour or a zone that was changed would else
    be one that never struck today. The first run ever looks back at nothing.
    """
    cursor = _cursor(session, now)
    version = session.scalar(select(VersionCounter.value)) or 0
    changed = set(session.scalars(select(Person.id).where(Person.version > cursor.version)))
    drafts: dict[tuple[str, int, int], OutboxDraft] = {}
    for habit, people in _habits(session, now).items():
        for telling, changed_since in _tellings(habit, cursor, now, version):
            # Of several days that were slept through, the last one that tells of a thing is enough.
            drafts |= _drafts(session, habit, people, telling, changed_since)
            if changed_since is not None:
                drafts |= _drafts(session, habit, sorted(changed.intersection(people)), telling, None)
    # Back too, if the clock was set back: else nothing would be planned until it catches up. Twice is once.
    cursor.planned_until, cursor.version = now, version
    return len(queue_all(session, drafts.values(), now))


def _cursor(session: Session, now: datetime) -> PlanCursor:
    return once(session, lambda: session.get(PlanCursor, 1, with_for_update=True), lambda: _first(session, now))


def _first(session: Session, now: datetime) -> PlanCursor:
    cursor = PlanCursor(id=1, planned_until=now, version=session.scalar(select(VersionCounter.value)) or 0)
    session.add(cursor)
    session.flush()
    return cursor


def _drafts(
    session: Session, habit: Habit, people: Sequence[int], telling: TellingDay, changed_since: int | None
) -> dict[tuple[str, int, int], OutboxDraft]:
    drafts = {}
    for lead in habit.lead_days:
        asked = _Day(telling.day + timedelta(days=lead), habit.zone, people, changed_since)
        for due in _dues(session, asked):
            if due.last_moment > telling.due_at:
                drafts[due.kind, due.person_id, due.entry_id] = _draft(due, telling, lead)
    return drafts


def _tellings(habit: Habit, cursor: PlanCursor, now: datetime, version: int) -> Iterator[tuple[TellingDay, int | None]]:
    yield from ((telling, None) for telling in struck(cursor.planned_until, now, habit.hour, habit.zone))
    if version == cursor.version:
        # Nothing has changed since the last run, as most of the time: no need to ask for each habit what has.
        return
    midnight = day_start(day_of(now, habit.zone), habit.zone)
    for telling in struck(midnight - timedelta(seconds=1), min(cursor.planned_until, now), habit.hour, habit.zone):
        if telling.day == day_of(now, habit.zone):
            yield TellingDay(telling.day, now), cursor.version


def _habits(session: Session, now: datetime) -> Mapping[Habit, Sequence[int]]:
    """Return the people to be reminded by their habit; those on a pause are left out."""
    chosen = {row.person_id: row for row in session.scalars(select(ReminderPreference))}
    query = select(Person.id, Person.zone).where(Person.active.is_(True), Person.anonymised_at.is_(None))
    habits: dict[Habit, list[int]] = {}
    for person_id, zone in session.execute(query.order_by(Person.id)):
        choice = chosen.get(person_id)
        if not _pauses(choice, day_of(now, zone)):
            habits.setdefault(_habit(choice, zone), []).append(person_id)
    return habits


def _pauses(choice: ReminderPreference | None, today: date) -> bool:
    return choice is not None and choice.paused_until is not None and today <= choice.paused_until


def _habit(choice: ReminderPreference | None, zone: str) -> Habit:
    if choice is None:
        return Habit(zone, DEFAULT_HOUR, DEFAULT_LEADS)
    return Habit(zone, choice.hour, tuple(choice.lead_days))


@dataclass(frozen=True, slots=True)
class _Day:
    """A day to tell of, to people of one zone; `changed_since` narrows it to entries of later versions."""

    day: date
    zone: str
    people: Sequence[int]
    changed_since: int | None


def _dues(session: Session, asked: _Day) -> Iterator[Due]:
    for start in range(0, len(asked.people), PEOPLE_PER_QUERY):
        some = replace(asked, people=asked.people[start : start + PEOPLE_PER_QUERY])
        for kind in KINDS:
            yield from _dues_of_kind(session, kind, some)


def _dues_of_kind(session: Session, kind: str, asked: _Day) -> Iterator[Due]:
    pairs = KINDS[kind].pairs().subquery()
    query = select(pairs.c[0], Entry.id, Occurrence)
    query = query.select_from(pairs).join(Entry, Entry.id == pairs.c[1])
    query = query.join(Occurrence, Occurrence.entry_id == Entry.id)
    query = query.where(pairs.c[0].in_(asked.people), _on(asked.day, asked.zone), Entry.removed_at.is_(None))
    query = query.where(Entry.status != EntryStatus.CANCELLED)
    if asked.changed_since is not None:
        query = query.where(Entry.version > asked.changed_since)
    for person_id, entry_id, occurrence in session.execute(query.distinct()):
        yield Due(kind, person_id, entry_id, occurrence.first_day, _last_moment(occurrence, asked.zone))


def _last_moment(occurrence: Occurrence, zone: str) -> datetime:
    """Return when it is over for a reader in this zone; what has a time and no end, with the day that it begins on."""
    if occurrence.ends_at is not None:
        return occurrence.ends_at
    last_day = day_of(occurrence.starts_at, zone) if occurrence.starts_at is not None else occurrence.last_day
    return day_end(last_day, zone)


def _on(day: date, zone: str) -> ColumnElement[bool]:
    """Return SQL over Occurrence: it begins on this day, as its reader's calendar shows it."""
    all_day = and_(Occurrence.starts_at.is_(None), Occurrence.first_day == day)
    timed = and_(Occurrence.starts_at >= day_start(day, zone), Occurrence.starts_at < day_end(day, zone))
    return or_(all_day, timed)


def _draft(due: Due, telling: TellingDay, lead: int) -> OutboxDraft:
    key = f"reminder:{due.kind}:{due.entry_id}:{due.first_day}:{due.person_id}:{lead}:{telling.day}"
    return OutboxDraft(
        stream=Stream.REMINDER,
        kind=due.kind,
        person_id=due.person_id,
        entry_id=due.entry_id,
        payload={"entry_id": due.entry_id, "first_day": due.first_day.isoformat(), "lead_days": lead},
        dedup_key=key,
        due_at=telling.due_at,
        expires_at=due.last_moment,
    )
