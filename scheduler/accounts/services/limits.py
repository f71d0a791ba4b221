"""Counts what people send to others, in the database, so that every process sees the same count."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import LimitReachedError
from scheduler.accounts.domain.limits import ALLOWANCES, FIRST_RUN, WITHIN, LimitedAct, Use, goes_on_at
from scheduler.accounts.models import LimitUse, Person
from scheduler.accounts.reading import coalition
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.rows import lock_row


def spend(session: Session, person_id: int, act: LimitedAct, times: int, now: datetime) -> None:
    """Count what a person is about to send; the person is held, so that many at once cannot slip under the limit.

    Raises:
        LimitReachedError: there have been too many within the hour; nothing is counted.
    """
    if times <= 0:
        return
    hold_sender(session, person_id)
    allowed = allowed_to(session, person_id, act, now)
    recent = select(LimitUse).where(LimitUse.person_id == person_id, LimitUse.act == act, LimitUse.at > now - WITHIN)
    uses = [Use(row.at, row.times) for row in session.scalars(recent)]
    until = goes_on_at(uses, times, allowed, now)
    if until is not None:
        raise LimitReachedError(act, allowed, times, until)
    session.add(LimitUse(person_id=person_id, act=act, at=now, times=times))
    session.flush()


def hold_sender(session: Session, person_id: int) -> None:
    """Keep what a person sends from others until the transaction ends; before anything that they send is held."""
    lock_row(session, Person, person_id)


def allowed_to(session: Session, person_id: int, act: LimitedAct, now: datetime) -> int:
    """Return how often within an hour a person may do something."""
    allowance = ALLOWANCES[act]
    if not actor_roles(session, person_id).is_coordinator:
        return allowance.anybody
    row = coalition(session)
    gathers = row is None or row.set_up_at is None or now < row.set_up_at + FIRST_RUN
    return allowance.first_run if gathers else allowance.coordinators


def forget_uses(session: Session, now: datetime) -> int:
    """Delete what counts no more, and return how many rows that were."""
    gone = delete(LimitUse).where(LimitUse.at <= now - WITHIN).returning(LimitUse.id)
    return len(session.execute(gone).all())
