"""Events as tests need them."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.events.services.events import EventDraft
from tests.fakes import Follower


@pytest.fixture
def follower() -> Follower:
    return Follower()


@pytest.fixture
def context(now: datetime, follower: Follower) -> ChangeContext:
    return ChangeContext((follower,), None, now)


@pytest.fixture
def draft_of() -> Callable[..., EventDraft]:
    def build(organisation_id: int, **changes: object) -> EventDraft:
        values: dict[str, object] = {
            "title": "Vigil at the harbour",
            "when": AllDay(date(2027, 7, 30), date(2027, 7, 30)),
            "organisation_id": organisation_id,
            "audience": Audience.COALITION,
        }
        return EventDraft(**(values | changes))  # type: ignore[arg-type]

    return build
