"""The planner: whose hour has struck, and what they are to be reminded of, into the outbox.

It looks first, in a session that only reads, and then writes what it has found in short transactions: whoever saves
something waits for a few rows, not for the look.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryStatus, Occurrence
from scheduler.dates.timezones import day_end, day_of, day_start
from scheduler.db import VersionCounter, once
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.reminders.domain.due_times import DueTime
from scheduler.reminders.domain.lead_times import MAX_LEAD_DAYS
from scheduler.reminders.kinds.protocol import Among
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.models import PlanCursor
from scheduler.reminders.services.schedules import (
    IDS_AT_ONCE,
    Moments,
    ReminderSchedule,
    changed_people,
    due_times_of,
    habits_of,
    habits_struck,
)

DRAFTS_AT_ONCE = 250
# The clocks that are furthest ahead of and behind UTC (tzdata 2026f): a day somewhere lies within these.
AHEAD, BEHIND = timedelta(hours=14), timedelta(hours=12)

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look has found: the reminders that have become due, and up to which moment and version it has looked.

    `since` is where the look before ended; None if there was none.
    """

    drafts: Sequence[OutboxDraft]
    since: datetime | None
    until: datetime
    version: int

    def parts(self) -> Iterator[Sequence[OutboxDraft]]:
        """Cut the reminders into parts, each for a short transaction."""
        return (self.drafts[start : start + DRAFTS_AT_ONCE] for start in range(0, len(self.drafts), DRAFTS_AT_ONCE))


class _Happening(NamedTuple):
    """An occurrence of an entry."""

    entry_id: int
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None

    def day_in(self, zone: str) -> date:
        """Return the day on which it begins, as its reader's calendar shows it."""
        return self.first_day if self.starts_at is None else day_of(self.starts_at, zone)

    def last_moment_in(self, zone: str) -> datetime:
        """Return when it is over for a reader; what has a time and no end, with the day that it begins on."""
        if self.ends_at is not None:
            return self.ends_at
        return day_end(self.last_day if self.starts_at is None else self.day_in(zone), zone)


def look(session: Session, now: datetime) -> Plan:
    """Find every reminder that has become due since the last run; the session may be one that only reads.

    Two kinds of moments count: an hour that has struck since then, for all entries; and one that had struck
    before it today, for entries and people that have changed since: an hour or a zone that was changed would else
    be one that never struck today. The first run ever looks back at nothing.
    """
    cursor = session.get(PlanCursor, 1)
    # Read before everything that it numbers: what changes meanwhile is looked at again.
    version = session.scalar(select(VersionCounter.value)) or 0
    if cursor is None:
        return Plan((), None, now, version)
    moments = Moments(cursor.planned_until, now)
    drafts = _of_hours_struck(session, moments)
    if version != cursor.version:
        drafts |= _of_changed_entries(session, moments, cursor.version)
        drafts |= _of_changed_people(session, moments, cursor.version)
    return Plan(tuple(drafts.values()), moments.since, now, version)


def record(session: Session, drafts: Sequence[OutboxDraft], now: datetime) -> int:
    """Queue reminders that were found; returns how many were new. What was ever queued is not queued again."""
    return len(queue_all(session, drafts, now))


def advance(session: Session, plan: Plan) -> None:
    """Note how far has been looked, when all that was found is recorded; another worker may have come further."""
    cursor = once(
        session,
        lambda: session.get(PlanCursor, 1, with_for_update=True, populate_existing=True),
        lambda: _new_cursor(session, plan),
    )
    # Back too, if the clock was set back: else nothing would be planned until it catches up. Twice is once.
    if cursor.planned_until == plan.since:
        cursor.planned_until = plan.until
    cursor.planned_until = max(cursor.planned_until, plan.until)
    cursor.version = max(cursor.version, plan.version)


def _new_cursor(session: Session, plan: Plan) -> PlanCursor:
    cursor = PlanCursor(id=1, planned_until=plan.until, version=plan.version)
    session.add(cursor)
    session.flush()
    return cursor


def _of_hours_struck(session: Session, moments: Moments) -> dict[Key, OutboxDraft]:
    habits = habits_struck(session, moments)
    tellings = due_times_of(habits, moments, made_up=False)
    return _drafts(session, _on_days(session, _days_planned(tellings)), habits, tellings)


def _of_changed_people(session: Session, moments: Moments, version: int) -> dict[Key, OutboxDraft]:
    habits = habits_of(session, changed_people(session, version), moments.now)
    tellings = due_times_of(habits, moments, made_up=True)
    return _drafts(session, _on_days(session, _days_planned(tellings)), habits, tellings, people=habits)


