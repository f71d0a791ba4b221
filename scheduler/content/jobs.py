"""The job that says which facts are out of date: one transaction a fact, so that one fails alone and nobody waits."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.clock import Clock
from scheduler.content.services.fact_news import notify_of_expiry
from scheduler.facts.reading import fact_of, to_be_notified
from scheduler.facts.services.expiry import ADVISED_BEFORE
from scheduler.rows import one_by_one


def notify_of_expired_facts(
    sessions: Callable[[], Session], clock: Clock, listeners: tuple[ChangeListener, ...] = ()
) -> int:
    """Notify those concerned of facts whose last day, in UTC, is near or has passed; returns of how many.

    Twice is once.
    """
    today = clock.now().date()
    with sessions() as session:
        due = to_be_notified(session, today, today + ADVISED_BEFORE)

    def follow(session: Session, fact_id: int) -> bool:
        fact = fact_of(session, fact_id)
        context = ChangeContext(listeners, None, clock.now())
        return fact is not None and notify_of_expiry(session, fact, today, context)

    return sum(one_by_one(sessions, due, follow, "the last day of fact %s was not followed"))
