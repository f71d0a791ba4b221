"""Keeps the files of feeds in memory until something that any reader can see has changed."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from scheduler.db import VersionCounter
from scheduler.feeds.services.serving import Served

logger = logging.getLogger(__name__)

CHECK_SECONDS = 1.0
"""How old the last look at the version may be; an edit shows after this time at the latest."""

MAX_FILES = 512
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: tuple[int, int, int]
    served: Served


class FeedCache:
    """Files by address, all of one stamp: the database's version and the UTC month that windows are aligned to.

    One look at the version, shared by all threads, serves every request of the next `CHECK_SECONDS`.
    """

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]], seconds: Callable[[], float]) -> None:
        self._connect = connect
        self._seconds = seconds
        self._lock = threading.Lock()
        self._files: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0
        self._version = -1
        self._looked_at = float("-inf")

    def get(self, key: str, now: datetime, build: Callable[[], Served]) -> Served:
        """Return what the key leads to, built anew when something has changed since it was kept.

        Addresses that lead nowhere are not kept: guesses must not push files out.
        """
        stamp = self._stamp(now)
        kept = self._files.get(key)
        if kept is not None and kept.stamp == stamp:
            return kept.served
        served = build()
        if served.file is not None:
            self._keep(key, _Kept(stamp, served))
        return served

    def kept(self, key: str, now: datetime) -> Served | None:
        """Return what is in memory for the key if nothing has changed since it was built."""
        kept = self._files.get(key)
        return kept.served if kept is not None and kept.stamp == self._stamp(now) else None

    def _stamp(self, now: datetime) -> tuple[int, int, int]:
        return self._present_version(), now.year, now.month

    def look_again(self) -> None:
        """Let the next request look at the version, however young the last look is; for changes of one's own."""
        self._looked_at = float("-inf")

    def _present_version(self) -> int:
        if self._seconds() - self._looked_at >= CHECK_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._version = self._read_version()
                self._looked_at = self._seconds()
            finally:
                self._lock.release()
        return self._version

    def _read_version(self) -> int:
        """Return the database's version; while that cannot be had, the last known one keeps good files served."""
        try:
            with self._connect() as connection:
                return connection.scalar(select(VersionCounter.value)) or 0
        except OperationalError as error:
            logger.warning("the version could not be read: %s", type(error.orig).__name__)
            return self._version

    def _keep(self, key: str, kept: _Kept) -> None:
        with self._lock:
            old = self._files.pop(key, None)
            self._bytes += _size(kept) - (_size(old) if old else 0)
            self._files[key] = kept
            while len(self._files) > MAX_FILES or self._bytes > MAX_BYTES:
                _, gone = self._files.popitem(last=False)
                self._bytes -= _size(gone)


def _size(kept: _Kept) -> int:
    return len(kept.served.file.body) + len(kept.served.file.zipped) if kept.served.file else 0
