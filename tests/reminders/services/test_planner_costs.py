"""What a run of the planner costs, and what it leaves to others meanwhile."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import sessionmaker

from bench.crowd import NOW, Size, fill
from scheduler.accounts.models import MemberRole
from scheduler.agenda.models import Entry, EntryKind, Occurrence
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.db import AppSession, touch
from scheduler.reminders.jobs import plan_due
from scheduler.reminders.models import PlanCursor
from scheduler.reminders.services.planner import DRAFTS_AT_ONCE, Plan, advance, look, record
from tests.costs import rows_read, statements
from tests.factories import organisation, person
from tests.fakes import FakeClock
from tests.plugins.databases import connected

Sessions = sessionmaker[AppSession]
SMALL, BIG = Size(40, 400), Size(400, 4000)
A_LITTLE = timedelta(seconds=30)
JULY_23 = datetime(2027, 7, 23, 8, 0, tzinfo=UTC)


def settle(sessions: Sessions) -> None:
    """Make all runs that an empty cursor and an hour that strikes take."""
    for moment in (NOW, NOW + A_LITTLE):
        plan_due(sessions, FakeClock(moment))


def move_a_task(sessions: Sessions) -> None:
    """Change one entry that concerns one person, who is reminded of it today."""
    with sessions() as session:
        entry = session.scalars(select(Entry).where(Entry.kind == EntryKind.TASK).order_by(Entry.id).limit(1)).one()
        day = NOW.date() + timedelta(days=1)
        session.execute(update(Occurrence).where(Occurrence.entry_id == entry.id).values(first_day=day, last_day=day))
        touch(session, entry)
        session.commit()


def costs(engine: Engine, size: Size, change: Callable[[Sessions], None]) -> tuple[int, int, int]:
    """Return how many statements and rows one run takes after a change, and how many reminders are new."""
    fill(engine, size)
    sessions = sessionmaker(engine, class_=AppSession)
    settle(sessions)
    change(sessions)
    with statements(engine) as asked, rows_read(engine) as rows:
        new = plan_due(sessions, FakeClock(NOW + 2 * A_LITTLE))
    engine.dispose()
    return len(asked), len(rows), new


@pytest.mark.parametrize(("change", "new"), [(lambda _sessions: None, 0), (move_a_task, 1)], ids=["nothing", "a task"])
def test_a_run_costs_as_much_as_has_changed_however_big_the_coalition(
    sqlite_template: Path, tmp_path: Path, change: Callable[[Sessions], None], new: int
) -> None:
    engines = [connected(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / name)}") for name in ("a.db", "b.db")]

    small, big = (costs(engine, size, change) for engine, size in zip(engines, (SMALL, BIG), strict=True))

    assert big == small
    assert big[2] == new


def followed(sessions: Sessions, people: int) -> None:
    """Let people follow an observance of which they are to be reminded on 23 July."""
    with sessions() as session:
        ours = organisation(session)
        for number in range(people):
            follow(session, person(session, f"Ana {number}", (ours, MemberRole.MEMBER)).id, "observance:1", NOW)
        day = AllDay(JULY_23.date() + timedelta(days=7), JULY_23.date() + timedelta(days=7))
        guard = public_guard(session).id
        source, path = Source("edition", 1), "/observances/world-day"
        draft = EntryDraft(source, EntryKind.EDITION, day, guard, "World Day", path=path, series="observance:1")
        publish(session, draft, NOW)
        session.commit()


def due(sessions: Sessions, people: int = 3) -> None:
    followed(sessions, people)
    plan_due(sessions, FakeClock(JULY_23 - A_LITTLE))


def test_the_look_waits_for_no_writer_and_none_waits_for_it(sessions: Sessions) -> None:
    due(sessions)
    with sessions() as writing, sessions() as reading:
        writing.execute(update(Entry).values(location="Meanwhile"))
        reading.info["read_only"] = True

        found = look(reading, JULY_23)

        assert len(found.drafts) == 3
        # The look's transaction is still open.
        writing.commit()


def test_two_workers_who_look_at_the_same_time_tell_once(sessions: Sessions) -> None:
    due(sessions)
    with sessions() as one, sessions() as other:
        one.info["read_only"] = other.info["read_only"] = True
        plans: list[Plan] = [look(one, JULY_23), look(other, JULY_23 + A_LITTLE)]

    new = []
    for plan in plans[::-1]:
        with sessions() as session:
            new.append(record(session, plan.drafts, JULY_23))
            advance(session, plan)
            session.commit()

    assert new == [3, 0]
    with sessions() as session:
        assert session.get_one(PlanCursor, 1).planned_until == JULY_23 + A_LITTLE


def test_what_changes_while_the_planner_looks_is_looked_at_by_the_next_run(sessions: Sessions) -> None:
    due(sessions)
    with sessions() as reading:
        reading.info["read_only"] = True
        plan = look(reading, JULY_23)
    with sessions() as session:
        late = person(session, "Lia", zone="UTC")
        follow(session, late.id, "observance:1", NOW)
        session.commit()
    with sessions() as session:
        record(session, plan.drafts, JULY_23)
        advance(session, plan)
        session.commit()

    assert plan_due(sessions, FakeClock(JULY_23 + A_LITTLE)) == 1


def test_a_run_that_is_broken_off_is_done_again(sessions: Sessions) -> None:
    due(sessions, DRAFTS_AT_ONCE + 1)
    with sessions() as session:
        session.info["read_only"] = True
        plan = look(session, JULY_23)
    first, second = plan.parts()
    with sessions() as session:
        record(session, first, JULY_23)
        session.commit()

    assert (len(first), len(second)) == (DRAFTS_AT_ONCE, 1)
    assert plan_due(sessions, FakeClock(JULY_23 + A_LITTLE)) == 1
    assert plan_due(sessions, FakeClock(JULY_23 + 2 * A_LITTLE)) == 0
