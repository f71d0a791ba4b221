"""A window of the agenda, one page after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry, Occurrence
from scheduler.agenda.reading import HAS_DAY, EntryView, Selection, Window, overlaps, seen_entries, views_of


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """Some of the entries of a window, and how many there are in all."""

    entries: Sequence[EntryView]
    total: int


def page_of_entries(
    session: Session, viewer: Viewer, window: Window, selection: Selection, *, start: int, count: int
) -> EntriesPage:
    """Return up to `count` entries that the viewer may see, from the one with the number `start` on (the first is 0).

    They are in order of day, time and id, so that a title that changes moves nothing to another page.
    """
    found = seen_entries(viewer, selection).where(HAS_DAY, overlaps(window))
    total = session.scalar(found.with_only_columns(func.count(), maintain_column_froms=True))
    ordered = found.order_by(Occurrence.first_day, Occurrence.starts_at.asc().nulls_first(), Entry.id)
    return EntriesPage(views_of(session, ordered.offset(start).limit(count)), total or 0)
