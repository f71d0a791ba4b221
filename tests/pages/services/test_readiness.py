from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from scheduler.db import AppSession
from scheduler.outbox.services import beat
from scheduler.pages.readiness import Readiness, readiness


def at_migration(session: AppSession, *versions: str) -> None:
    session.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    session.execute(text("DELETE FROM alembic_version"))
    for version in versions:
        session.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})


def test_a_database_without_tables_waits_for_migrations(session: AppSession, now: datetime):
    session.execute(text("DROP TABLE IF EXISTS alembic_version"))

    assert readiness(session, ["b2"], now) == Readiness("ok", "pending")


def test_a_database_behind_or_ahead_of_the_code_waits(session: AppSession, now: datetime):
    for versions in ((), ("a1",), ("b2", "c3")):
        at_migration(session, *versions)

        assert readiness(session, ["b2"], now) == Readiness("ok", "pending")


@pytest.mark.parametrize(
    ("silence", "worker"),
    [(None, "silent"), (120, "silent"), (119, "ok"), (0, "ok"), (-5, "ok"), (-6, "ahead"), (-3600, "ahead")],
)
def test_a_worker_is_heard_for_two_minutes_and_not_from_the_future(
    session: AppSession, now: datetime, silence: int | None, worker: str
):
    at_migration(session, "b2")
    if silence is not None:
        beat(session, "worker", now - timedelta(seconds=silence))
    beat(session, "mail", now)

    found = readiness(session, ["b2"], now)

    assert found == Readiness("ok", "ok", worker)
    assert found.is_ready is (worker == "ok")


def test_a_database_that_is_not_there_is_said_so(now: datetime):
    engine = create_engine("sqlite:////no/such/folder/scheduler.db")
    with AppSession(bind=engine) as session:
        assert readiness(session, ["b2"], now) == Readiness("unreachable", "unknown", "unknown")
    engine.dispose()
