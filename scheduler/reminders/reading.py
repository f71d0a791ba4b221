"""What a person was told: the log, with titles as they may see them now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.agenda.domain.sight import Viewer
from scheduler.agenda.reading import EntryView, entry_views
from scheduler.outbox.models import Stream
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
    """Return what a person was and will be told, newest first; account mail is left out."""
    rows = [row for row in log_of(session, person_id, limit) if row.stream != Stream.ACCOUNT]
    return with_entries(session, viewer, rows)
