from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, Guard
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from tests.factories import organisation

LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))


@pytest.fixture
def embargoed(session: Session) -> Guard:
    inside = organisation(session, "Kaagapay", "Asia/Manila")
    draft = GuardDraft(
        Audience.COALITION,
        embargo=LIFT,
        embargo_group_organisations=[inside.id],
        placeholder_title="Joint statement, 30 July",
    )
    return create_guard(session, draft)


@pytest.fixture
def draft_of() -> Callable[..., EntryDraft]:
    def build(guard: Guard, **changes: object) -> EntryDraft:
        values: dict[str, object] = {
            "source": Source("content", 1),
            "kind": EntryKind.CONTENT,
            "when": AllDay(date(2027, 7, 30), date(2027, 7, 30)),
            "guard_id": guard.id,
            "title": "Scorecard of live-streamed abuse",
            "description": "Five of twelve services answered",
            "path": "/content/abc",
            "label": "Press release",
            "topics": ["trafficking"],
            "tags": ["#Scorecard"],
        }
        return EntryDraft(**(values | changes))  # type: ignore[arg-type]

    return build