def _of_changed_entries(session: Session, moments: Moments, version: int) -> dict[Key, OutboxDraft]:
    today, slack = moments.now.date(), timedelta(days=2)
    query = _happenings().where(Entry.version > version)
    query = query.where(Occurrence.first_day.between(today - slack, today + timedelta(days=MAX_LEAD_DAYS) + slack))
    happenings = [_Happening(*row) for row in session.execute(query)]
    pairs = list(_pairs(session, {one.entry_id for one in happenings}, None))
    habits = habits_of(session, {person_id for _kind, person_id, _entry_id in pairs}, moments.now)
    return _combined(pairs, happenings, habits, due_times_of(habits, moments, made_up=True))


def _days_planned(tellings: Mapping[ReminderSchedule, Sequence[DueTime]]) -> set[date]:
    return {
        context.day + timedelta(days=lead)
        for habit, days in tellings.items()
        for context in days
        for lead in habit.lead_days
    }


def _on_days(session: Session, days: Iterable[date]) -> list[_Happening]:
    """Return what may begin on these days, wherever its reader is."""
    found: dict[int, _Happening] = {}
    for day in sorted(days):
        all_day = and_(Occurrence.starts_at.is_(None), Occurrence.first_day == day)
        first, last = day_start(day, "UTC") - AHEAD, day_end(day, "UTC") + BEHIND
        timed = and_(Occurrence.starts_at >= first, Occurrence.starts_at < last)
        rows = session.execute(_happenings().add_columns(Occurrence.id).where(or_(all_day, timed)))
        found |= {row[-1]: _Happening(*row[:-1]) for row in rows}
    return list(found.values())


def _happenings() -> Select[int, date, date, datetime | None, datetime | None]:
    columns = (Occurrence.entry_id, Occurrence.first_day, Occurrence.last_day, Occurrence.starts_at, Occurrence.ends_at)
    query = select(*columns).join(Entry, Entry.id == Occurrence.entry_id)
    return query.where(Entry.removed_at.is_(None), Entry.status != EntryStatus.CANCELLED)


def _pairs(
    session: Session, entry_ids: Collection[int], people: Collection[int] | None
) -> Iterator[tuple[str, int, int]]:
    """Yield kind, person and entry of everybody whom a kind reminds of one of these entries."""
    wanted = sorted(entry_ids)
    for start in range(0, len(wanted), IDS_AT_ONCE):
        among = Among(wanted[start : start + IDS_AT_ONCE], people)
        for name, kind in KINDS.items():
            yield from ((name, person_id, entry_id) for person_id, entry_id in session.execute(kind.pairs(among)))


def _drafts(
    session: Session,
    happenings: Sequence[_Happening],
    habits: Mapping[int, ReminderSchedule],
    tellings: Mapping[ReminderSchedule, Sequence[DueTime]],
    *,
    people: Collection[int] | None = None,
) -> dict[Key, OutboxDraft]:
    return _combined(_pairs(session, {one.entry_id for one in happenings}, people), happenings, habits, tellings)


def _combined(
    pairs: Iterable[tuple[str, int, int]],
    happenings: Iterable[_Happening],
    habits: Mapping[int, ReminderSchedule],
    tellings: Mapping[ReminderSchedule, Sequence[DueTime]],
) -> dict[Key, OutboxDraft]:
    """Draft a reminder for each pair whose entry begins so many days after a day to remind at as the person wants."""
    by_entry: dict[int, list[_Happening]] = {}
    for one in happenings:
        by_entry.setdefault(one.entry_id, []).append(one)
    drafts: dict[Key, OutboxDraft] = {}
    for kind, person_id, entry_id in pairs:
        habit = habits.get(person_id)
        if habit is None:
            continue
        for context in tellings[habit]:
            for one in by_entry[entry_id]:
                # Of several days that were slept through, the last one that tells of a thing is enough.
                if draft := _due(kind, person_id, one, habit, context):
                    drafts[kind, person_id, entry_id] = draft
    return drafts


def _due(kind: str, person_id: int, one: _Happening, habit: ReminderSchedule, context: DueTime) -> OutboxDraft | None:
    """Draft a reminder if the day to remind at is one of those that the person wants, and the thing is not over."""
    lead = (one.day_in(habit.zone) - context.day).days
    last_moment = one.last_moment_in(habit.zone)
    if lead not in habit.lead_days or last_moment <= context.due_at:
        return None
    return OutboxDraft(
        stream=Stream.REMINDER,
        kind=kind,
        person_id=person_id,
        entry_id=one.entry_id,
        payload={"entry_id": one.entry_id, "first_day": one.first_day.isoformat(), "lead_days": lead},
        dedup_key=f"reminder:{kind}:{one.entry_id}:{one.first_day}:{person_id}:{lead}:{context.day}",
        due_at=context.due_at,
        expires_at=last_moment,
    )
