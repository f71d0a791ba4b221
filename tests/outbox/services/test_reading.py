from dataclasses import fields
from datetime import datetime, timedelta

from scheduler.db import AppSession
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.reading import LogFilter, LogRow, log_of, named, recent
from scheduler.outbox.services import queue_all
from tests.outbox.letters import draft


def log(session: AppSession, now: datetime) -> None:
    """Five messages in the order 1 to 5; the third is to another person and has failed."""
    for number in range(1, 6):
        person_id = 8 if number == 3 else 7
        stream = Stream.NOTICE if number == 4 else Stream.REMINDER
        queue_all(session, [draft(number, now, stream, person_id=person_id, entry_id=number % 2)], now)
        now += timedelta(minutes=1)


def test_a_person_sees_their_own_log_last_first(session: AppSession, now: datetime):
    log(session, now)

    rows = log_of(session, 7, limit=3)

    assert [(row.person_id, row.created_at - now) for row in rows] == [
        (7, timedelta(minutes=4)),
        (7, timedelta(minutes=3)),
        (7, timedelta(minutes=1)),
    ]
    assert rows[1].stream is Stream.NOTICE
    assert rows[0].state is MessageState.READY


def test_a_row_of_the_log_has_neither_address_nor_payload():
    when = {"created_at", "due_at", "settled_at"}

    assert {field.name for field in fields(LogRow)} - when == {
        "id", "name", "stream", "kind", "state", "person_id", "entry_id", "attempts", "reason"
    }  # fmt: skip


def test_a_name_tells_nothing_and_leads_to_its_message(session: AppSession, now: datetime):
    log(session, now)
    names = [row.name for row in recent(session, LogFilter(), limit=10)]

    assert len(set(names)) == 5
    assert {len(name) for name in names} == {40}
    assert named(session, names[0], Message.person_id == 7) is not None
    assert named(session, names[0], Message.person_id == 8) is None


def test_the_log_of_all_can_be_narrowed_and_goes_on(session: AppSession, now: datetime):
    log(session, now)
    rows = recent(session, LogFilter(), limit=10)
    numbers = {row.id: 5 - place for place, row in enumerate(rows)}

    def found(**parts: object) -> list[int]:
        return [numbers[row.id] for row in recent(session, LogFilter(**parts), limit=2)]  # type: ignore[arg-type]

    assert found() == [5, 4]
    assert found(before=rows[1].name) == [3, 2]
    assert found(before="unknown") == []
    assert found(streams=frozenset({Stream.NOTICE})) == [4]
    assert found(states=frozenset({MessageState.FAILED})) == []
    assert found(kinds=frozenset({"lead", "overdue"}), person_id=7) == [5, 4]
    assert found(person_id=8) == [3]
    assert found(entry_id=0) == [4, 2]
