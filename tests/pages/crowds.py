"""Thousands of entries with few statements: one month that a reader sees, among others of all kinds."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import TELLS_MORE, EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed, When
from scheduler.agenda.services.guards import Embargo, GuardDraft, coalition_guard, create_guard, public_guard
from scheduler.agenda.services.publishing import publish_all

MONTH = date(2027, 7, 1)
VISIBLE = 60
LIFT = Embargo(datetime(2027, 8, 30, 9, 0), "Asia/Manila", datetime(2027, 8, 30, 1, 0, tzinfo=UTC))
KINDS = tuple(kind for kind in EntryKind if kind not in TELLS_MORE)
TOPICS = ("trafficking", "labour", "migration")
AT_ONCE = 1000


def add_visible(session: Session, organisation_id: int, now: datetime, count: int = VISIBLE) -> None:
    """Add entries to the month, half of them under an embargo and each of those behind a guard of its own."""
    embargo = GuardDraft(
        Audience.COALITION, embargo=LIFT, embargo_group_organisations=[organisation_id], placeholder_title="Release"
    )
    shared = coalition_guard(session).id
    guards = [create_guard(session, embargo).id if number % 2 else shared for number in range(count)]
    days = (MONTH + timedelta(days=number % 31) for number in range(count))
    _publish(
        session, [_draft(n, _when(n, day), guard) for n, (day, guard) in enumerate(zip(days, guards, strict=True))], now
    )


def add_others(session: Session, person_id: int, now: datetime, count: int) -> None:
    """Add entries that the reader does not see in the month: in other months, or in it and not theirs to know."""
    theirs = create_guard(session, GuardDraft(Audience.PEOPLE, people=[person_id])).id
    guards = (public_guard(session).id, coalition_guard(session).id)
    drafts = []
    for number, day in zip(range(count), _other_days(), strict=False):
        in_month = day.replace(day=1) == MONTH
        drafts.append(_draft(100_000 + number, _when(number, day), theirs if in_month else guards[number % 2]))
    _publish(session, drafts, now)


def _other_days() -> Iterator[date]:
    """Yield days from two years back to three years ahead, over and over; not those beside the month's grid."""
    while True:
        for step in range(5 * 365):
            day = MONTH - timedelta(days=2 * 365) + timedelta(days=step)
            if day.replace(day=1) == MONTH or abs((day - MONTH).days) > 60:
                yield day


def _when(number: int, day: date) -> When:
    if number % 3:
        return AllDay(day, day)
    return Timed(datetime(day.year, day.month, day.day, 9 + number % 8), "Asia/Manila")


def _draft(number: int, when: When, guard_id: int) -> EntryDraft:
    return EntryDraft(
        source=Source("sample", number),
        kind=KINDS[number % len(KINDS)],
        when=when,
        guard_id=guard_id,
        title=f"Statement on the safety of children online {number}",
        path=f"/content/{number}",
        topics=[TOPICS[number % len(TOPICS)]],
    )


def _publish(session: Session, drafts: Sequence[EntryDraft], now: datetime) -> None:
    for start in range(0, len(drafts), AT_ONCE):
        publish_all(session, drafts[start : start + AT_ONCE], now)
        session.expunge_all()
