"""Workers notice each other's end, and nobody else's."""

import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.leases import LEASE, claim, sweep
from scheduler.outbox.models import WorkerProcess
from scheduler.outbox.workers import SILENT_SECONDS, WATCH_SECONDS, Registration
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.letters import dispatcher, draft, messages, queued, states
from tests.outbox.servers import agreeable, moody_server
from tests.plugins.forked import run_forked

ROOT = Path(__file__).resolve().parents[3]
Sessions = sessionmaker[AppSession]
Registered = Callable[[str], Registration]
LOOK = timedelta(seconds=WATCH_SECONDS)
LOOKS = SILENT_SECONDS // WATCH_SECONDS


@pytest.fixture
def registered(sessions: Sessions, clock: FakeClock, tmp_path: Path) -> Registered:
    def register(name: str) -> Registration:
        registration = Registration(sessions, name, tmp_path / "workers", clock)
        registration.watch()
        return registration

    return register


def claimed(sessions: Sessions, owner: str, clock: FakeClock) -> int:
    with sessions() as session:
        count = len(claim(session, owner, clock.now(), 100))
        session.commit()
    return count


def known(sessions: Sessions) -> list[str]:
    with sessions() as session:
        return list(session.scalars(select(WorkerProcess.name).order_by(WorkerProcess.name)))


def watched(registration: Registration, clock: FakeClock) -> list[int]:
    """Let a worker look at the others until it has seen enough; return how much it gave back each time."""
    given_back = []
    for _ in range(LOOKS + 1):
        clock.advance(LOOK)
        given_back.append(registration.watch())
    return given_back


def move_away(sessions: Sessions, name: str) -> None:
    """Let a worker be on a machine whose lock files cannot be seen from here."""
    with sessions() as session:
        session.execute(update(WorkerProcess).where(WorkerProcess.name == name).values(machine="elsewhere"))
        session.commit()


def test_a_killed_worker_on_the_same_machine_is_replaced_at_once_and_repeats_one_message(
    sessions: Sessions, fresh_engine: Engine, clock: FakeClock, smtp: SmtpInbox, registered: Registered, tmp_path: Path
):
    queued(sessions, [draft(number, clock.now()) for number in range(60)], clock.now())
    database = fresh_engine.url.render_as_string(hide_password=False)
    dying = ["-m", "tests.outbox.dying_worker", database, smtp.url, clock.now().isoformat()]

    killed = run_forked([*dying, "20", str(tmp_path / "workers")])
    assert killed.returncode == -signal.SIGKILL
    assert Counter(state for state, _, _ in states(sessions)) == {"sent": 19, "claimed": 41}
    assert Registration(sessions, "next", tmp_path / "workers", clock).watch() == 41
    dispatcher(sessions, clock, smtp.url).run()

    assert states(sessions) == [("sent", 1, "")] * 60
    assert Counter(Counter(mail["Message-ID"] for mail in smtp.messages).values()) == {1: 59, 2: 1}
    assert known(sessions) == ["next"]
    assert [path.name for path in (tmp_path / "workers").iterdir()] == ["next.lock"]


def test_a_worker_elsewhere_that_falls_silent_is_given_half_a_minute(
    sessions: Sessions, clock: FakeClock, registered: Registered, tmp_path: Path
):
    queued(sessions, [draft(1, clock.now())], clock.now())
    registered("far")
    move_away(sessions, "far")
    claimed(sessions, "far", clock)
    near = Registration(sessions, "near", tmp_path / "workers", clock)

    given_back = watched(near, clock)

    assert given_back == [0] * LOOKS + [1]
    assert states(sessions) == [("ready", 0, "")]


def test_a_worker_elsewhere_that_lives_keeps_what_it_has(sessions: Sessions, clock: FakeClock, registered: Registered):
    queued(sessions, [draft(1, clock.now())], clock.now())
    far, near = registered("far"), registered("near")
    claimed(sessions, "far", clock)

    for _ in range(3 * LOOKS):
        far.watch()
        move_away(sessions, "far")
        clock.advance(LOOK)
        assert near.watch() == 0

    assert states(sessions) == [("claimed", 0, "")]


def test_nobody_is_taken_for_dead_because_the_watcher_slept(
    sessions: Sessions, clock: FakeClock, registered: Registered
):
    queued(sessions, [draft(1, clock.now())], clock.now())
    registered("far")
    move_away(sessions, "far")
    claimed(sessions, "far", clock)
    near = registered("near")
    near.watch()

    clock.advance(timedelta(hours=8))

    assert near.watch() == 0


@pytest.mark.parametrize("step", [timedelta(days=-1), timedelta(hours=-1), timedelta(hours=1), timedelta(days=3650)])
def test_nobody_is_taken_for_dead_because_a_clock_was_set(
    sessions: Sessions, clock: FakeClock, registered: Registered, step: timedelta
):
    queued(sessions, [draft(1, clock.now())], clock.now())
    one, other = registered("one"), registered("other")
    claimed(sessions, "one", clock)

    clock.set(step)

    assert [other.watch(), one.watch()] == [0, 0]
    with sessions() as session:
        assert sweep(session, clock.now()) == 0
    assert states(sessions) == [("claimed", 0, "")]


def test_claims_of_a_worker_that_never_registered_run_out(sessions: Sessions, clock: FakeClock, registered: Registered):
    queued(sessions, [draft(1, clock.now())], clock.now())
    claimed(sessions, "of an older release", clock)
    registered("new").watch()

    with sessions() as session:
        assert sweep(session, clock.now() + LEASE) == 0
        assert sweep(session, clock.now() + LEASE + timedelta(seconds=1)) == 1


def test_a_worker_that_wakes_after_it_was_taken_for_dead_sends_no_more_of_what_it_had(
    sessions: Sessions, clock: FakeClock, registered: Registered
):
    queued(sessions, [draft(number, clock.now()) for number in range(5)], clock.now())

    def taken_for_dead(stage: str, count: int) -> str | None:
        if (stage, count) == ("TEXT", 2):
            registered("other")
        return agreeable(stage, count)

    with moody_server(taken_for_dead) as server:
        asleep = registered("sleeper")
        # To all who look it is gone.
        assert asleep._lock is not None
        asleep._lock._close()
        dispatcher(sessions, clock, server.url, registration=asleep).run()

    sent = Counter(text.rpartition("This is telling ")[2].partition(".")[0] for text in server.texts)
    assert sent == {"0": 1, "1": 2, "2": 1, "3": 1, "4": 1}
    assert states(sessions) == [("sent", 1, "")] * 5
    assert "sleeper" in known(sessions)


def test_a_worker_that_goes_in_good_order_leaves_nothing(
    sessions: Sessions, clock: FakeClock, registered: Registered, tmp_path: Path
):
    queued(sessions, [draft(1, clock.now())], clock.now())
    going = registered("going")
    claimed(sessions, "going", clock)

    going.leave()

    assert states(sessions) == [("ready", 0, "")]
    assert known(sessions) == []
    assert list((tmp_path / "workers").iterdir()) == []


def test_without_a_place_for_lock_files_the_number_alone_tells(sessions: Sessions, clock: FakeClock, tmp_path: Path):
    (tmp_path / "file").touch()
    queued(sessions, [draft(1, clock.now())], clock.now())
    Registration(sessions, "gone", tmp_path / "file", clock).watch()
    claimed(sessions, "gone", clock)
    near = Registration(sessions, "near", tmp_path / "file", clock)

    given_back = watched(near, clock)

    assert given_back == [0] * LOOKS + [1]
    assert [message.claimed_by for message in messages(sessions)] == [None]
