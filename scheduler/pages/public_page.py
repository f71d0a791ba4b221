"""What the first page tells visitors of what has been: what was published lately."""

from collections.abc import Sequence
from datetime import timedelta

from scheduler.agenda.models import EntryKind
from scheduler.agenda.reading import Selection, entries_for
from scheduler.content.domain.workflow import State
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import day_of
from scheduler.db import AppSession
from scheduler.pages.local_entries import LocalEntry, placed_within, window_around
from scheduler.pages.month import Reader

PUBLISHED_DAYS = 183
MOST_PUBLISHED = 6

_OUT = frozenset({State.PUBLISHED, State.CORRECTED})


def recently_published(session: AppSession, reader: Reader) -> Sequence[LocalEntry]:
    """Return the content of the last half year that the reader may read in full, latest first.

    A day that has passed publishes nothing: what was only scheduled for it is left out.
    """
    today = day_of(reader.now, reader.zone)
    days = DateSpan(today - timedelta(days=PUBLISHED_DAYS), today)
    kind = Selection.parse({"kind": [EntryKind.CONTENT]})
    found = placed_within(entries_for(session, reader.viewer, window_around(days), kind), days, reader.zone)
    is_out = (one for one in reversed(found) if one.state in _OUT and not one.concealed)
    return [one for one in is_out if one.starts_at is None or one.starts_at <= reader.now][:MOST_PUBLISHED]
