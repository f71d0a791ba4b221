"""What a person was told: the log, with titles as they may see them now; and what mail tells of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry
from scheduler.agenda.reading import EntryView, entry_views
from scheduler.agenda.services.notifications import PRIVATE
from scheduler.agenda.visibility_sql import notified_clause
from scheduler.outbox.models import DIGEST, Message, Stream
from scheduler.outbox.reading import LogRow, log_of


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message of the log and what it was about; no entry when that is not the viewer's to know."""

    row: LogRow
    entry: EntryView | None


def with_entries(session: Session, viewer: Viewer, rows: Sequence[LogRow]) -> list[LogLine]:
    """Return log rows with their entries as the viewer may see them now; two more queries whatever the number."""
    entries = entry_views(session, viewer, {row.entry_id for row in rows if row.entry_id is not None})
    return [LogLine(row, entries.get(row.entry_id or 0)) for row in rows]


def own_log(session: Session, viewer: Viewer, person_id: int, *, limit: int = 100) -> list[LogLine]:
    """Return what a person was and will be told, newest first; account mail is left out.

    What is not the viewer's to know is left out as well: that something was to be told is kept back like the text.
    """
    rows = log_of(session, person_id, limit, Message.stream != Stream.ACCOUNT, may_know(viewer))
    return with_entries(session, viewer, rows)


def entries_with_guards(session: Session, entry_ids: Collection[int]) -> dict[int, Entry]:
    """Return entries by id, whoever may see them: for mail, which asks the guard for each of its readers."""
    query = select(Entry).where(Entry.id.in_(entry_ids)).options(joinedload(Entry.guard))
    return {entry.id: entry for entry in session.scalars(query)}


def messages_known_to(viewer: Viewer) -> Select[int]:
    """Select the ids of the messages of which the viewer may know."""
    return select(Message.id).where(may_know(viewer))


def may_know(viewer: Viewer) -> ColumnElement[bool]:
    """Return SQL over Message: may the viewer know that there is such a message, whoever it is to.

    What carries others says nothing by itself: that it is there would tell that there is something in it.
    """
    private = and_(Message.dedup_key.startswith(PRIVATE), Message.person_id.is_distinct_from(viewer.person_id))
    return and_(notified_clause(viewer, Message.entry_id, Message.created_at), ~private, Message.kind != DIGEST)
