from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryStatus, EntryTopic, Guard, Occurrence
from scheduler.agenda.services.changes import ChangeKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import entry_of, publish, remove

Draft = Callable[..., EntryDraft]
LATER = timedelta(hours=1)


def test_publish_concealed_stores_only_the_placeholder(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft
) -> None:
    publish(session, draft_of(embargoed), now)

    entry = session.scalars(select(Entry)).one()
    stored = repr({one.key: getattr(entry, one.key) for one in Entry.__mapper__.column_attrs})
    assert entry.title == "Joint statement, 30 July"
    for word in ("Scorecard", "twelve", "Press release", "trafficking"):
        assert word not in stored
    assert session.scalars(select(EntryTopic)).all() == []


def test_publish_unchanged_keeps_the_bytes_and_sequence(session: Session, now: datetime, draft_of: Draft) -> None:
    draft = draft_of(public_guard(session))
    first = publish(session, draft, now)
    assert first is not None
    before = (first.entry.sequence, first.entry.vevent_head, first.entry.changed_at)

    again = publish(session, draft, now + LATER)

    assert again is None
    assert (first.entry.sequence, first.entry.vevent_head, first.entry.changed_at) == before


def test_publish_moved_keeps_uid_raises_sequence_and_moves_the_occurrence(
    session: Session, now: datetime, draft_of: Draft
) -> None:
    draft = draft_of(public_guard(session))
    first = publish(session, draft, now)
    assert first is not None
    uid = first.entry.uid

    moved = publish(session, replace(draft, when=AllDay(date(2027, 8, 2), date(2027, 8, 3))), now + LATER)

    assert moved is not None
    assert (moved.kind, moved.days_moved) == (ChangeKind.MOVED, 3)
    assert (moved.entry.uid, moved.entry.sequence) == (uid, 1)
    assert b"DTSTAMP:20270701T130000Z" in moved.entry.vevent_head
    days = session.execute(select(Occurrence.first_day, Occurrence.last_day)).one()
    assert tuple(days) == (date(2027, 8, 2), date(2027, 8, 3))


def test_publish_cancelled_then_restored(session: Session, now: datetime, draft_of: Draft) -> None:
    draft = draft_of(public_guard(session))
    publish(session, draft, now)

    cancelled = publish(session, replace(draft, status=EntryStatus.CANCELLED), now + LATER)
    assert cancelled is not None
    assert (cancelled.kind, cancelled.entry.cancelled_at) == (ChangeKind.CANCELLED, now + LATER)
    assert b"STATUS:CANCELLED" in cancelled.entry.vevent_head
    assert cancelled.entry.vevent_summary == b"SUMMARY:Scorecard of live-streamed abuse\r\n"

    restored = publish(session, draft, now + LATER)
    assert restored is not None
    assert (restored.kind, restored.entry.cancelled_at, restored.entry.sequence) == (ChangeKind.RESTORED, None, 2)


def test_remove_then_publish_keeps_the_uid(session: Session, now: datetime, draft_of: Draft) -> None:
    draft = draft_of(public_guard(session))
    first = publish(session, draft, now)
    assert first is not None
    uid = first.entry.uid

    assert remove(session, draft.source, now) is not None
    assert remove(session, draft.source, now) is None
    back = publish(session, draft, now + LATER)

    assert back is not None
    assert (back.kind, back.entry.uid, back.entry.removed_at) == (ChangeKind.RESTORED, uid, None)


def test_publish_timed_derives_the_instant_from_wall_time(session: Session, now: datetime, draft_of: Draft) -> None:
    when = Timed(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 10, 0))
    publish(session, draft_of(public_guard(session), when=when), now)

    entry = entry_of(session, Source("content", 1))
    assert entry is not None
    assert entry.starts_at == datetime(2027, 7, 30, 1, 0, tzinfo=UTC)
    assert b"DTSTART:20270730T010000Z\r\nDTEND:20270730T020000Z" in entry.vevent_head


def test_publish_refuses_a_span_that_no_month_page_would_find(session: Session, now: datetime, draft_of: Draft) -> None:
    when = AllDay(date(2027, 1, 1), date(2028, 12, 31))
    with pytest.raises(ValueError, match="cannot be published"):
        publish(session, draft_of(public_guard(session), when=when), now)


def test_commit_numbers_changes_in_order(session: Session, now: datetime, draft_of: Draft) -> None:
    draft = draft_of(public_guard(session))
    first = publish(session, draft, now)
    session.commit()
    assert first is not None
    number = first.entry.version
    assert number is not None

    publish(session, replace(draft, title="Other"), now)
    session.commit()

    assert first.entry.version is not None
    assert first.entry.version > number
