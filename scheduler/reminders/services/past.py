"""What somebody would have been told in the time that is past, had they chosen otherwise; nothing is written."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer, sees_text
from scheduler.agenda.models import Entry
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.outbox.models import Message, Stream
from scheduler.reminders.domain.choices import GATHERED, Delivery, KindChoice
from scheduler.reminders.domain.schedules import Schedule, Times
from scheduler.reminders.domain.telling import (
    DueTimes,
    Happening,
    Telling,
    days_told_of,
    due_times,
    told,
    told_hours_before,
)
from scheduler.reminders.kinds.date_wanted import DateWanted
from scheduler.reminders.reading import entries_with_guards, may_know
from scheduler.reminders.services.planner import happenings_on, pairs_wanted

STEP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PastReminder:
    """A reminder of an entry, on which day of its reader it begins, and whether it came in a weekly email."""

    kind: str
    entry: Entry
    day: date
    is_weekly: bool


@dataclass(frozen=True, slots=True)
class PastNotice:
    """A notification of an entry, and whether it came in a weekly email."""

    kind: str
    entry: Entry
    is_weekly: bool = False


@dataclass(frozen=True, slots=True)
class PastEmail:
    """An email that would have left, and what it would have said."""

    at: datetime
    contents: tuple[PastReminder | PastNotice, ...]
    is_gathered: bool


_Key = tuple[datetime, str]
_Found = Iterator[tuple[_Key, PastReminder | PastNotice]]

_GATHERED = ""


def past_emails(
    session: Session, viewer: Viewer, schedule: Schedule, since: datetime, now: datetime
) -> list[PastEmail]:
    """Return the emails that a schedule would have sent to the viewer in `(since, now]`, the oldest first.

    They are made from the entries and notifications as they are now, by what the planner decides by.
    """
    emails: dict[_Key, dict[tuple[str, int], PastReminder | PastNotice]] = {}
    for key, content in (
        *_reminders(session, viewer, schedule, since, now),
        *_notices(session, viewer, schedule, since, now),
    ):
        emails.setdefault(key, {}).setdefault((content.kind, content.entry.id), content)
    return [
        PastEmail(key[0], tuple(contents.values()), is_gathered=key[1] == _GATHERED)
        for key, contents in sorted(emails.items(), key=lambda one: one[0])
    ]


def _reminders(session: Session, viewer: Viewer, schedule: Schedule, since: datetime, now: datetime) -> _Found:
    person_id, times = viewer.person_id or 0, schedule.times
    days = [due for due in _each_day(times, since, now) if not due.is_empty]
    wanted = set[date]().union(*(days_told_of(times, schedule.kinds.values(), due) for due in days))
    if any(choice.leads.hours for choice in schedule.kinds.values()):
        wanted |= {since.date() + timedelta(days=offset) for offset in range((now - since).days + 2)}
    happenings = happenings_on(session, wanted)
    by_entry = {one.entry_id: one for one in happenings}
    entries = _readable(session, viewer, by_entry)
    for kind, person, entry_id in pairs_wanted(session, happenings, {person_id: schedule}):
        if person != person_id or entry_id not in entries:
            continue
        one, choice = by_entry[entry_id], schedule.choice(kind)
        for telling in _tellings(times, choice, one, days, (since, now)):
            content = PastReminder(kind, entries[entry_id], one.day_in(times.zone), telling.is_weekly)
            yield _key(telling, kind, entry_id), content


def _each_day(times: Times, since: datetime, now: datetime) -> Iterator[DueTimes]:
    at = since
    while at < now:
        yield due_times(times, at, min(at + STEP, now))
        at += STEP


def _tellings(
    times: Times, choice: KindChoice, one: Happening, days: Collection[DueTimes], within: tuple[datetime, datetime]
) -> Iterator[Telling]:
    named: dict[str, Telling] = {}
    for due in days:
        if (telling := told(times, choice, one, due)) is not None:
            named.setdefault(telling.key, telling)
    since, now = within
    if one.starts_at is not None:
        for hours in choice.leads.hours:
            at = one.starts_at - timedelta(hours=hours)
            if since < at <= now and (soon := told_hours_before(times, choice, one, at - STEP, at)) is not None:
                named.setdefault(soon.key, soon)
    yield from named.values()


def _key(telling: Telling, kind: str, entry_id: int) -> _Key:
    if telling.gathered_at is not None:
        return telling.gathered_at, _GATHERED
    # Dates to confirm go together already.
    return telling.due_at, kind if kind == DateWanted.name else f"{kind}:{entry_id}:{telling.key}"


def _notices(session: Session, viewer: Viewer, schedule: Schedule, since: datetime, now: datetime) -> _Found:
    together = func.coalesce(Message.bundle_id, Message.id)
    query = select(Message.kind, Message.entry_id, Message.created_at, together).order_by(Message.id)
    query = query.where(*_own_notices(viewer), Message.created_at > since, Message.created_at <= now)
    rows = [row for row in session.execute(query) if schedule.notice(row[0]) is not Delivery.OFF]
    entries = _readable(session, viewer, {entry_id for _kind, entry_id, _at, _together in rows if entry_id})
    alone: dict[int, datetime] = {}
    for kind, entry_id, at, carrier in rows:
        entry, delivery = entries.get(entry_id or 0), schedule.notice(kind)
        if entry is None:
            continue
        if delivery in GATHERED:
            leaves = schedule.times.next_gathered(delivery, at)
            if leaves <= now:
                yield (leaves, _GATHERED), PastNotice(kind, entry, delivery is Delivery.WEEKLY)
        else:
            yield (alone.setdefault(carrier, at), f"notice:{carrier}"), PastNotice(kind, entry)


def _own_notices(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return Message.person_id == viewer.person_id, Message.stream == Stream.NOTICE, may_know(viewer)


def _readable(session: Session, viewer: Viewer, entry_ids: Collection[int] | Mapping[int, object]) -> dict[int, Entry]:
    """Return the entries of which mail would tell the viewer."""
    found = entries_with_guards(session, list(entry_ids))
    return {
        ident: entry
        for ident, entry in found.items()
        if entry.removed_at is None and sees_text(viewer, guard_rules(entry.guard))
    }
