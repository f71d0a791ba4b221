"""Jobs of events: the dates of recurring ones, a transaction for each series, so that one fails alone."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.clock import Clock
from scheduler.events.reading import unfinished_series
from scheduler.events.services.series import dates_made_until, extend_series
from scheduler.rows import one_by_one


def make_dates_ahead(sessions: Callable[[], Session], clock: Clock, listeners: tuple[ChangeListener, ...] = ()) -> int:
    """Make the dates of recurring events that have come within reach; returns of how many series. Twice is once."""
    with sessions() as session:
        unfinished = unfinished_series(session, dates_made_until(clock.now()))

    def extend(session: Session, series_id: int) -> bool:
        return extend_series(session, series_id, ChangeContext(listeners, None, clock.now())) > 0

    return sum(one_by_one(sessions, unfinished, extend, "dates of recurring event %s were not made"))
