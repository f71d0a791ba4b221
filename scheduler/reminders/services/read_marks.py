"""Which notifications somebody has read."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, literal, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.db import insert_into
from scheduler.outbox.models import Message
from scheduler.outbox.reading import is_name, named
from scheduler.reminders.models import NotificationRead
from scheduler.reminders.reading import LISTED_FOR, is_listed, is_unread, may_mark


def mark_read(session: Session, viewer: Viewer, name: str, now: datetime) -> bool:
    """Mark the viewer's own message of that name as read, twice as well as once; False if there is none such."""
    found = named(session, name, may_mark(viewer, now)) if is_name(name) else None
    if found is not None:
        _mark(session, viewer, Message.id == found.id)
    return found is not None


def mark_all_read(session: Session, viewer: Viewer, until: str, now: datetime) -> None:
    """Mark everything as read that is listed up to the message of that name, the newest that the page knew of.

    That one may be the viewer's to know no more: the rest of what they saw is marked all the same.
    """
    last = named(session, until, Message.person_id == viewer.person_id) if is_name(until) else None
    if last is not None:
        _mark(session, viewer, Message.id <= last.id, is_listed(viewer, now))


def forget_read_marks(session: Session, now: datetime) -> int:
    """Delete the marks of what is listed no more, and return how many."""
    old = select(Message.id).where(Message.created_at <= now - LISTED_FOR)
    gone = delete(NotificationRead).where(NotificationRead.message_id.in_(old))
    return len(session.execute(gone.returning(NotificationRead.message_id)).all())


def forget_reader(session: Session, person_id: int) -> None:
    """Delete what somebody has read."""
    session.execute(delete(NotificationRead).where(NotificationRead.person_id == person_id))


def _mark(session: Session, viewer: Viewer, *which: ColumnElement[bool]) -> None:
    # In one order, so that two windows wait for each other and neither fails.
    unread = select(literal(viewer.person_id), Message.id).where(*which, is_unread(viewer)).order_by(Message.id)
    marks = insert_into(session, NotificationRead).from_select(["person_id", "message_id"], unread)
    session.execute(marks.on_conflict_do_nothing())
