"""What may have been sent before a restore is held, and leaves or is settled as a person decides."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import sessionmaker

from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.db import AppSession
from scheduler.outbox.holding import (
    DATABASE,
    Restore,
    awaits_decision,
    drop_held,
    held_and_awaited,
    held_count,
    hold_due,
    last_restore,
    note_decision,
    send_held,
)
from scheduler.outbox.leases import claim
from scheduler.outbox.models import IS_HELD, Stream
from tests.outbox.letters import draft, messages, queued, states

Sessions = sessionmaker[AppSession]
HELD = ("held", 0, "restored")


def held(sessions: Sessions, now: datetime) -> int:
    with sessions() as session:
        count = hold_due(session, now)
        session.commit()
    return count


def test_what_was_due_is_held_and_what_comes_later_is_not(sessions: Sessions, now: datetime):
    later = now + timedelta(seconds=1)
    queued(sessions, [draft(1, now), draft(2, now - timedelta(days=9), Stream.ACCOUNT), draft(3, later)], now)

    assert held(sessions, now) == 2

    assert states(sessions) == [HELD, HELD, ("ready", 0, "")]
    assert held(sessions, now) == 0
    with sessions() as session:
        assert held_count(session) == 2
        assert claim(session, "worker", now, 10) == []


def test_what_a_worker_had_in_hand_is_held(sessions: Sessions, now: datetime):
    queued(sessions, [draft(1, now)], now)
    with sessions() as session:
        claim(session, "worker of that time", now, 10)
        session.commit()

    assert held(sessions, now - timedelta(hours=1)) == 1

    assert states(sessions) == [HELD]
    assert messages(sessions)[0].claimed_by is None


def test_what_is_too_late_is_settled_not_held(sessions: Sessions, now: datetime):
    queued(sessions, [draft(1, now - timedelta(days=2), expires_at=now)], now)

    assert held(sessions, now) == 0
    assert states(sessions) == [("expired", 0, "")]


def test_one_or_all_are_sent_or_not(sessions: Sessions, now: datetime):
    queued(sessions, [draft(number, now) for number in range(1, 6)], now)
    held(sessions, now)
    later = now + timedelta(hours=3)

    with sessions() as session:
        assert list(send_held(session, later, 1)) == [1]
        assert list(drop_held(session, later, 2)) == [2]
        assert list(send_held(session, later, 1)) == []
        assert list(drop_held(session, later, 1)) == []
        assert sorted(send_held(session, later)) == [3, 4, 5]
        assert list(drop_held(session, later)) == []
        session.commit()

    ready = ("ready", 0, "")
    assert states(sessions) == [ready, ("nothing_to_say", 0, "not_sent_again"), ready, ready, ready]
    assert [message.due_at for message in messages(sessions)] == [later, now, later, later, later]


def test_the_last_restore_is_found(sessions: Sessions, now: datetime):
    with sessions() as session:
        assert last_restore(session) is None
        for days in (1, 3, 2):
            details: dict[str, Detail] = {"made_at": (now - timedelta(days=days + 1)).isoformat()}
            record(
                session,
                AuditAct.DATABASE_RESTORED,
                DATABASE,
                actor_id=None,
                now=now - timedelta(days=days),
                details=details,
            )
        session.flush()

        assert last_restore(session) == Restore(now - timedelta(days=1), now - timedelta(days=2))


def test_whether_somebody_has_to_decide_comes_with_how_much_is_held(sessions: Sessions, now: datetime):
    queued(sessions, [draft(1, now)], now)

    def seen() -> tuple[int, bool]:
        with sessions() as session:
            found = held_and_awaited(session)
            assert found == (held_count(session), awaits_decision(session))
            return found

    assert seen() == (0, False)
    held(sessions, now)
    with sessions() as session:
        record(
            session, AuditAct.DATABASE_RESTORED, DATABASE, actor_id=None, now=now, details={"made_at": now.isoformat()}
        )
        session.commit()
    assert seen() == (1, True)
    with sessions() as session:
        note_decision(session, 1, now + timedelta(seconds=1))
        session.commit()
    assert seen() == (1, False)


def test_held_messages_are_found_by_their_index(sessions: Sessions, now: datetime):
    with sessions() as session:
        if session.get_bind().dialect.name == "sqlite":
            plan = session.execute(text(f"EXPLAIN QUERY PLAN SELECT count(*) FROM message WHERE {IS_HELD}")).all()
        else:
            session.execute(text("SET enable_seqscan = off"))
            plan = session.execute(text(f"EXPLAIN SELECT count(*) FROM message WHERE {IS_HELD}")).all()
    assert "ix_message_held" in str(plan)
