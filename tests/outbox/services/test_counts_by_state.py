"""What waits or did not arrive is counted without a look at what was settled, however much that is."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event, text, update
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.models import Message, MessageState
from scheduler.outbox.reading import COUNTED_STATES, counts_by_state
from tests.outbox.letters import draft, queued

pytestmark = pytest.mark.engines("sqlite", "postgresql")

Sessions = sessionmaker[AppSession]


def test_what_waits_and_what_did_not_arrive_is_counted_by_state(sessions: Sessions, now: datetime):
    queued(sessions, [draft(number, now) for number in range(len(MessageState) + 1)], now)
    with sessions() as session:
        for number, state in enumerate(MessageState, start=1):
            session.execute(update(Message).where(Message.id == number).values(state=state))
        session.commit()
        counted = counts_by_state(session)

    assert counted == {state: 2 if state is MessageState.READY else 1 for state in COUNTED_STATES}
    assert not counted.keys() & {MessageState.SENT, MessageState.BUNDLED}


def test_no_message_is_counted_by_reading_all(sessions: Sessions):
    asked: list[tuple[str, Any]] = []

    with sessions() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
        counts_by_state(session)
        statement, values = asked[-1]
        if session.get_bind().dialect.name == "postgresql":
            # Small tables are read whole, whatever indexes there are.
            session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = session.connection().exec_driver_sql(f"EXPLAIN {statement}", values).all()
        else:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert "USING COVERING INDEX ix_message_ready_created" in str(plan)

    steps = [str(step) for step in plan]
    assert not any("Seq Scan" in step for step in steps)
    assert all("USING" in step for step in steps if "SCAN message" in step)
    for index in ("ready", "claimed", "held", "undelivered"):
        assert f"ix_message_{index}" in str(steps)
