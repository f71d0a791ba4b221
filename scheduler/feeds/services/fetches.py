"""Who fetched a feed last: counted in memory, written at most once a minute."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.feeds.domain.agents import program_of
from scheduler.feeds.models import Feed

FLUSH_SECONDS = 60.0


@dataclass(slots=True)
class _Tally:
    last_at: datetime
    agent: str
    times: int = 0


class FetchLog:
    """Fetches since the last flush, by feed; shared by the threads of a process."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._tallies: dict[int, _Tally] = {}
        self._flushed_at = seconds()

    def note(self, feed_id: int, user_agent: str, now: datetime) -> None:
        """Count one fetch."""
        with self._lock:
            tally = self._tallies.setdefault(feed_id, _Tally(now, user_agent))
            tally.last_at, tally.agent, tally.times = now, user_agent, tally.times + 1

    def is_due(self) -> bool:
        """Say whether it is time to `flush`."""
        return self._seconds() - self._flushed_at >= FLUSH_SECONDS

    def flush(self, session: Session) -> None:
        """Write what was counted; the caller commits. These columns are no reader's, so no version moves."""
        with self._lock:
            tallies, self._tallies, self._flushed_at = self._tallies, {}, self._seconds()
        for feed_id, tally in sorted(tallies.items()):
            values = {"last_fetch_at": tally.last_at, "last_agent": program_of(tally.agent)}
            session.execute(update(Feed).where(Feed.id == feed_id).values(fetches=Feed.fetches + tally.times, **values))
