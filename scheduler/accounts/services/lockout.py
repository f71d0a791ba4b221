"""Counts tries to log in and to recover a password, in the database, so that every process sees the same count."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import TooManyTriesError
from scheduler.accounts.domain.lockout import (
    LOG_IN_BY_ADDRESS,
    LOG_IN_BY_NETWORK,
    RECOVERY_BY_ADDRESS,
    RECOVERY_BY_NETWORK,
    Limit,
    opens_again_at,
)
from scheduler.accounts.models import LoginAttempt, Purpose

LIMITS = {
    Purpose.LOG_IN: (LOG_IN_BY_ADDRESS, LOG_IN_BY_NETWORK),
    Purpose.RECOVERY: (RECOVERY_BY_ADDRESS, RECOVERY_BY_NETWORK),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try came from: the fingerprint of the address typed, and the network."""

    email_hash: str
    network_address: str


def open_try(session: Session, origin: Origin, purpose: Purpose, now: datetime) -> LoginAttempt:
    """Count a try before it is made, so that many at once cannot slip under the limit.

    The caller commits, calls `check_room`, and only then makes the try.

    Raises:
        TooManyTriesError: there is no room; this try is not counted, so waiting helps.
    """
    _require_room(session, origin, purpose, now, own=0)
    attempt = LoginAttempt(
        email_hash=origin.email_hash, network_address=origin.network_address, purpose=purpose, at=now
    )
    session.add(attempt)
    session.flush()
    return attempt


def check_room(session: Session, origin: Origin, purpose: Purpose, now: datetime) -> None:
    """Look again after the try was committed, in case others were counted at the same moment.

    Raises:
        TooManyTriesError: all of them together are too many.
    """
    _require_room(session, origin, purpose, now, own=1)


def clear_tries(session: Session, email_hash: str) -> None:
    """Forget the failures of an address whose owner has logged in."""
    session.execute(
        delete(LoginAttempt).where(LoginAttempt.email_hash == email_hash, LoginAttempt.purpose == Purpose.LOG_IN)
    )


def forget_tries(session: Session, before: datetime) -> int:
    """Delete what was tried before a moment (aware UTC), and return how many rows that were."""
    gone = delete(LoginAttempt).where(LoginAttempt.at < before).returning(LoginAttempt.id)
    return len(session.execute(gone).all())


def _require_room(session: Session, origin: Origin, purpose: Purpose, now: datetime, *, own: int) -> None:
    """Refuse when the limit is reached; `own` tries have been counted already and may be there."""
    by_address, by_network = LIMITS[purpose]
    waits = (
        _wait(session, LoginAttempt.email_hash == origin.email_hash, purpose, (by_address, own), now),
        _wait(session, LoginAttempt.network_address == origin.network_address, purpose, (by_network, own), now),
    )
    until = max((wait for wait in waits if wait is not None), default=None)
    if until is not None:
        raise TooManyTriesError(until)


def _wait(
    session: Session, same: ColumnElement[bool], purpose: Purpose, limit_and_own: tuple[Limit, int], now: datetime
) -> datetime | None:
    limit, own = limit_and_own
    recent = select(LoginAttempt.at).where(same, LoginAttempt.purpose == purpose, LoginAttempt.at > now - limit.within)
    return opens_again_at(session.scalars(recent), Limit(limit.tries + own, limit.within), now)
