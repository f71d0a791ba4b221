"""Follows new rules of time zones: future instants are derived again from the wall time and zone that were typed.

What is past, by the old rules and the new ones, stays as it was. A release of the zone data that is older than the one
by which instants were derived changes nothing, so that two workers of which one is newer do not take turns.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import inf
from typing import Protocol

from sqlalchemy.orm import Session

from scheduler.agenda.models import ZoneData
from scheduler.agenda.services.changes import ChangeContext
from scheduler.clock import Clock
from scheduler.db import once
from scheduler.rows import lock_row, one_by_one

THE_ROW = 1
RETRY_AFTER = timedelta(minutes=5)

logger = logging.getLogger(__name__)


class ZoneFollower(Protocol):
    """A writer that keeps wall times, zones and the instants derived from them."""

    name: str

    def outdated(self, session: Session, now: datetime) -> Sequence[int]:
        """Return the ids of rows with a future instant that the present rules would derive otherwise."""

    def follow(self, session: Session, row_id: int, version: str, context: ChangeContext) -> None:
        """Lock a row, derive its future instants again, publish it, and tell whose hour or day has moved."""


class ZoneRules:
    """Looks, in one worker, whether there is a newer release of the zone data, and follows it."""

    def __init__(self, sessions: Callable[[], Session], followers: Sequence[ZoneFollower], clock: Clock) -> None:
        self._sessions, self._followers, self._clock = sessions, followers, clock
        self._not_before = -inf

    def follow(self, version: str) -> int:
        """Derive again what a newer release changes; returns how many rows that were.

        Each row has its own transaction. The version is noted when all are done. A run that breaks off is done again
        at once; one in which a row failed after `RETRY_AFTER`, since all rows are looked at again and it may fail for
        ever. Whatever failed lifts nothing early: the lift looks at the present rules itself.
        """
        if self._clock.monotonic() < self._not_before or not self._is_news(version):
            return 0
        done = [one for follower in self._followers for one in self._follow_all(follower, version)]
        if all(done):
            with self._sessions() as session:
                _note(session, version, self._clock.now())
                session.commit()
        else:
            self._not_before = self._clock.monotonic() + RETRY_AFTER.total_seconds()
        return sum(done)

    def _is_news(self, version: str) -> bool:
        with self._sessions() as session:
            session.info["read_only"] = True
            known = session.get(ZoneData, THE_ROW)
            return known is None or _order(known.version) < _order(version)

    def _follow_all(self, follower: ZoneFollower, version: str) -> list[bool]:
        """Derive the rows of one writer again, and say of each whether that was done."""
        now = self._clock.now()
        try:
            with self._sessions() as session:
                session.info["read_only"] = True
                outdated = follower.outdated(session, now)
        except Exception as error:  # noqa: BLE001 - the edge of the job: the next writer must have its turn
            logger.error("%s: what to derive again was not found: %s", follower.name, type(error).__name__)  # noqa: TRY400
            return [False]

        def follow(session: Session, row_id: int) -> bool:
            follower.follow(session, row_id, version, ChangeContext((), None, now))
            return True

        return one_by_one(self._sessions, outdated, follow, f"{follower.name} %s was not derived again")


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
