"""Gathers small values in memory and writes them together now and then, so that a page costs no write."""

import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class WriteBuffer(Generic[Key, Value]):
    """Values by key since they were last written; shared by the threads of a process.

    `every` is in seconds, `merge` makes one value of an earlier and a later one, `write` puts all into the database.
    """

    def __init__(
        self,
        seconds: Callable[[], float],
        *,
        every: float,
        merge: Callable[[Value, Value], Value],
        write: Callable[[Session, Mapping[Key, Value]], None],
    ) -> None:
        self._seconds = seconds
        self._every = every
        self._merge = merge
        self._write = write
        self._lock = threading.Lock()
        self._values: dict[Key, Value] = {}
        self._flushed_at = seconds()

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value, merged with what is known of its key."""
        with self._lock:
            self._keep(key, value)

    def kept(self, key: Key) -> Value | None:
        """Return what waits to be written for a key."""
        return self._values.get(key)

    def __len__(self) -> int:
        return len(self._values)

    def is_due(self) -> bool:
        """Say whether it is time to `flush`."""
        return self._seconds() - self._flushed_at >= self._every

    def flush(self, session: Session) -> None:
        """Write what was gathered, and commit; what cannot be written now is kept for the next time."""
        with self._lock:
            values, self._values, self._flushed_at = self._values, {}, self._seconds()
        try:
            self._write(session, values)
            session.commit()
        except BaseException:
            with self._lock:
                newer, self._values = self._values, values
                for key, value in newer.items():
                    self._keep(key, value)
            raise

    def _keep(self, key: Key, value: Value) -> None:
        self._values[key] = self._merge(self._values[key], value) if key in self._values else value
