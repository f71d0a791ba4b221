from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.reminders.services.planner import next_look

STARTS = datetime(2027, 7, 30, 9, 7, tzinfo=UTC)


def test_the_planner_looks_next_when_hours_strike_and_two_hours_before_what_starts(
    session: Session, published: Callable[..., Entry]
) -> None:
    published(when=Timed(STARTS.replace(tzinfo=None), "UTC"))

    assert next_look(session, datetime(2027, 7, 30, 6, 45, tzinfo=UTC)) == datetime(2027, 7, 30, 7, 0, tzinfo=UTC)
    assert next_look(session, datetime(2027, 7, 30, 7, 0, tzinfo=UTC)) == datetime(2027, 7, 30, 7, 7, tzinfo=UTC)
    assert next_look(session, datetime(2027, 7, 30, 7, 7, tzinfo=UTC)) == datetime(2027, 7, 30, 7, 15, tzinfo=UTC)
