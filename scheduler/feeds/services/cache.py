"""Keeps the files of feeds in memory until something that any reader can see has changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scheduler.feeds.services.serving import FeedResult
from scheduler.feeds.services.version_watch import VersionWatch

MAX_FILES = 512
MAX_BYTES = 64 * 1024 * 1024
BUILDERS = 64


@dataclass(frozen=True, slots=True)
class Built:
    """What an address leads to, and the version that was read before anything else was."""

    version: int
    served: FeedResult


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: tuple[int, int, int]
    served: FeedResult


class FeedCache:
    """Files by the last part of their addresses, each with its stamp.

    That is the database's version and the UTC month that windows are aligned to.
    """

    def __init__(self, watch: VersionWatch) -> None:
        self._watch = watch
        self._lock = threading.Lock()
        # Whoever asks for a file that is being built waits for it; to build it twice would take twice as long.
        self._building = [threading.Lock() for _ in range(BUILDERS)]
        self._files: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0

    def get(self, key: str, now: datetime, build: Callable[[], Built]) -> FeedResult:
        """Return what the key leads to, built anew when something has changed since it was kept.

        Addresses that lead nowhere are not kept: guesses must not push files out.
        """
        kept = self._of(key, self._watch.present(), now)
        if kept is not None:
            return kept
        with self._building[hash(key) % BUILDERS]:
            kept = self._of(key, self._watch.present(), now)
            if kept is not None:
                return kept
            built = build()
            self._watch.learn(built.version)
            if built.served.file is not None:
                self._keep(key, _Kept(_stamp(built.version, now), built.served))
        return built.served

    def kept(self, key: str, now: datetime) -> FeedResult | None:
        """Return what is in memory for the key, if the last look at the version says that it still holds."""
        return self._of(key, self._watch.version, now)

    def __contains__(self, key: str) -> bool:
        return key in self._files

    def _of(self, key: str, version: int, now: datetime) -> FeedResult | None:
        kept = self._files.get(key)
        return kept.served if kept is not None and kept.stamp == _stamp(version, now) else None

    def _keep(self, key: str, kept: _Kept) -> None:
        with self._lock:
            old = self._files.pop(key, None)
            self._bytes += _size(kept) - (_size(old) if old else 0)
            self._files[key] = kept
            while len(self._files) > MAX_FILES or self._bytes > MAX_BYTES:
                _, gone = self._files.popitem(last=False)
                self._bytes -= _size(gone)


def _stamp(version: int, now: datetime) -> tuple[int, int, int]:
    return version, now.year, now.month


def _size(kept: _Kept) -> int:
    return len(kept.served.file.body) + len(kept.served.file.zipped) if kept.served.file else 0
