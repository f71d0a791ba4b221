"""What an address of the calendar asks for, and the addresses that keep it: view, days, filters, colours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from flask import url_for

from scheduler.agenda.domain.visibility import Viewer
from scheduler.dates.public_holidays import first_weekday_of
from scheduler.dates.timezones import territory_of
from scheduler.pages.domain.months import Month, MonthError, is_in_calendar
from scheduler.pages.domain.periods import Period, View
from scheduler.pages.filters import Filters

_FORMER_NAMES = {"agenda": View.LIST}
ANY_DAY = "0000-00-00"
"""Stands for a day in an address of which a page has one for each day."""

HIDE = "hide_"
"""How arguments of an address begin that hide an external calendar; behind it stands what the calendar is called."""

_HIDDEN = re.compile(rf"{HIDE}([A-Za-z0-9_-]{{1,20}})")
_MOST_HIDDEN = 50
_BY_DAY = frozenset({View.DAY, View.WEEK})


class Colours(StrEnum):
    """What the colour of an entry says."""

    TYPE = "type"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Shown:
    """What a page of the calendar shows."""

    period: Period
    filters: Filters
    colours: Colours = Colours.TYPE
    hidden: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, arguments: Mapping[str, str], viewer: Viewer, zone: str, today: date) -> "Shown":
        """Read an address; what makes no sense asks for the present month, unfiltered, coloured by type."""
        name = arguments.get("view", "")
        view = _FORMER_NAMES.get(name) or (View(name) if name in set(View) else View.MONTH)
        day = day_asked_for(arguments.get("day", "")) or _day_of_month(arguments.get("month", ""), today)
        period = Period(view, day, first_weekday_of(territory_of(zone)))
        return cls(period, Filters.parse(arguments, viewer), _colours(arguments, viewer), _hidden(arguments, viewer))

    def on(self, view: View, day: date) -> "Shown":
        """Return the same in another view, around another day."""
        return replace(self, period=replace(self.period, view=View(view), day=day))

    @property
    def kept(self) -> dict[str, Any]:
        """What every address carries along, whatever days it leads to."""
        colours = {} if self.colours is Colours.TYPE else {"colours": str(self.colours)}
        return self.filters.arguments() | colours | dict.fromkeys((f"{HIDE}{one}" for one in sorted(self.hidden)), "1")

    @property
    def selection(self) -> dict[str, Any]:
        """What a saved view keeps: all but the days, so that it opens on the present ones."""
        return {"view": str(self.period.view)} | self.kept

    @property
    def path(self) -> str:
        """The address of this page within the site."""
        return _path(self.period, self.kept)

    def day_path(self, day: date) -> str:
        """Return the address of one of the days; a page has hundreds of them, so it is not built from its parts."""
        return self._day_parts[0] + day.isoformat() + self._day_parts[1]

    @cached_property
    def _day_parts(self) -> tuple[str, str]:
        before, _day, after = url_for("calendar.show_day", day=ANY_DAY, **self.kept).partition(ANY_DAY)
        return before, after

    @property
    def unfiltered(self) -> str:
        """The address of these days without filters."""
        return _path(self.period, replace(self, filters=Filters()).kept)

    @property
    def is_by_day(self) -> bool:
        """Whether an address names a day; else it names a month."""
        return self.period.view in _BY_DAY

    def turned(self, steps: int) -> str | None:
        """Return the address of the days so many steps on; None where the calendar ends."""
        period = self.period.shift(steps)
        return _path(period, self.kept) if period is not None else None

    def seen_as(self, view: View, today: date) -> str:
        """Return the address of these days in another view."""
        return _path(self.period.seen_as(view, today), self.kept)


def _path(period: Period, kept: Mapping[str, Any]) -> str:
    if period.view is View.DAY:
        return url_for("calendar.show_day", day=period.day.isoformat(), **kept)
    days: dict[str, Any] = {"day": period.day.isoformat()} if period.view in _BY_DAY else {"month": str(period.month)}
    return url_for("calendar.index", **days, view=str(period.view), **kept)


def day_asked_for(text: str) -> date | None:
    """Return the day that an address names as `2027-07-30`; None if it names none that the calendar has."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_in_calendar(day) and text == day.isoformat() else None


def _day_of_month(text: str, today: date) -> date:
    """Return the first day of the month that an address names, today in the present one or if it names none."""
    try:
        month = Month.parse(text)
    except MonthError:
        return today
    return today if month == Month.of(today) else month.first_day


def _colours(arguments: Mapping[str, str], viewer: Viewer) -> Colours:
    by_organisation = arguments.get("colours") == Colours.ORGANISATION and viewer.is_member
    return Colours.ORGANISATION if by_organisation else Colours.TYPE


def _hidden(arguments: Mapping[str, str], viewer: Viewer) -> frozenset[str]:
    """Return what addresses call the external calendars that are not to be shown."""
    named = (_HIDDEN.fullmatch(name) for name in sorted(arguments)) if viewer.is_member else ()
    return frozenset([match[1] for match in named if match is not None][:_MOST_HIDDEN])
