from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry, EntryKind, Involvement
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish

DAY = AllDay(date(2027, 7, 30), date(2027, 7, 30))


@pytest.fixture
def published(session: Session, now: datetime) -> Callable[..., Entry]:
    """Publishes an entry on 30 July 2027 and returns it; call again with other values to change it."""

    def build(**changes: object) -> Entry:
        values: dict[str, object] = {
            "source": Source("edition", 1),
            "kind": EntryKind.EDITION,
            "when": DAY,
            "guard_id": public_guard(session).id,
            "title": "World Day",
            "series": "observance:1",
            "path": "/observances/world-day",
        }
        change = publish(session, EntryDraft(**(values | changes)), now)  # type: ignore[arg-type]
        session.commit()
        assert change is not None
        return change.entry

    return build


@pytest.fixture
def task_of(published: Callable[..., Entry]) -> Callable[[int], Entry]:
    def build(person_id: int) -> Entry:
        people = [(person_id, Involvement.ASSIGNEE)]
        return published(source=Source("task", 5), kind=EntryKind.TASK, listed=False, people=people, title="Write it")

    return build
