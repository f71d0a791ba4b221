"""APScheduler with intervals that no setting of the machine's clock stretches, and runs that may be brought forward."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from typing_extensions import override

from scheduler.clock import Clock

# The clock is looked at so often, and a difference smaller than this is not worth a correction.
LONGEST_WAIT_SECONDS = 5.0
NOTICED_STEP = timedelta(seconds=0.1)


class Every(BaseTrigger):  # type: ignore[misc] # the library has no types
    """Fires at once and then at an interval; `due` is the next time, on the clock that nobody sets."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._interval = timedelta(seconds=seconds)
        self._clock = clock
        self.due = clock.monotonic()

    @override
    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        if previous_fire_time is None:
            return now
        # From now on, not from the last time: after a jump forward there is nothing to catch up with.
        self.due = self._clock.monotonic() + self._interval.total_seconds()
        return now + self._interval


class SteadyScheduler(BackgroundScheduler):  # type: ignore[misc] # the library has no types
    """Goes by the steady clock, though APScheduler keeps the next runs as times of day.

    Before it looks at them they are put right: an hour back would else be an hour without jobs.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(timezone=UTC)
        self._machine = clock

    def every(self, seconds: float, job: Callable[..., None], *arguments: object) -> Every:
        """Run a job at once and then at an interval: late rather than never, and never twice at a time."""
        when = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        trigger = Every(seconds, self._machine)
        self.add_job(job, trigger, arguments, next_run_time=self._machine.now(), **when)
        return trigger

    def bring_forward(self, trigger: Every, seconds: float) -> None:
        """Run a job so many seconds from now, or at its time if that comes first; its interval counts from then on."""
        due = self._machine.monotonic() + max(seconds, 0)
        if due < trigger.due:
            # Not by changing the job: a job that does so would wait for ever for a scheduler that waits for its end.
            trigger.due = due
            self.wakeup()

    @override
    def _process_jobs(self) -> float:
        now, seconds = self._machine.now(), self._machine.monotonic()
        for job in self.get_jobs():
            due = now + timedelta(seconds=job.trigger.due - seconds)
            if abs(due - job.next_run_time) >= NOTICED_STEP:
                job.modify(next_run_time=due)
        wait: float | None = super()._process_jobs()
        return LONGEST_WAIT_SECONDS if wait is None else min(wait, LONGEST_WAIT_SECONDS)
