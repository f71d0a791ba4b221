"""What is posted to a chat room, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from scheduler.dates.timezones import day_of, local_moment

HOURS = range(6, 21)
DEFAULT_HOUR = 9
USEFUL_FOR = timedelta(hours=10)
"""After that, what is on today is no news any more."""


class Topic(StrEnum):
    """What a room can be posted."""

    DAYS = "days"
    EVENTS = "events"
    OWN = "own"
    PUBLISHED = "published"
    DATES = "dates"


AS_IT_HAPPENS = frozenset({Topic.PUBLISHED, Topic.DATES})
"""What is posted at once, whatever the hour."""


class Rhythm(StrEnum):
    """How often a room is posted what is coming."""

    DAILY = "daily"
    WEEKLY = "weekly"


class ChatKind(StrEnum):
    """The kinds of messages for rooms."""

    DAY = "chat_day"
    WEEK = "chat_week"
    PUBLISHED = "chat_published"
    DATE = "chat_date"
    TEST = "chat_test"


KINDS: Mapping[Rhythm, ChatKind] = MappingProxyType({Rhythm.DAILY: ChatKind.DAY, Rhythm.WEEKLY: ChatKind.WEEK})
"""Those that say what is coming."""

DAYS_AHEAD: Mapping[ChatKind, int] = MappingProxyType({ChatKind.DAY: 2, ChatKind.WEEK: 7})
"""How many days such a message is about, its own included."""


@dataclass(frozen=True, slots=True)
class Times:
    """When what is coming is posted: how often, at which hour, in which zone (IANA)."""

    rhythm: Rhythm
    hour: int
    zone: str

    def due(self, now: datetime) -> tuple[date, datetime]:
        """Return the day of now in the zone, and the aware moment of it at which something is posted."""
        day = day_of(now, self.zone)
        return day, local_moment(day, self.hour, self.zone)

    def day_to_post(self, last: date | None, now: datetime) -> date | None:
        """Return the day whose message is due by now; None if none is, or `last` was that day or a later one.

        What was missed by `USEFUL_FOR` is not made up for.
        """
        day, at = self.due(now)
        is_its_day = self.rhythm is Rhythm.DAILY or day.weekday() == 0
        is_new = last is None or last < day
        return day if is_its_day and is_new and at <= now < at + USEFUL_FOR else None


def host_of(address: str) -> str:
    """Return what of a room's address is no secret: the name of its host."""
    return urlsplit(address).hostname or ""
