"""Embargoes that end at one moment are lifted together, and each of them as if it were alone."""

import signal
from collections import Counter
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.jobs import LIFTS_AT_ONCE, lift_due
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.lift import Republish
from scheduler.content.models import Item
from scheduler.content.services.calendar_entries import republish
from scheduler.db import AppSession, present_version
from tests.agenda.lifting import Sessions, embargoed_items, on_record, revealed, told, visible
from tests.content.stage import LIFT
from tests.fakes import FakeClock
from tests.plugins.forked import run_forked
from tests.together import all_at_once

pytestmark = pytest.mark.engines("sqlite", "postgresql")

MANY = LIFTS_AT_ONCE + 3
SECRET = "the words that are kept back"


def run(sessions: Sessions, publish: Republish = republish) -> int:
    return lift_due(sessions, FakeClock(LIFT.at), {SourceKind.CONTENT: publish}, ())


def but_not(guard_ids: set[int]) -> Republish:
    """Return a writer that fails with what stands behind some guards, after it has published it."""

    def publish(session: Session, item_ids: Sequence[int], context: ChangeContext) -> None:
        republish(session, item_ids, context)
        if guard_ids & {session.get_one(Item, item_id).guard_id for item_id in item_ids}:
            raise RuntimeError(SECRET)

    return publish


def test_what_ends_together_is_lifted_together(sessions: Sessions):
    guards = embargoed_items(sessions, MANY)
    with sessions() as session:
        before = present_version(session)

    assert run(sessions) == MANY

    with sessions() as session:
        assert present_version(session) == before + 2
    assert revealed(sessions) == visible(sessions) == set(guards)
    assert on_record(sessions) == Counter(guards)
    assert set(told(sessions)) == set(guards)
    assert run(sessions) == 0


def test_one_that_fails_holds_up_no_other(sessions: Sessions, caplog: pytest.LogCaptureFixture):
    guards = embargoed_items(sessions, MANY)
    failing = {guards[4], guards[MANY - 1]}

    assert run(sessions, but_not(failing)) == MANY - len(failing)

    assert revealed(sessions) == visible(sessions) == set(guards) - failing
    assert on_record(sessions) == Counter(set(guards) - failing)
    assert set(told(sessions)) == set(guards) - failing
    assert [record.getMessage() for record in caplog.records] == [
        f"guard {guard_id} was not lifted: RuntimeError" for guard_id in sorted(failing)
    ]

    assert run(sessions) == len(failing)
    assert on_record(sessions) == Counter(guards)


def test_one_that_is_held_or_gone_meanwhile_stays_back_alone(sessions: Sessions):
    guards = embargoed_items(sessions, 3)

    def held_meanwhile() -> AppSession:
        # Between the look at what is due and the lift.
        if not seen:
            seen.append(True)
            return sessions()
        with sessions() as session:
            session.get_one(Guard, guards[1]).held = True
            session.commit()
        return sessions()

    seen: list[bool] = []
    assert lift_due(held_meanwhile, FakeClock(LIFT.at), {SourceKind.CONTENT: republish}, ()) == 2
    assert revealed(sessions) == visible(sessions) == {guards[0], guards[2]}


def test_of_two_workers_each_embargo_is_lifted_by_one(sessions: Sessions):
    guards = embargoed_items(sessions, MANY)

    lifted: list[int] = []

    all_at_once(sessions, [lambda _session: lifted.append(run(sessions))] * 2)

    assert (len(lifted), sum(lifted)) == (2, MANY)
    assert on_record(sessions) == Counter(guards)
    assert visible(sessions) == set(guards)


def test_a_worker_that_is_killed_leaves_whole_lifts_alone(sessions: Sessions, fresh_engine: Engine):
    guards = embargoed_items(sessions, MANY)
    database = fresh_engine.url.render_as_string(hide_password=False)

    killed = run_forked(["-m", "tests.agenda.dying_worker", database])

    assert killed.returncode == -signal.SIGKILL
    assert revealed(sessions) == visible(sessions) == set(guards[:LIFTS_AT_ONCE])
    assert set(told(sessions)) == set(on_record(sessions)) == set(guards[:LIFTS_AT_ONCE])
    assert run(sessions) == MANY - LIFTS_AT_ONCE
    assert on_record(sessions) == Counter(guards)
    assert visible(sessions) == set(guards)
