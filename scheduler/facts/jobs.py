"""The job that folds facts anew: one transaction a fact, so that one fails alone and nobody waits for all."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from scheduler.facts.services.facts import outdated_facts, refold_fact
from scheduler.rows import one_by_one


def refold_facts(sessions: Callable[[], Session]) -> int:
    """Write search texts anew that an older release has left; returns how many facts. Twice is once."""
    with sessions() as session:
        outdated = outdated_facts(session)
    return sum(one_by_one(sessions, outdated, _refold, "fact %s was not folded anew"))


def _refold(session: Session, fact_id: int) -> bool:
    refold_fact(session, fact_id)
    return True
