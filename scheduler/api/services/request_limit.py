"""How many requests a token may make within a minute, counted in memory by each process."""

import threading
from collections import Counter
from datetime import datetime, timedelta
from math import ceil

MOST_A_MINUTE = 120

MINUTE = timedelta(minutes=1)


class RequestLimit:
    """The requests of the minute that the clock shows, by token; shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute: datetime | None = None
        self._counts: Counter[int] = Counter()

    def count(self, token_id: int, now: datetime) -> int | None:
        """Count a request and return None; count nothing and return the seconds to wait if there were enough."""
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            if self._counts[token_id] >= MOST_A_MINUTE:
                return ceil((minute + MINUTE - now).total_seconds())
            self._counts[token_id] += 1
        return None
