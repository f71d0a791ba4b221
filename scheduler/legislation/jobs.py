"""The job that folds bills anew: one transaction a bill, so that one fails alone and nobody waits for all."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from scheduler.legislation.services.bills import outdated_bills, refold_bill
from scheduler.rows import one_by_one


def refold_bills(sessions: Callable[[], Session]) -> int:
    """Write keys and search texts anew that an older release has left; returns how many bills. Twice is once."""
    with sessions() as session:
        outdated = outdated_bills(session)
    return sum(one_by_one(sessions, outdated, _refold, "bill %s was not folded anew"))


def _refold(session: Session, bill_id: int) -> bool:
    refold_bill(session, bill_id)
    return True
