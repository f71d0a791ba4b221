"""Runs the planner in one session."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.reminders.services.planner import advance, look, record


def plan(session: Session, now: datetime) -> int:
    """Find and queue what has become due, and leave the commit to the test."""
    found = look(session, now)
    new = record(session, found.drafts, now)
    advance(session, found)
    return new
