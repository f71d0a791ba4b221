"""What can be placed on a calendar, and the order in which it is shown."""

from datetime import UTC, date, datetime
from typing import Protocol, TypeVar

# Stands in for the missing time of an all-day entry; never compared with a real one.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


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


E = TypeVar("E", bound=Placeable)


def reading_order(entry: Placeable) -> tuple[date, bool, datetime, str, int]:
    """Sort by first day, all-day before timed, then by time, title and id, so that the order never wavers."""
    return (entry.first_day, *time_order(entry))


def time_order(entry: Placeable) -> tuple[bool, datetime, str, int]:
    """Sort entries of one day: all-day before timed, then by time, title and id."""
    return (entry.starts_at is not None, entry.starts_at or _NO_TIME, entry.title.casefold(), entry.id)
