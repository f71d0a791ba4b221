"""What is measured for monitors: ages, counts and moments, nothing of what anything says."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.services.guards import late_lifts
from scheduler.outbox.leases import next_due
from scheduler.outbox.reading import counts_by_state, heartbeats
from scheduler.outbox.services import JOB_PREFIX
from scheduler.web.metrics import Metric


def measures(session: Session, now: datetime) -> Iterator[Metric]:
    """Yield what the database knows of mail, lifts and the worker."""
    yield Metric(
        "scheduler_messages",
        "Messages that wait or did not arrive, by state.",
        {state.value: many for state, many in counts_by_state(session).items()},
        "state",
    )
    yield Metric(
        "scheduler_oldest_due_message_seconds",
        "For how long the oldest message that waits has been due; 0 if none is.",
        {"": _seconds_since(next_due(session), now)},
    )
    late, since = late_lifts(session, now)
    yield Metric("scheduler_late_lifts", "Embargoes that are over, not on hold and not lifted yet.", {"": late})
    yield Metric(
        "scheduler_latest_lift_seconds",
        "For how long the first of these has been over; 0 if there is none.",
        {"": _seconds_since(since, now)},
    )
    beats = heartbeats(session)
    jobs = {name.removeprefix(JOB_PREFIX): at for name, at in beats.items() if name.startswith(JOB_PREFIX)}
    parts = {name: at for name, at in beats.items() if not name.startswith(JOB_PREFIX)}
    yield Metric(
        "scheduler_worker_last_seen_timestamp_seconds",
        "When a worker last showed that it lives, and that it can use the mail server.",
        {name: at.timestamp() for name, at in parts.items()},
        "part",
    )
    yield Metric(
        "scheduler_job_last_end_timestamp_seconds",
        "When a job of the worker last came to a good end.",
        {name: at.timestamp() for name, at in jobs.items()},
        "job",
    )


def _seconds_since(moment: datetime | None, now: datetime) -> float:
    return max((now - moment).total_seconds(), 0) if moment is not None else 0
