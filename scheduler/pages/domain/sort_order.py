"""What can be placed on a calendar, and the order in which it is shown."""

from datetime import UTC, date, datetime
from enum import IntEnum
from typing import Protocol, TypeVar

# Stands in for the missing time of an all-day entry; never compared with a real one.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class Prominence(IntEnum):
    """How far up an entry stands among those of its day; the first two are never folded away."""

    AT_A_MOMENT = 0
    """Under embargo, or at a time of day: who overlooks it is too late."""

    OBSERVANCE = 1
    PLAN = 2
    TO_DO = 3


LAST_UNFOLDED = Prominence.OBSERVANCE


class Placeable(Protocol):
    """An entry as a calendar needs it: days inclusive; `starts_at` is an aware instant, None for an all-day entry."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def prominence(self) -> Prominence: ...


E = TypeVar("E", bound=Placeable)


DayOrder = tuple[Prominence, bool, datetime, str, int]


def reading_order(entry: Placeable) -> tuple[date, DayOrder]:
    """Sort by first day, and within a day by `day_order`."""
    return (entry.first_day, day_order(entry))


def day_order(entry: Placeable) -> DayOrder:
    """Sort entries of one day: by prominence, all-day before timed, by time, title and id; it never wavers."""
    is_timed = entry.starts_at is not None
    return (entry.prominence, is_timed, entry.starts_at or _NO_TIME, entry.title.casefold(), entry.id)
