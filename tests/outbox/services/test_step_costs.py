"""What every run of the mailer asks for costs the same however much was sent and however much is due later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text, update
from sqlalchemy.orm import Session, sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.leases import call_back, expire
from scheduler.outbox.models import Message, MessageState
from tests.outbox.letters import draft, queued

pytestmark = pytest.mark.engines("sqlite", "postgresql")

MANY = 400


@pytest.fixture
def sessions(engine_name: str, request: pytest.FixtureRequest) -> sessionmaker[AppSession]:
    """Makes sessions on a database of the test alone: what is known of its rows is changed."""
    engine = request.getfixturevalue("fresh_engine" if engine_name == "sqlite" else "own_engine")
    return sessionmaker(engine, class_=AppSession)


@pytest.mark.parametrize(
    ("step", "indexes"),
    [(expire, ["ix_message_expires"]), (call_back, ["ix_message_ready_created", "ix_message_put_off"])],
)
def test_what_is_over_or_ahead_is_found_by_indexes_of_its_own(
    sessions: sessionmaker[AppSession], now: datetime, step: Callable[[Session, datetime], int], indexes: list[str]
):
    asked: list[tuple[str, Any]] = []
    queued(sessions, [draft(number, now + timedelta(days=number - MANY // 2)) for number in range(MANY)], now)

    with sessions() as session:
        session.execute(update(Message).where(Message.due_at < now).values(state=MessageState.SENT))
        event.listen(session.get_bind(), "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
        step(session, now)
        statement, values = asked[-1]
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        if not is_sqlite:
            # As its own upkeep does; and small tables are read whole, whatever indexes there are.
            session.execute(text("ANALYZE message"))
            session.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        plan = str(session.connection().exec_driver_sql(f"{explain} {statement}", values).all())

    assert all(index in plan for index in indexes)
    assert not any(whole in plan for whole in ("SCAN message", "Seq Scan on message", "ix_message_due"))
