"""Keeps the files of feeds in memory until something that any reader can see has changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scheduler.feeds.services.kept_events import KeptEvents
from scheduler.feeds.services.serving import Built, FeedResult
from scheduler.feeds.services.version_watch import VersionWatch

BUILDERS = 64
# By tracemalloc: two numbers with their place in a dict, and the rest of what is kept of a file beside its bytes.
ID_BYTES = 110
EACH_BYTES = 4_000
EVENTS_PART = 4
"""Events take no more than this part of the memory: 20,000 of them in 16 MB."""

MOST_TAGS = 20_000
"""Of how many files that made room the tag is kept; each takes some 400 bytes."""


@dataclass(frozen=True, slots=True)
class _Kept:
    built: Built
    month: tuple[int, int]


@dataclass(frozen=True, slots=True)
class KeptTag:
    """What is left of a file that made room for others: enough to say that it has not changed."""

    tag: str
    feed_id: int | None
    version: int
    month: tuple[int, int]


@dataclass(frozen=True, slots=True)
class BrokenFeed:
    """A feed that cannot be written in one format; `has_file` says whether its readers get an older file."""

    key: str
    since: datetime
    has_file: bool

    @property
    def suffix(self) -> str:
        """Return the format, as the address names it."""
        return self.key.rpartition(".")[2]


class FeedCache:
    """Files by the last part of their addresses, each with the database's version and its month.

    That is the month, in the zone of `now`, that windows are aligned to. They take up to `max_bytes`, and then those
    that were built longest ago make room; their tags are kept, for whoever has such a file and asks whether it changed.
    Part of these bytes is for `events`, of which files are joined.
    """

    def __init__(self, watch: VersionWatch, max_bytes: int) -> None:
        self._watch = watch
        self._max_bytes = max_bytes
        self.events = KeptEvents(max_bytes // EVENTS_PART)
        self._lock = threading.Lock()
        # Whoever asks for a file that is being built waits for it; to build it twice would take twice as long.
        self._building = [threading.Lock() for _ in range(BUILDERS)]
        self._files: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0
        self._tags: OrderedDict[str, KeptTag] = OrderedDict()

    def get(self, key: str, now: datetime, build: Callable[[Built | None], Built]) -> FeedResult:
        """Return what the key leads to, built anew when something has changed since it was kept.

        `build` gets what was kept this month, which it may return as it is. Addresses that lead nowhere are not kept:
        guesses must not push files out.
        """
        kept = self._of(key, self._watch.present(), now)
        if kept is not None:
            return kept
        with self._building[hash(key) % BUILDERS]:
            kept = self._of(key, self._watch.present(), now)
            if kept is not None:
                return kept
            built = build(self._before(key, now))
            self._watch.learn(built.version)
            if built.served.file is not None or built.served.broken is not None:
                self._keep(key, _Kept(built, _month(now)))
        return built.served

    def kept(self, key: str, now: datetime) -> FeedResult | None:
        """Return what is in memory for the key, if the last look at the version says that it still holds."""
        return self._of(key, self._watch.version, now)

    def kept_tag(self, key: str, now: datetime) -> KeptTag | None:
        """Return the tag of a file that made room, if the last look at the version says that it still holds."""
        kept = self._tags.get(key)
        return kept if kept is not None and (kept.version, kept.month) == (self._watch.version, _month(now)) else None

    def broken(self) -> list[BrokenFeed]:
        """Return the feeds that could not be written when they were last asked for."""
        with self._lock:
            kept = [(key, one.built.served) for key, one in self._files.items()]
        return [BrokenFeed(key, one.broken.since, one.file is not None) for key, one in kept if one.broken is not None]

    def __contains__(self, key: str) -> bool:
        return key in self._files or key in self._tags

    def _of(self, key: str, version: int, now: datetime) -> FeedResult | None:
        before = self._before(key, now)
        if before is None or before.version != version:
            return None
        broken = before.served.broken
        return None if broken is not None and broken.is_to_be_tried(now) else before.served

    def _before(self, key: str, now: datetime) -> Built | None:
        kept = self._files.get(key)
        return kept.built if kept is not None and kept.month == _month(now) else None

    def _keep(self, key: str, kept: _Kept) -> None:
        with self._lock:
            old = self._files.pop(key, None)
            self._bytes += _size(kept) - (_size(old) if old else 0)
            self._files[key] = kept
            self._tags.pop(key, None)
            while self._files and self._bytes + self.events.size > self._max_bytes:
                old_key, gone = self._files.popitem(last=False)
                self._bytes -= _size(gone)
                self._keep_tag(old_key, gone)

    def _keep_tag(self, key: str, gone: _Kept) -> None:
        served = gone.built.served
        if served.file is not None and served.broken is None:
            self._tags[key] = KeptTag(served.file.tag, served.feed_id, gone.built.version, gone.month)
        while len(self._tags) > MOST_TAGS:
            self._tags.popitem(last=False)


def _month(now: datetime) -> tuple[int, int]:
    return now.year, now.month


def _size(kept: _Kept) -> int:
    served = kept.built.served
    file = len(served.file.body) + len(served.file.zipped) if served.file else 0
    beside = sum(map(len, served.inputs.beside)) if served.inputs else 0
    return file + beside + len(served.entries) * ID_BYTES + EACH_BYTES
