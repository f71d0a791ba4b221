"""Finds an entry for a program."""

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry
from scheduler.agenda.reading import HAS_DAY, EntryView, Selection, seen_entries, views_of


def entry_with_uid(session: Session, viewer: Viewer, uid: str) -> EntryView | None:
    """Return an entry by its iCalendar UID, if the viewer may see it; what has no day is in no list, either.

    One statement asks for both, so that no time that it takes tells what is hidden from what is not there.
    """
    query = seen_entries(viewer, Selection(listed_only=False)).where(HAS_DAY, Entry.uid == uid)
    return next(iter(views_of(session, query)), None)
