from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.db import AppSession
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.reading import last_heartbeat
from scheduler.outbox.services import OutboxDraft, beat, queue, queue_all, send_again
from tests.outbox.letters import draft


def test_a_message_is_kept_as_drafted(session: AppSession, now: datetime):
    later = now + timedelta(hours=1)

    message = queue(session, draft(7, now, Stream.ACCOUNT, expires_at=later, entry_id=5, person_id=3), now)

    assert message is not None
    session.refresh(message)
    assert (message.stream, message.kind, message.person_id, message.entry_id) == (Stream.ACCOUNT, "lead", 3, 5)
    assert (message.payload, message.due_at, message.expires_at) == ({"number": 7}, now, later)
    assert (message.state, message.attempts, message.last_error) == (MessageState.READY, 0, "")


def test_a_telling_is_queued_once(session: AppSession, now: datetime):
    first = queue(session, draft(7, now), now)
    again = queue(session, draft(7, now + timedelta(days=1)), now)

    assert first is not None
    assert again is None
    assert session.scalars(select(Message.due_at)).all() == [now]


def test_many_are_queued_at_once_without_those_that_are_there(session: AppSession, now: datetime):
    queue(session, draft(2, now), now)

    fresh = queue_all(session, [draft(number, now) for number in (1, 2, 3, 3)], now)

    assert {message.payload["number"] for message in fresh} == {1, 3}
    assert queue_all(session, [], now) == []
    assert len(session.scalars(select(Message)).all()) == 3


def test_every_message_has_a_name_of_its_own(session: AppSession, now: datetime):
    queue_all(session, [draft(number, now) for number in range(20)], now)

    assert len(set(session.scalars(select(Message.message_id)))) == 20


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_that_the_table_cannot_hold_is_refused_where_it_is_made(now: datetime, key: str):
    with pytest.raises(ValueError, match="1 to 200"):
        OutboxDraft(stream=Stream.NOTICE, kind="moved", person_id=1, dedup_key=key, due_at=now)


def test_only_a_failed_message_can_be_sent_again(session: AppSession, now: datetime):
    failed, sent = queue_all(session, [draft(1, now), draft(2, now)], now)
    failed.state, failed.attempts, failed.settled_at = MessageState.FAILED, 50, now
    sent.state = MessageState.SENT
    session.flush()
    later = now + timedelta(days=2)

    assert send_again(session, failed.id, later) is True
    assert send_again(session, sent.id, later) is False
    session.refresh(failed)
    assert (failed.state, failed.attempts, failed.due_at) == (MessageState.READY, 0, later)
    assert failed.settled_at is None


def test_the_last_beat_replaces_the_one_before(session: AppSession, now: datetime):
    assert last_heartbeat(session, "worker") is None

    beat(session, "worker", now)
    beat(session, "worker", now + timedelta(seconds=30))
    beat(session, "mail", now)

    assert last_heartbeat(session, "worker") == now + timedelta(seconds=30)
    assert last_heartbeat(session, "mail") == now
