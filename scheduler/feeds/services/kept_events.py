"""Keeps in memory how calendar entries read in feeds, as very many feeds hold the same ones.

What is kept is bytes by entry and wording, never who may see them: that is asked of the database each time.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scheduler.agenda.stored_events import EntryStamp

# By tracemalloc: the key, its place in the dict, and the rest of what is kept of an event beside its bytes.
EACH_BYTES = 600


class Wording(NamedTuple):
    """All that the lines of an entry's event depend on besides the entry itself."""

    language: str
    base_url: str
    alarm: str


class KeptEvent(NamedTuple):
    """A whole VEVENT as a feed holds it; `mark` is the hash of what the entry was."""

    id: int
    mark: int
    text: bytes


class KeptEvents:
    """Events by wording and the entry's stamp, in up to `max_bytes`; those asked for longest ago make room."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._events: OrderedDict[tuple[Wording, EntryStamp], KeptEvent] = OrderedDict()
        self._bytes = 0

    @property
    def size(self) -> int:
        """How many bytes of memory they take."""
        return self._bytes

    def find(self, wording: Wording, stamps: Sequence[EntryStamp]) -> dict[EntryStamp, KeptEvent]:
        """Return those that are kept of the entries with these stamps."""
        events, found = self._events, {}
        with self._lock:
            for stamp in stamps:
                key = (wording, stamp)
                event = events.get(key)
                if event is not None:
                    events.move_to_end(key)
                    found[stamp] = event
        return found

    def keep(self, wording: Wording, worded: Mapping[EntryStamp, KeptEvent]) -> None:
        """Keep events that were read together with their stamps; without a version a stamp tells nothing apart."""
        with self._lock:
            for stamp, event in worded.items():
                key = (wording, stamp)
                if stamp.version is not None and key not in self._events:
                    self._events[key] = event
                    self._bytes += _size(event)
            while self._bytes > self._max_bytes:
                _key, gone = self._events.popitem(last=False)
                self._bytes -= _size(gone)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._events.clear()
            self._bytes = 0


def _size(event: KeptEvent) -> int:
    return len(event.text) + EACH_BYTES


NO_MEMORY = KeptEvents(0)
"""Keeps nothing."""
