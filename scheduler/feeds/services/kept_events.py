"""Keeps in memory what calendar files are joined of, as very many feeds hold the same entries.

What is kept is bytes by entry and wording, never who may see them: that is asked of the database each time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from scheduler.agenda.stored_events import EntryStamp

# By tracemalloc, beside the bytes themselves: an event with its key and place, a run with them, and an event's number.
EACH_BYTES = 600
RUN_BYTES = 400
NUMBER_BYTES = 40

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Wording(NamedTuple):
    """All that the lines of an entry's event depend on besides the entry itself."""

    language: str
    base_url: str
    alarm: str


class KeptEvent(NamedTuple):
    """A whole VEVENT as a feed holds it; `mark` is the hash of what the entry was, `alike` as of a `StoredEvent`.

    `number` is this object's own, whatever it says. `opens_run` says whether what is packed together begins with it.
    """

    id: int
    mark: int
    alike: int | None
    number: int
    opens_run: bool
    text: bytes


class BoundedMemory(Generic[Key, Value]):
    """Values by their keys in up to `max_bytes`, as `weigh` counts them; those asked for longest ago make room."""

    def __init__(self, max_bytes: int, weigh: Callable[[Key, Value], int]) -> None:
        self._max_bytes = max_bytes
        self._weigh = weigh
        self._lock = threading.Lock()
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._bytes = 0

    @property
    def size(self) -> int:
        """How many bytes they take."""
        return self._bytes

    def find(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Return what is kept of these."""
        values, found = self._values, {}
        with self._lock:
            for key in keys:
                if key in values:
                    values.move_to_end(key)
                    found[key] = values[key]
        return found

    def keep(self, new: Mapping[Key, Value]) -> None:
        """Keep what is not yet."""
        with self._lock:
            for key, value in new.items():
                if key not in self._values:
                    self._values[key] = value
                    self._bytes += self._weigh(key, value)
            while self._bytes > self._max_bytes:
                self._bytes -= self._weigh(*self._values.popitem(last=False))


class KeptEvents:
    """Events by wording and stamp, and packed runs of them by their numbers; a third of the bytes is for the runs."""

    def __init__(self, max_bytes: int) -> None:
        self._events = BoundedMemory[tuple[Wording, EntryStamp], KeptEvent](max_bytes * 2 // 3, _event_bytes)
        self.runs = BoundedMemory[tuple[int, ...], bytes](max_bytes // 3, _run_bytes)

    @property
    def size(self) -> int:
        """How many bytes of memory all takes."""
        return self._events.size + self.runs.size

    def find(self, wording: Wording, stamps: Iterable[EntryStamp]) -> dict[EntryStamp, KeptEvent]:
        """Return those that are kept of the events with these stamps."""
        found = self._events.find([(wording, stamp) for stamp in stamps])
        return {stamp: event for (_wording, stamp), event in found.items()}

    def keep(self, wording: Wording, worded: Mapping[EntryStamp, KeptEvent]) -> None:
        """Keep events that were read together with their stamps; without a version a stamp tells nothing apart."""
        numbered = {(wording, stamp): event for stamp, event in worded.items() if stamp.version is not None}
        self._events.keep(numbered)


def _event_bytes(_key: object, event: KeptEvent) -> int:
    return len(event.text) + EACH_BYTES


def _run_bytes(key: tuple[int, ...], packed: bytes) -> int:
    return len(packed) + len(key) * NUMBER_BYTES + RUN_BYTES


NO_MEMORY = KeptEvents(0)
"""Keeps nothing."""
