"""The filter by status: what is confirmed, tentative or cancelled, that of placeholders too."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.filters.status import StatusFilter
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.reading import Selection, Window, entries_for
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish

pytestmark = pytest.mark.engines("sqlite", "postgresql")

DAY = date(2027, 7, 30)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], {"confirmed", "tentative", "cancelled"}),
        (["confirmed"], {"confirmed"}),
        (["tentative", "cancelled"], {"tentative", "cancelled"}),
        (["draft"], {"confirmed", "tentative", "cancelled"}),
    ],
)
def test_it_keeps_entries_of_the_statuses(session: Session, now: datetime, asked: list[str], found: set[str]) -> None:
    guard = public_guard(session)
    for number, status in enumerate(EntryStatus, start=1):
        draft = EntryDraft(Source("event", number), EntryKind.EVENT, AllDay(DAY, DAY), guard.id, status, status=status)
        publish(session, draft, now)

    views = entries_for(session, Viewer.anonymous(), Window(DAY, DAY), Selection.parse({"status": asked}))

    assert {view.title for view in views} == found
    assert StatusFilter().parse("draft") is None
