"""The only place that asks the machine for the time."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Answers what time it is; tests hand in one that stands still."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        return datetime.now(UTC)
