"""A worker that is killed at the worst moment."""

import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox import dispatch
from scheduler.outbox.leases import LEASE, sweep
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.letters import dispatcher, draft, queued, states
from tests.outbox.servers import agreeable, moody_server
from tests.plugins.databases import administer
from tests.plugins.forked import run_forked

ROOT = Path(__file__).resolve().parents[3]
MESSAGES = 130
TAKEN_BEFORE_THE_CRASH = 57


def test_a_killed_worker_repeats_one_message_under_the_same_name(
    sessions: sessionmaker[AppSession], fresh_engine: Engine, clock: FakeClock, smtp: SmtpInbox
):
    queued(sessions, [draft(number, clock.now()) for number in range(MESSAGES)], clock.now())
    database = fresh_engine.url.render_as_string(hide_password=False)
    dying = ["-m", "tests.outbox.dying_worker", database, smtp.url, clock.now().isoformat()]

    killed = run_forked([*dying, str(TAKEN_BEFORE_THE_CRASH)])

    assert killed.returncode == -signal.SIGKILL
    assert len(smtp.messages) == TAKEN_BEFORE_THE_CRASH
    assert Counter(state for state, _, _ in states(sessions)) == {
        "sent": TAKEN_BEFORE_THE_CRASH - 1,
        "claimed": 100 - TAKEN_BEFORE_THE_CRASH + 1,
        "ready": MESSAGES - 100,
    }
    clock.advance(LEASE + timedelta(seconds=1))
    with sessions() as session:
        sweep(session, clock.now())
        session.commit()
    dispatcher(sessions, clock, smtp.url).run()

    times_taken = Counter(Counter(mail["Message-ID"] for mail in smtp.messages).values())
    assert times_taken == {1: MESSAGES - 1, 2: 1}
    assert len({to for (to,) in smtp.recipients}) == MESSAGES
    assert states(sessions) == [("sent", 1, "")] * MESSAGES


@pytest.mark.engines("postgresql")
def test_a_database_that_breaks_off_between_sending_and_recording_repeats_nothing(
    sessions: sessionmaker[AppSession], fresh_engine: Engine, clock: FakeClock
):
    def breaking(stage: str, count: int) -> str | None:
        if (stage, count) == ("TEXT", 2):
            with fresh_engine.connect() as connection:
                connection.execute(text(f"SELECT pg_terminate_backend(pid) {others(fresh_engine.url.database)}"))
        return agreeable(stage, count)

    queued(sessions, [draft(number, clock.now()) for number in range(4)], clock.now())

    with moody_server(breaking) as server:
        dispatcher(sessions, clock, server.url).run()

    assert len(server.texts) == 4
    assert states(sessions) == [("sent", 1, "")] * 4


def test_a_database_that_stays_away_after_a_message_was_taken_repeats_nothing_when_it_is_back(
    own_engine: Engine, postgresql_server: URL, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
):
    sessions, name = sessionmaker(own_engine, class_=AppSession), own_engine.url.database

    def leaving(stage: str, count: int) -> str | None:
        if (stage, count) == ("TEXT", 2):
            administer(postgresql_server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            administer(postgresql_server, f"SELECT pg_terminate_backend(pid) {others(name)}")
        return agreeable(stage, count)

    monkeypatch.setattr(dispatch, "RECORD_PAUSE_SECONDS", 0)
    queued(sessions, [draft(number, clock.now()) for number in range(4)], clock.now())

    with moody_server(leaving) as server:
        sender = dispatcher(sessions, clock, server.url)
        for _ in range(2):
            with pytest.raises(OperationalError):
                sender.run()
        administer(postgresql_server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        sender.settle()
        assert states(sessions) == [("sent", 1, "")] * 2 + [("ready", 0, "")] * 2
        sender.run()

    assert states(sessions) == [("sent", 1, "")] * 4
    assert len(server.texts) == 4


def others(database: str | None) -> str:
    return f"FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()"
