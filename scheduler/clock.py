"""The only place that asks the machine for the time."""

import time
from datetime import UTC, datetime
from typing import Protocol

# Goes on while the machine sleeps; where there is none (macOS), the one that does not.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Clock(Protocol):
    """Answers what time it is; tests hand in one that stands still."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        ...

    def monotonic(self) -> float:
        """Return seconds since some moment in the past; unlike `now`, they only ever grow, also when a clock is set."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since the machine started, those that it slept included where the system can tell."""
        return time.clock_gettime(_STEADY)
