"""The planner: whose hour has struck, and what they are to be reminded of, into the outbox.

It looks first, in a session that only reads, and then writes what it has found in short transactions: whoever saves
something waits for a few rows, not for the look. What is told in which form is decided by `domain/telling.py`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryStatus, Occurrence
from scheduler.dates.timezones import day_end, day_start
from scheduler.db import VersionCounter, once
from scheduler.outbox.gathering import gather
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.reminders.domain.choices import Delivery
from scheduler.reminders.domain.due_times import next_strike
from scheduler.reminders.domain.lead_times import HOURS_OFFERED, MAX_LEAD_DAYS
from scheduler.reminders.domain.schedules import Schedule
from scheduler.reminders.domain.telling import (
    DueTimes,
    Happening,
    Telling,
    days_told_of,
    due_times,
    due_times_passed,
    told,
    told_hours_before,
)
from scheduler.reminders.kinds.protocol import Among
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.models import PlanCursor
from scheduler.reminders.services.schedules import IDS_AT_ONCE, changed_people, schedules_of, schedules_struck

DRAFTS_AT_ONCE = 250
# The clocks that are furthest ahead of and behind UTC (tzdata 2026f): a day somewhere lies within these.
AHEAD, BEHIND = timedelta(hours=14), timedelta(hours=12)

Pair = tuple[str, int, int]
"""A kind, a person and an entry."""

Drafts = dict[tuple[str, int, int, bool], OutboxDraft]


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


@dataclass(frozen=True, slots=True)
class Moments:
    """The time that is looked at, `(since, now]`; with `made_up`, what had struck before, of what has changed since.

    `back` is as in `due_times_passed`.
    """

    since: datetime
    now: datetime
    made_up: bool = False
    back: int = 0

    def due(self, schedule: Schedule) -> DueTimes:
        """Return the days to remind at."""
        if self.made_up:
            return due_times_passed(schedule.times, self.since, self.now, back=self.back)
        return due_times(schedule.times, self.since, self.now)


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
    drafts = _of_hours_struck(session, moments) | _of_hours_before(session, moments)
    if version != cursor.version:
        changed = Moments(cursor.planned_until, now, made_up=True)
        drafts |= _of_changed_entries(session, changed, cursor.version)
        drafts |= _of_changed_people(session, replace(changed, back=1), cursor.version)
    return Plan(tuple(drafts.values()), moments.since, now, version)


def record(session: Session, drafts: Sequence[OutboxDraft], now: datetime) -> int:
    """Queue reminders that were found; returns how many were new. What was ever queued is not queued again."""
    alone = [draft for draft in drafts if draft.gathered_at is None]
    gathered = [draft for draft in drafts if draft.gathered_at is not None]
    return len(queue_all(session, alone, now)) + gather(session, gathered, now)


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


def next_look(session: Session, since: datetime) -> datetime:
    """Return the first moment after `since` at which a look may find something, whatever is changed until then."""
    moments = [next_strike(since)]
    for ahead in (timedelta(hours=hours) for hours in HOURS_OFFERED):
        first = select(func.min(Occurrence.starts_at)).where(Occurrence.starts_at > since + ahead)
        if (starts_at := session.scalar(first)) is not None:
            moments.append(starts_at - ahead)
    return min(moments)


def happenings_on(session: Session, days: Iterable[date]) -> list[Happening]:
    """Return what may begin on these days, wherever its reader is."""
    found: dict[int, Happening] = {}
    for day in sorted(days):
        all_day = and_(Occurrence.starts_at.is_(None), Occurrence.first_day == day)
        first, last = day_start(day, "UTC") - AHEAD, day_end(day, "UTC") + BEHIND
        timed = and_(Occurrence.starts_at >= first, Occurrence.starts_at < last)
        rows = session.execute(_happenings().add_columns(Occurrence.id).where(or_(all_day, timed)))
        found |= {row[-1]: Happening(*row[:-1]) for row in rows}
    return list(found.values())


def happening_of(session: Session, entry_id: int) -> Happening | None:
    """Return the first occurrence of an entry; None for what is off, or has no day."""
    query = _happenings().where(Occurrence.entry_id == entry_id).order_by(Occurrence.first_day).limit(1)
    row = session.execute(query).first()
    return Happening(*row) if row is not None else None


def is_reminded(session: Session, kind: str, person_id: int, entry_id: int) -> bool:
    """Say whether a kind reminds this person of this entry still, whatever they chose."""
    return next(_pairs(session, [entry_id], [person_id], (kind,)), None) is not None


def pairs_wanted(
    session: Session, happenings: Iterable[Happening], schedules: Mapping[int, Schedule]
) -> Iterator[Pair]:
    """Yield kind, person and entry of everybody whom a kind that they want reminds of one of these."""
    entry_ids = {one.entry_id for one in happenings}
    for name in KINDS:
        people = [ident for ident, one in schedules.items() if one.choice(name).delivery is not Delivery.OFF]
        if people:
            yield from _pairs(session, entry_ids, people, (name,))


def _new_cursor(session: Session, plan: Plan) -> PlanCursor:
    cursor = PlanCursor(id=1, planned_until=plan.until, version=plan.version)
    session.add(cursor)
    session.flush()
    return cursor


def _of_hours_struck(session: Session, moments: Moments) -> Drafts:
    return _of_people(session, schedules_struck(session, moments.since, moments.now), moments)


def _of_changed_people(session: Session, moments: Moments, version: int) -> Drafts:
    return _of_people(session, schedules_of(session, changed_people(session, version), moments.now), moments)


def _of_people(session: Session, schedules: Mapping[int, Schedule], moments: Moments) -> Drafts:
    days: set[date] = set()
    for schedule in _distinct(schedules):
        days |= days_told_of(schedule.times, set(schedule.kinds.values()), moments.due(schedule))
    happenings = happenings_on(session, days)
    return _combined(pairs_wanted(session, happenings, schedules), happenings, schedules, moments)


def _of_changed_entries(session: Session, moments: Moments, version: int) -> Drafts:
    today, slack = moments.now.date(), timedelta(days=2)
    query = _happenings().where(Entry.version > version)
    query = query.where(Occurrence.first_day.between(today - slack, today + timedelta(days=MAX_LEAD_DAYS) + slack))
    return _of_entries(session, [Happening(*row) for row in session.execute(query)], moments)


def _of_hours_before(session: Session, moments: Moments) -> Drafts:
    """Find what begins so many hours from now; what else is told of it is told at another hour."""
    ahead = [timedelta(hours=hours) for hours in HOURS_OFFERED]
    within = (
        and_(Occurrence.starts_at > moments.since + one, Occurrence.starts_at <= moments.now + one) for one in ahead
    )
    query = _happenings().where(or_(*within), Occurrence.starts_at > moments.now)
    return _of_entries(session, [Happening(*row) for row in session.execute(query)], moments)


def _of_entries(session: Session, happenings: Sequence[Happening], moments: Moments) -> Drafts:
    if not happenings:
        return {}
    pairs = list(_pairs(session, {one.entry_id for one in happenings}, None, KINDS))
    schedules = schedules_of(session, {person_id for _kind, person_id, _entry_id in pairs}, moments.now)
    return _combined(pairs, happenings, schedules, moments)


def _happenings() -> Select[int, date, date, datetime | None, datetime | None]:
    columns = (Occurrence.entry_id, Occurrence.first_day, Occurrence.last_day, Occurrence.starts_at, Occurrence.ends_at)
    query = select(*columns).join(Entry, Entry.id == Occurrence.entry_id)
    return query.where(Entry.removed_at.is_(None), Entry.status != EntryStatus.CANCELLED)


def _pairs(
    session: Session, entry_ids: Collection[int], people: Collection[int] | None, kinds: Iterable[str]
) -> Iterator[Pair]:
    """Yield kind, person and entry of everybody whom a kind reminds of one of these entries."""
    wanted = sorted(entry_ids)
    for start in range(0, len(wanted), IDS_AT_ONCE):
        among = Among(wanted[start : start + IDS_AT_ONCE], people)
        for name in kinds:
            query = KINDS[name].pairs(among)
            yield from ((name, person_id, entry_id) for person_id, entry_id in session.execute(query))


def _combined(
    pairs: Iterable[Pair], happenings: Iterable[Happening], schedules: Mapping[int, Schedule], moments: Moments
) -> Drafts:
    """Draft a reminder for each pair of which the person is to be told now, in the form that they want."""
    by_entry: dict[int, list[Happening]] = {}
    for one in happenings:
        by_entry.setdefault(one.entry_id, []).append(one)
    due = {id(one): moments.due(one) for one in _distinct(schedules)}
    drafts: Drafts = {}
    for pair in pairs:
        kind, person_id, entry_id = pair
        schedule = schedules.get(person_id)
        if schedule is None:
            continue
        times, choice = schedule.times, schedule.choice(kind)
        for one in by_entry[entry_id]:
            if telling := told(times, choice, one, due[id(schedule)]):
                drafts[*pair, False] = reminder_draft(kind, person_id, one, telling)
            soon = told_hours_before(times, choice, one, moments.since, moments.now, made_up=moments.made_up)
            if soon:
                drafts[*pair, True] = reminder_draft(kind, person_id, one, soon)
    return drafts


def _distinct(schedules: Mapping[int, Schedule]) -> Collection[Schedule]:
    """Return each schedule once; many people share one."""
    return {id(one): one for one in schedules.values()}.values()


def reminder_draft(kind: str, person_id: int, one: Happening, telling: Telling) -> OutboxDraft:
    """Return what goes into the outbox; its key names this one telling for ever."""
    payload = {"entry_id": one.entry_id, "first_day": one.first_day.isoformat(), "lead": telling.lead}
    if telling.is_weekly:
        payload["weekly"] = True
    if telling.lead.endswith("h") and one.starts_at is not None:
        payload["starts_at"] = int(one.starts_at.timestamp())
    return OutboxDraft(
        stream=Stream.REMINDER,
        kind=kind,
        person_id=person_id,
        entry_id=one.entry_id,
        payload=payload,
        dedup_key=f"reminder:{kind}:{one.entry_id}:{one.first_day}:{person_id}:{telling.key}",
        due_at=telling.due_at,
        expires_at=telling.expires_at,
        gathered_at=telling.gathered_at,
    )
