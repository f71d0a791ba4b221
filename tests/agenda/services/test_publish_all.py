"""Many entries at once: what one by one would give, in a number of statements that does not grow with them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryTopic, Occurrence
from scheduler.agenda.services.changes import ChangeKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import entry_of, publish, publish_all

Draft = Callable[..., EntryDraft]
FIRST = date(2027, 1, 1)


def drafts(session: Session, draft_of: Draft, count: int) -> list[EntryDraft]:
    guard = public_guard(session)
    days = [FIRST + timedelta(days=step) for step in range(count)]
    return [draft_of(guard, source=Source("content", n), when=AllDay(day, day)) for n, day in enumerate(days, start=1)]


def statements_beside_new_entries(session: Session, run: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    run()
    event.remove(connection, "before_cursor_execute", note)
    return len([statement for statement in seen if not statement.startswith("INSERT INTO entry (")])


def test_each_draft_becomes_an_entry_with_its_topics_and_day(session: Session, now: datetime, draft_of: Draft) -> None:
    changes = publish_all(session, drafts(session, draft_of, 3), now)

    assert [change and (change.kind, change.after) for change in changes] == [
        (ChangeKind.CREATED, AllDay(date(2027, 1, n), date(2027, 1, n))) for n in (1, 2, 3)
    ]
    assert session.scalars(select(EntryTopic.topic)).all() == ["trafficking"] * 3
    assert session.scalars(select(Occurrence.first_day).order_by(Occurrence.first_day)).all() == [
        date(2027, 1, 1),
        date(2027, 1, 2),
        date(2027, 1, 3),
    ]


def test_only_what_readers_see_differently_is_a_change(session: Session, now: datetime, draft_of: Draft) -> None:
    first, second, third = drafts(session, draft_of, 3)
    publish_all(session, [first, second, third], now)

    renamed = replace(second, title="Another scorecard", topics=["labour"])
    changes = publish_all(session, [first, renamed, third], now)

    assert [change.kind if change else None for change in changes] == [None, ChangeKind.CHANGED, None]
    topics = session.scalars(select(EntryTopic.topic).order_by(EntryTopic.entry_id)).all()
    assert topics == ["trafficking", "labour", "trafficking"]


def test_a_parent_may_come_in_the_same_call_and_after_its_child(
    session: Session, now: datetime, draft_of: Draft
) -> None:
    parent, child = drafts(session, draft_of, 2)

    publish_all(session, [replace(child, parent=parent.source), parent], now)

    stored = {source.id: entry_of(session, source) for source in (parent.source, child.source)}
    assert stored[2] is not None
    assert stored[1] is not None
    assert stored[2].parent_entry_id == stored[1].id


def test_a_moved_entry_has_one_occurrence(session: Session, now: datetime, draft_of: Draft) -> None:
    first, second = drafts(session, draft_of, 2)
    publish_all(session, [first, second], now)

    later = AllDay(date(2027, 3, 1), date(2027, 3, 2))
    publish_all(session, [replace(first, when=later), second], now)

    days = session.execute(select(Occurrence.first_day, Occurrence.last_day).order_by(Occurrence.first_day)).all()
    assert [tuple(row) for row in days] == [
        (date(2027, 1, 2), date(2027, 1, 2)),
        (date(2027, 3, 1), date(2027, 3, 2)),
    ]


def test_the_number_of_statements_does_not_grow_with_the_entries(
    session: Session, now: datetime, draft_of: Draft
) -> None:
    three, thirty = drafts(session, draft_of, 3), drafts(session, draft_of, 30)
    publish(session, three[0], now)

    few = statements_beside_new_entries(session, lambda: publish_all(session, three, now))
    many = statements_beside_new_entries(session, lambda: publish_all(session, thirty, now))

    assert many <= few
    assert session.scalar(select(func.count()).select_from(Entry)) == 30
