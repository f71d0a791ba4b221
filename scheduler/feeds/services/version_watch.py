"""Knows the database's version from a look that is a moment old at the most, shared by all that ask."""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from scheduler.db import present_version

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""How old a look may be: an edit shows after this time, and the time to build the feed anew. A look costs 0.1 ms."""

NEVER = float("-inf")


class VersionWatch:
    """The version as it was at the last look; safe to ask from any thread.

    While the database cannot be reached the last known version stands, so that what is in memory is still served.
    """

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]], seconds: Callable[[], float]) -> None:
        self._connect = connect
        self._seconds = seconds
        self._lock = threading.Lock()
        self._version = -1
        self._looked_at = NEVER
        self._not_before = NEVER
        self._is_lost = False

    @property
    def version(self) -> int:
        """The version that the last look has seen; -1 before the first one."""
        return self._version

    @property
    def is_trusted(self) -> bool:
        """Whether a look has begun since `invalidate`."""
        return self._looked_at > self._not_before

    def age(self) -> float:
        """Return how many seconds ago the last look began; infinite when it is not to be trusted."""
        return self._seconds() - self._looked_at if self.is_trusted else float("inf")

    def present(self) -> int:
        """Return the version, after a look of one's own if the last one is too old."""
        if self.age() >= LOOK_SECONDS:
            self.look()
        return self._version

    def invalidate(self) -> None:
        """Trust no look that has begun before now; for changes of one's own."""
        self._not_before = self._seconds()

    def learn(self, version: int) -> None:
        """Take note of a version that somebody has read on the way; it says nothing about younger ones."""
        with self._lock:
            self._version = max(self._version, version)

    def look(self) -> None:
        """Read the version, unless somebody else has while one waited for them."""
        asked_at = self._seconds()
        with self._lock:
            if self._not_before < asked_at < self._looked_at:
                return
            # An edit that is committed while we read must not count as seen.
            began = self._seconds()
            self._version = self._read()
            self._looked_at = began

    def _read(self) -> int:
        try:
            with self._connect() as connection:
                version = present_version(connection)
        except SQLAlchemyError as error:
            if not self._is_lost:
                logger.warning("the version could not be read: %s", type(error).__name__)
            self._is_lost = True
            return self._version
        self._is_lost = False
        return version
