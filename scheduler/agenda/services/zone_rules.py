"""Follows new rules of time zones: future instants are derived again from the wall time and zone that were typed.

What is past stays as it was. A release of the zone data that is older than the one by which instants were derived
changes nothing, so that two workers of which one is newer do not take turns.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from scheduler.agenda.models import ZoneData
from scheduler.agenda.services.entries import Telling
from scheduler.db import once
from scheduler.rows import lock_row

THE_ROW = 1

logger = logging.getLogger(__name__)


class ZoneFollower(Protocol):
    """A writer that keeps wall times, zones and the instants derived from them."""

    name: str

    def outdated(self, session: Session, now: datetime) -> Sequence[int]:
        """Return the ids of rows with a future instant that the present rules would derive otherwise."""

    def follow(self, session: Session, row_id: int, version: str, telling: Telling) -> None:
        """Lock a row, derive its future instants again, publish it, and tell whose hour or day has moved."""


def follow_zone_data(
    sessions: Callable[[], Session], followers: Sequence[ZoneFollower], version: str, now: datetime
) -> int:
    """Derive again what a newer release of the zone data changes; returns how many rows that were.

    Each row has its own transaction. The version is noted when all are done: a run that breaks off is done again.
    """
    with sessions() as session:
        session.info["read_only"] = True
        known = session.get(ZoneData, THE_ROW)
        if known is not None and _order(known.version) >= _order(version):
            return 0
        outdated = [(follower, row_id) for follower in followers for row_id in follower.outdated(session, now)]
    done = [_follow(sessions, follower, row_id, version, now) for follower, row_id in outdated]
    if all(done):
        with sessions() as session:
            _note(session, version, now)
            session.commit()
    return sum(done)


def _follow(sessions: Callable[[], Session], follower: ZoneFollower, row_id: int, version: str, now: datetime) -> bool:
    try:
        with sessions() as session:
            follower.follow(session, row_id, version, Telling((), None, now))
            session.commit()
    except Exception as error:  # noqa: BLE001 - the edge of the job: the next row must have its turn
        # The kind alone: the text of an exception may quote words that are kept back.
        logger.error("%s %s was not derived again: %s", follower.name, row_id, type(error).__name__)  # noqa: TRY400
        return False
    return True


def _note(session: Session, version: str, now: datetime) -> None:
    once(session, lambda: session.get(ZoneData, THE_ROW), lambda: _first(session, version, now))
    row = lock_row(session, ZoneData, THE_ROW)
    if _order(row.version) <= _order(version):
        row.version, row.derived_at = version, now


def _first(session: Session, version: str, now: datetime) -> ZoneData:
    row = ZoneData(id=THE_ROW, version=version, derived_at=now)
    session.add(row)
    session.flush()
    return row


def _order(version: str) -> tuple[int, ...]:
    """Return what puts `2025.2` before `2026.10`."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())
