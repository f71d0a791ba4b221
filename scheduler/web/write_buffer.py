"""Gathers small facts in memory and writes them together now and then, so that a page costs no write."""

import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

Key = TypeVar("Key", bound=Hashable)
Fact = TypeVar("Fact")


class WriteBuffer(Generic[Key, Fact]):
    """Facts by key since they were last written; shared by the threads of a process.

    `every` is in seconds, `merge` makes one fact of an earlier and a later one, `write` puts all into the database.
    """

    def __init__(
        self,
        seconds: Callable[[], float],
        *,
        every: float,
        merge: Callable[[Fact, Fact], Fact],
        write: Callable[[Session, Mapping[Key, Fact]], None],
    ) -> None:
        self._seconds = seconds
        self._every = every
        self._merge = merge
        self._write = write
        self._lock = threading.Lock()
        self._facts: dict[Key, Fact] = {}
        self._flushed_at = seconds()

    def keep(self, key: Key, fact: Fact) -> None:
        """Keep a fact, merged with what is known of its key."""
        with self._lock:
            self._keep(key, fact)

    def kept(self, key: Key) -> Fact | None:
        """Return what waits to be written for a key."""
        return self._facts.get(key)

    def is_due(self) -> bool:
        """Say whether it is time to `flush`."""
        return self._seconds() - self._flushed_at >= self._every

    def flush(self, session: Session) -> None:
        """Write what was gathered, and commit; what cannot be written now is kept for the next time."""
        with self._lock:
            facts, self._facts, self._flushed_at = self._facts, {}, self._seconds()
        try:
            self._write(session, facts)
            session.commit()
        except BaseException:
            with self._lock:
                newer, self._facts = self._facts, facts
                for key, fact in newer.items():
                    self._keep(key, fact)
            raise

    def _keep(self, key: Key, fact: Fact) -> None:
        self._facts[key] = self._merge(self._facts[key], fact) if key in self._facts else fact
