"""What waits for a person: work of theirs, and answers that their organisations owe."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.reading import EntryView, Selection, Window, entries_for
from scheduler.campaigns.domain.waiting import Due, due
from scheduler.dates.timezones import day_of
from scheduler.db import AppSession
from scheduler.pages.month import Reader

LATE_DAYS = 366
AHEAD_DAYS = 14
_WAITING = (EntryKind.TASK, EntryKind.DEADLINE, EntryKind.CONTENT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for the reader, and until when."""

    kind: EntryKind
    title: str
    path: str
    due: Due
    concealed: bool


def waiting_for(session: AppSession, reader: Reader, person_id: int) -> list[Waiting]:
    """Return what waits for a person, the most urgent first."""
    today = day_of(reader.now, reader.zone)
    window = Window(today - timedelta(days=LATE_DAYS), today + timedelta(days=AHEAD_DAYS))
    own = Selection.parse({"kind": _WAITING, "concerning": [str(person_id)]}, listed_only=False)
    found = entries_for(session, reader.viewer, window, own)
    return [_waiting(entry, reader) for entry in found if _is_open(entry)]


def _is_open(entry: EntryView) -> bool:
    if entry.status is EntryStatus.CANCELLED:
        return False
    return entry.kind is not EntryKind.CONTENT or entry.status is EntryStatus.TENTATIVE


def _waiting(entry: EntryView, reader: Reader) -> Waiting:
    return Waiting(
        entry.kind, entry.title, entry.path, due(entry.last_day, reader.zone, reader.now), concealed=entry.concealed
    )
