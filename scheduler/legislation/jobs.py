"""What the worker does with bills: one transaction a row, so that one fails alone and nobody waits for all."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.clock import Clock
from scheduler.legislation.reading import milestone_row, milestones_reached
from scheduler.legislation.services.bills import outdated_bills, refold_bill
from scheduler.legislation.services.following import DAY_BEGINS, notify_of_reached
from scheduler.rows import one_by_one


def refold_bills(sessions: Callable[[], Session]) -> int:
    """Write keys and search texts anew that an older release has left; returns how many bills. Twice is once."""
    with sessions() as session:
        outdated = outdated_bills(session)
    return sum(one_by_one(sessions, outdated, _refold, "bill %s was not folded anew"))


def notify_of_reached_milestones(sessions: Callable[[], Session], clock: Clock) -> int:
    """Notify followers of bills of milestones whose day has come everywhere; returns of how many. Twice is once.

    Of yesterday's too, if no worker lived meanwhile; what was entered on its day or after is told when it is entered.
    """
    context = ChangeContext((), None, clock.now())
    today = (context.now - DAY_BEGINS).date()
    with sessions() as session:
        due = milestones_reached(session, today - timedelta(days=1), today)

    def tell(session: Session, milestone_id: int) -> bool:
        row = milestone_row(session, milestone_id)
        return row is not None and notify_of_reached(session, row, context)

    return sum(one_by_one(sessions, due, tell, "followers were not notified that the day of milestone %s has come"))


def _refold(session: Session, bill_id: int) -> bool:
    refold_bill(session, bill_id)
    return True
