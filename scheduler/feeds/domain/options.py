"""What somebody chose of a feed besides its contents: how far it reaches, alarms, what becomes of cancelled entries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from scheduler.agenda.domain.windows import FEED_DAYS_BACK, FEED_MONTHS_AHEAD, feed_window
from scheduler.dates.spans import DateSpan

DAYS_BACK = (0, 30, FEED_DAYS_BACK, 365)
MONTHS_AHEAD = (3, 6, 12, FEED_MONTHS_AHEAD)


class Alarm(StrEnum):
    """When calendar programs are asked to show an entry once more."""

    NONE = "none"
    DAY = "day"
    HOUR = "hour"


class Cancelled(StrEnum):
    """What becomes of an entry that is cancelled: it stays as such for 60 days, or it is gone."""

    MARKED = "marked"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """The choices, each from a closed list; what is stored is only what differs from these defaults."""

    back: int = FEED_DAYS_BACK
    ahead: int = FEED_MONTHS_AHEAD
    alarm: Alarm = Alarm.NONE
    cancelled: Cancelled = Cancelled.MARKED

    @classmethod
    def parse(cls, raw: Mapping[str, Collection[str]]) -> "FeedOptions":
        """Return the choices among stored or typed values; what is none of the list is the default."""
        chosen = {name: set(raw.get(name, ())) for name in CHOICES}
        return cls(**{name: one for name, choices in CHOICES.items() for one in choices if str(one) in chosen[name]})

    def stored(self) -> dict[str, list[str]]:
        """Return what `parse` reads, without the defaults."""
        chosen = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: [str(value)] for name, value in chosen.items() if value != getattr(STANDARD, name)}

    def days(self, now: datetime) -> DateSpan:
        """Return the days that a feed covers now."""
        return feed_window(now, days_back=self.back, months_ahead=self.ahead)

    @property
    def has_own_period(self) -> bool:
        """Say whether a feed covers other days than most."""
        return (self.back, self.ahead) != (STANDARD.back, STANDARD.ahead)

    def trigger(self, *, is_timed: bool) -> timedelta | None:
        """Return how long from its start an entry's alarm is; None for none.

        An all-day entry starts at midnight: a day before is nine in the morning of that day, and an hour before is no
        time at which anybody could do something.
        """
        if self.alarm is Alarm.DAY:
            return -timedelta(days=1) if is_timed else -timedelta(hours=15)
        return -timedelta(hours=1) if self.alarm is Alarm.HOUR and is_timed else None


STANDARD = FeedOptions()
CHOICES: Mapping[str, Collection[Any]] = {
    "back": DAYS_BACK,
    "ahead": MONTHS_AHEAD,
    "alarm": tuple(Alarm),
    "cancelled": tuple(Cancelled),
}
"""The closed list of each option, by the name of its field."""
