"""Counts tries to log in and to recover a password, in the database, so that every process sees the same count."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import TooManyTriesError
from scheduler.accounts.domain.lockout import LIMITS, Purpose, ThrottleLimit, opens_again_at
from scheduler.accounts.models import LoginAttempt

TURN_LOCK = 0x7472696573
"""The key of PostgreSQL's lock that lets one try at a time be counted."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try came from: the fingerprint of the address typed, and the place.

    The place is a network, or a name of a browser of which it is known that it has logged in to this address.
    """

    email_hash: str
    place: str
    is_known: bool = False


def reserve_try(session: Session, origin: Origin, purpose: Purpose, now: datetime) -> None:
    """Count a try before it is made; the caller commits, and only then makes it.

    One is counted at a time, so that of many at once no more are let through than one after another.

    Raises:
        TooManyTriesError: there is no room; this try is not counted, so waiting helps.
    """
    _wait_for_turn(session)
    until = max((wait for wait in _waits(session, origin, purpose, now) if wait is not None), default=None)
    if until is not None:
        raise TooManyTriesError(until)
    session.add(
        LoginAttempt(email_hash=origin.email_hash, network_address=origin.place, purpose=purpose, at=now),
    )
    session.flush()


def clear_tries(session: Session, origin: Origin) -> None:
    """Forget the failures to log in of an address from one place, where its owner has logged in now."""
    own = (LoginAttempt.email_hash == origin.email_hash, LoginAttempt.network_address == origin.place)
    session.execute(delete(LoginAttempt).where(*own, LoginAttempt.purpose == Purpose.LOG_IN))


def forget_tries(session: Session, before: datetime) -> int:
    """Delete what was tried before a moment (aware UTC), and return how many rows that were."""
    gone = delete(LoginAttempt).where(LoginAttempt.at < before).returning(LoginAttempt.id)
    return len(session.execute(gone).all())


def _wait_for_turn(session: Session) -> None:
    """Hold others up until the transaction ends; SQLite lends itself to one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(TURN_LOCK)))


def _waits(session: Session, origin: Origin, purpose: Purpose, now: datetime) -> list[datetime | None]:
    limits = LIMITS[purpose]
    address, place = LoginAttempt.email_hash == origin.email_hash, LoginAttempt.network_address == origin.place
    rules: list[tuple[ThrottleLimit | None, tuple[ColumnElement[bool], ...]]] = [(limits.by_place, (address, place))]
    if not origin.is_known:
        rules += [(limits.by_network, (place,)), (limits.by_address, (address,))]
    return [_wait(session, (*same, LoginAttempt.purpose == purpose), limit, now) for limit, same in rules if limit]


def _wait(
    session: Session, same: tuple[ColumnElement[bool], ...], limit: ThrottleLimit, now: datetime
) -> datetime | None:
    recent = select(func.count(), func.max(LoginAttempt.at)).where(*same, LoginAttempt.at > now - limit.memory)
    tries, last_try_at = session.execute(recent).one()
    return opens_again_at(tries, last_try_at, limit, now)
