"""What is shown within other web sites: a month or a list of what is public, the same for whoever looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from scheduler.dates.public_holidays import first_weekday_of, weekend_of
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import territory_of
from scheduler.db import AppSession
from scheduler.observances.domain.vocabulary import Topic
from scheduler.pages.domain.day_lists import AgendaDay, agenda_days
from scheduler.pages.domain.month_grid import MonthGrid, grid_days, month_grid
from scheduler.pages.domain.months import Month, MonthError
from scheduler.pages.filters import Filters
from scheduler.pages.local_entries import LocalEntry
from scheduler.pages.month import MAX_LANES, Reader, entries_on, key_days

LIST_DAYS = 92
MOST_LISTED = 30
MONTHS_AWAY = 24
"""How far one can turn the pages, so that there are few addresses."""


class Theme(StrEnum):
    """Whether it is light or dark; `auto` is as the device of whoever looks has it."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """What an address chooses, each of a closed list."""

    theme: Theme = Theme.AUTO
    topic: str = ""

    @classmethod
    def parse(cls, arguments: Mapping[str, str]) -> "Look":
        """Read an address; what is in no list chooses nothing."""
        theme, topic = arguments.get("theme", ""), arguments.get("topic", "")
        return cls(Theme(theme) if theme in set(Theme) else Theme.AUTO, topic if topic in set(Topic) else "")

    @property
    def arguments(self) -> dict[str, Any]:
        """Return what an address carries of it."""
        every = {"theme": "" if self.theme is Theme.AUTO else str(self.theme), "topic": self.topic}
        return {name: value for name, value in every.items() if value}


@dataclass(frozen=True, slots=True)
class EmbeddedMonth:
    """A month in weeks; `previous` and `following` are None at the ends of what can be shown."""

    month: Month
    grid: MonthGrid[LocalEntry]
    previous: Month | None
    following: Month | None


def month_asked_for(text: str, today: date) -> Month:
    """Return the month that an address names if it is near enough, else the present one."""
    try:
        asked = Month.parse(text)
    except MonthError:
        return Month.of(today)
    return asked if _is_near(asked, today) else Month.of(today)


def embedded_month(session: AppSession, reader: Reader, look: Look, month: Month, today: date) -> EmbeddedMonth:
    """Return a month of what the reader may see."""
    first_weekday = first_weekday_of(territory_of(reader.zone))
    days, filters = DateSpan(*grid_days(month, first_weekday)), Filters(topic=look.topic)
    found = entries_on(session, reader, days, filters)
    grid = month_grid(
        month,
        found.entries,
        key_days=key_days(session, reader, days, filters, found),
        first_weekday=first_weekday,
        weekend=weekend_of(territory_of(reader.zone)),
        max_lanes=MAX_LANES,
    )
    beside = (one if _is_near(one, today) else None for one in (month.shift(-1), month.shift(1)))
    return EmbeddedMonth(month, grid, *beside)


def embedded_list(session: AppSession, reader: Reader, look: Look, today: date) -> Sequence[AgendaDay[LocalEntry]]:
    """Return the next days on which something stands that the reader may see."""
    days = DateSpan(today, today + timedelta(days=LIST_DAYS))
    found = entries_on(session, reader, days, Filters(topic=look.topic)).entries
    return agenda_days(sorted(found, key=lambda one: (one.first_day, one.title))[:MOST_LISTED], days)


def _is_near(month: Month, today: date) -> bool:
    return abs((month.year - today.year) * 12 + month.month - today.month) <= MONTHS_AWAY
