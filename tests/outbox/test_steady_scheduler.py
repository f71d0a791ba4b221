"""Jobs go on when somebody sets the machine's clock."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import apscheduler.schedulers.base
import pytest
from typing_extensions import override

from scheduler.clock import SystemClock
from scheduler.steady_scheduler import SteadyScheduler

HOUR = timedelta(hours=1)
SECONDS = 0.2


class SetClock(SystemClock):
    """The machine's clock, after it was set by `step`; APScheduler reads the same one."""

    step = timedelta(0)

    @override
    def now(self) -> datetime:
        return super().now() + SetClock.step


class SetDatetime(datetime):
    @classmethod
    @override
    def now(cls, tz=None):
        return datetime.now(tz) + SetClock.step


class Runs:
    """A job that counts its runs and can be waited for."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = threading.Condition()

    def __call__(self) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait_for(self, count: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.count >= count, timeout=20)


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Iterator[SteadyScheduler]:
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", SetDatetime)
    monkeypatch.setattr(SetClock, "step", timedelta(0))
    scheduler = SteadyScheduler(SetClock())
    yield scheduler
    scheduler.shutdown(wait=True)


@pytest.mark.parametrize("step", [-HOUR, HOUR, -timedelta(days=20000), timedelta(days=20000)])
def test_a_job_goes_on_at_its_interval_after_the_clock_was_set(scheduler: SteadyScheduler, step: timedelta):
    often, seldom = Runs(), Runs()
    scheduler.every(SECONDS, often)
    scheduler.every(3600, seldom)
    scheduler.start()
    assert often.wait_for(3)
    assert seldom.wait_for(1)

    SetClock.step = step
    assert often.wait_for(often.count + 3)
    SetClock.step = timedelta(0)
    assert often.wait_for(often.count + 3)

    assert seldom.count == 1


def test_a_clock_that_was_set_while_nothing_was_due_is_noticed_too(scheduler: SteadyScheduler):
    """Also between the making of the jobs and the start."""
    runs = Runs()
    scheduler.every(SECONDS, runs)
    SetClock.step = -HOUR

    scheduler.start()

    assert runs.wait_for(2)


def test_a_run_that_is_brought_forward_comes_once_and_then_at_the_interval(scheduler: SteadyScheduler):
    often, seldom = Runs(), Runs()
    scheduler.every(SECONDS, often)
    trigger = scheduler.every(3600, seldom)
    scheduler.start()
    assert seldom.wait_for(1)

    scheduler.bring_forward(trigger, 0)
    assert seldom.wait_for(2)

    scheduler.bring_forward(trigger, 7200)
    assert often.wait_for(often.count + 3)
    assert seldom.count == 2
    assert trigger.due - SystemClock().monotonic() < 3600
