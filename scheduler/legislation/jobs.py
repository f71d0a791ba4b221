"""The job that folds bills anew: one transaction a bill, so that one fails alone and nobody waits for all."""

import logging
from collections.abc import Callable

from sqlalchemy.orm import Session

from scheduler.legislation.services import outdated_bills, refold_bill

logger = logging.getLogger(__name__)


def refold_bills(sessions: Callable[[], Session]) -> int:
    """Write keys and search texts anew that an older release has left; returns how many bills. Twice is once."""
    with sessions() as session:
        outdated = outdated_bills(session)
    return sum(_refold_one(sessions, bill_id) for bill_id in outdated)


def _refold_one(sessions: Callable[[], Session], bill_id: int) -> bool:
    try:
        with sessions() as session:
            refold_bill(session, bill_id)
            session.commit()
    except Exception as error:  # noqa: BLE001 - the edge of the job: the next bill must have its turn
        logger.error("bill %s was not folded anew: %s", bill_id, type(error).__name__)  # noqa: TRY400
        return False
    return True
