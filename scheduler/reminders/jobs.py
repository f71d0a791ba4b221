"""The plan job."""

from scheduler.clock import Clock
from scheduler.db import SessionFactory
from scheduler.reminders.services.planner import advance, look, record


def plan_due(sessions: SessionFactory, clock: Clock) -> int:
    """Queue what has become due; returns how many reminders were new.

    What is found is written in parts, and how far it was looked last: a run that is broken off is done again.
    """
    now, new = clock.now(), 0
    with sessions() as reading:
        reading.info["read_only"] = True
        plan = look(reading, now)
    for part in plan.parts():
        with sessions() as writing:
            new += record(writing, part, now)
            writing.commit()
    with sessions() as writing:
        advance(writing, plan)
        writing.commit()
    return new
