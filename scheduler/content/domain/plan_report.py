"""What became of a plan: what was published in time, late or not at all, channel by channel; pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE_AFTER = timedelta(minutes=15)
"""Tools publish within minutes of the time that they were given; what is later than this was late."""


class Outcome(StrEnum):
    """What became of an item on one channel, in the order in which it is shown."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An item on one channel, as it was planned and as it came out; moments are aware UTC.

    `due_at` is the last moment at which it would have been in time, tolerance aside: the moment to publish, or the end
    of the day; None while it has no day. `published_at` is None while it is not published.
    """

    organisation: str
    channel: str
    due_at: datetime | None
    published_at: datetime | None

    def outcome(self, now: datetime) -> Outcome:
        """Return what became of it up to now."""
        if self.published_at is not None:
            return Outcome.LATE if self.late_by else Outcome.IN_TIME
        is_over = self.due_at is not None and self.due_at + LATE_AFTER < now
        return Outcome.MISSING if is_over else Outcome.TO_COME

    @property
    def late_by(self) -> timedelta:
        """How much later than planned it was published; zero within the tolerance."""
        if self.published_at is None or self.due_at is None:
            return timedelta()
        late = self.published_at - self.due_at
        return late if late > LATE_AFTER else timedelta()


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of what was planned under one name became what."""

    name: str
    counts: tuple[tuple[Outcome, int], ...]

    @property
    def planned(self) -> int:
        """How much was planned."""
        return sum(count for _outcome, count in self.counts)

    @property
    def published(self) -> int:
        """How much was published, in time or late."""
        return self.of(Outcome.IN_TIME) + self.of(Outcome.LATE)

    def of(self, outcome: Outcome) -> int:
        """Return how much of it became that."""
        return dict(self.counts)[outcome]


def tally(name: str, rows: Iterable[Planned], now: datetime) -> Tally:
    """Count what became of what was planned."""
    found = [row.outcome(now) for row in rows]
    return Tally(name, tuple((outcome, found.count(outcome)) for outcome in Outcome))


def tallies(rows: Iterable[Planned], name_of: Callable[[Planned], str], now: datetime) -> tuple[Tally, ...]:
    """Count by organisation or channel, most planned first."""
    groups: dict[str, list[Planned]] = {}
    for row in rows:
        groups.setdefault(name_of(row), []).append(row)
    counted = [tally(name, group, now) for name, group in groups.items()]
    return tuple(sorted(counted, key=lambda one: (-one.planned, one.name.casefold())))
