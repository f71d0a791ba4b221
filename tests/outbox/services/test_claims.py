from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.leases import (
    LEASE,
    SENT,
    DeliveryOutcome,
    call_back,
    claim,
    expire,
    put_off,
    record,
    release,
    sweep,
)
from scheduler.outbox.models import MessageState, Stream
from tests.outbox.letters import draft, messages, queued, states

Sessions = sessionmaker[AppSession]


def claimed(sessions: Sessions, owner: str, now: datetime, limit: int = 100) -> list[int]:
    with sessions() as session:
        idents = claim(session, owner, now, limit)
        session.commit()
    return idents


def recorded(sessions: Sessions, owner: str, ident: int, outcome: DeliveryOutcome, now: datetime) -> bool:
    with sessions() as session:
        is_recorded = record(session.connection(), owner, ident, outcome, now)
        session.commit()
    return is_recorded


def test_only_what_is_due_is_claimed_and_only_once(sessions: Sessions, now: datetime):
    queued(sessions, [draft(1, now), draft(2, now + timedelta(seconds=1)), draft(3, now - timedelta(days=1))], now)

    assert claimed(sessions, "a", now) == [3, 1]
    assert claimed(sessions, "b", now) == []
    assert [message.claimed_by for message in messages(sessions)] == ["a", None, "a"]


def test_account_mail_goes_first_then_notices_then_reminders(sessions: Sessions, now: datetime):
    early, streams = now - timedelta(hours=1), (Stream.REMINDER, Stream.NOTICE, Stream.ACCOUNT)
    queued(sessions, [draft(1, early), draft(2, early)], now)
    queued(sessions, [draft(9, now, stream) for stream in streams], now)

    claims = claimed(sessions, "a", now, limit=4)

    kinds = {message.id: message.stream for message in messages(sessions)}
    assert [kinds[ident] for ident in claims] == ["account", "notice", "reminder", "reminder"]
    assert claimed(sessions, "a", now, limit=4) == [3]


def test_claims_of_a_dead_worker_are_given_back_after_their_lease(sessions: Sessions, now: datetime):
    queued(sessions, [draft(1, now)], now)
    claimed(sessions, "dead", now)

    with sessions() as session:
        assert sweep(session, now + LEASE) == 0
        assert sweep(session, now + LEASE + timedelta(seconds=1)) == 1
        session.commit()

    assert states(sessions) == [("ready", 0, "")]
    assert claimed(sessions, "living", now) == [1]


def test_a_released_message_was_not_tried(sessions: Sessions, now: datetime):
    queued(sessions, [draft(1, now), draft(2, now)], now)
    claimed(sessions, "a", now)

    with sessions() as session:
        release(session, "a", [2])
        release(session, "b", [1])
        session.commit()

    assert states(sessions) == [("claimed", 0, ""), ("ready", 0, "")]


@pytest.mark.parametrize(
    ("outcome", "state", "settled"),
    [
        (SENT, ("sent", 1, ""), True),
        (DeliveryOutcome(MessageState.NOTHING_TO_SAY, "cancelled"), ("nothing_to_say", 0, "cancelled"), True),
        (put_off("550 no", None), ("failed", 1, "550 no"), True),
        (
            put_off("451 not now", datetime.fromisoformat("2027-07-01T12:01:00+00:00")),
            ("ready", 1, "451 not now"),
            False,
        ),
    ],
)
def test_an_outcome_is_recorded(
    sessions: Sessions, now: datetime, outcome: DeliveryOutcome, state: tuple[str, int, str], settled: bool
):
    queued(sessions, [draft(1, now)], now)
    claimed(sessions, "a", now)

    assert recorded(sessions, "a", 1, outcome, now) is True

    (message,) = messages(sessions)
    assert states(sessions) == [state]
    assert message.settled_at == (now if settled else None)
    assert message.due_at == (outcome.due_at or now)
    assert message.claimed_by is None


def test_who_lost_a_claim_cannot_record_over_the_next_one(sessions: Sessions, now: datetime):
    queued(sessions, [draft(1, now)], now)
    claimed(sessions, "slow", now)
    with sessions() as session:
        sweep(session, now + LEASE * 2)
        session.commit()
    claimed(sessions, "quick", now)

    assert recorded(sessions, "slow", 1, put_off("451 not now", now), now) is False
    assert recorded(sessions, "quick", 1, SENT, now) is True
    assert recorded(sessions, "quick", 1, put_off("550 no", None), now) is False
    assert states(sessions) == [("sent", 1, "")]


def test_what_was_queued_or_put_off_while_the_clock_ran_ahead_is_called_back(sessions: Sessions, now: datetime):
    ahead = now + timedelta(hours=3)
    planned, at_once = draft(1, ahead), draft(2, ahead)
    queued(sessions, [planned], now)
    queued(sessions, [at_once, draft(3, ahead)], ahead)
    queued(sessions, [draft(4, now)], now)
    claimed(sessions, "a", ahead)
    with sessions() as session:
        release(session, "a", [1, 2])
        record(session.connection(), "a", 3, put_off("451 not now", ahead + timedelta(minutes=1)), ahead)
        record(session.connection(), "a", 4, put_off("451 not now", now + timedelta(hours=1)), ahead)
        assert call_back(session, now) == 2
        session.commit()

    later = now + timedelta(hours=1)
    assert [message.due_at for message in messages(sessions)] == [ahead, now, now, later]


def test_due_messages_whose_time_is_over_expire(sessions: Sessions, now: datetime):
    in_time, over = now + timedelta(seconds=1), now
    queued(sessions, [draft(1, now, expires_at=over), draft(2, now, expires_at=in_time), draft(3, now)], now)

    with sessions() as session:
        assert expire(session, now) == 1
        session.commit()

    assert [state for state, _, _ in states(sessions)] == ["expired", "ready", "ready"]


@pytest.mark.engines("sqlite")
def test_due_messages_are_found_by_index_among_many(sessions: Sessions, now: datetime):
    asked: list[tuple[str, Any]] = []

    with sessions() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
        claim(session, "a", now, 10)
        statement, values = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()

    steps = [row.detail for row in plan]
    assert any("USING INDEX ix_message_ready (stream=? AND due_at<?)" in step for step in steps)
    assert not any("SCAN message" in step or "TEMP B-TREE" in step for step in steps)
