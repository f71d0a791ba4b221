"""The plan job."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from scheduler.clock import Clock
from scheduler.reminders.services.planner import plan


def plan_due(sessions: Callable[[], Session], clock: Clock) -> int:
    """Queue what has become due; returns how many reminders were new."""
    with sessions() as session:
        new = plan(session, clock.now())
        session.commit()
    return new
