"""How much of the calendar a page shows at once: a day, a week, a month, a quarter, a year."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduler.dates.spans import DateSpan
from scheduler.pages.domain.month_grid import DAYS, grid_days
from scheduler.pages.domain.months import Month, is_in_calendar

MONTHS_OF_QUARTER = 3
MONTHS_OF_YEAR = 12


class View(StrEnum):
    """How a page lays days out; a list holds a month."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a view around a day; `first_weekday` is 0 for Monday to 6 for Sunday."""

    view: View
    day: date
    first_weekday: int = calendar.MONDAY

    @property
    def month(self) -> Month:
        """The month that the day lies in."""
        return Month.of(self.day)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of a quarter or a year, else the one of the day."""
        count = {View.QUARTER: MONTHS_OF_QUARTER, View.YEAR: MONTHS_OF_YEAR}.get(self.view, 1)
        first = Month(self.day.year, (self.day.month - 1) // count * count + 1)
        return tuple(first.shift(step) for step in range(count))

    @property
    def span(self) -> DateSpan:
        """The days that the period is about, both included."""
        if self.view is View.DAY:
            return DateSpan(self.day, self.day)
        if self.view is View.WEEK:
            first_day = self.day - timedelta(days=(self.day.weekday() - self.first_weekday) % DAYS)
            return DateSpan(first_day, first_day + timedelta(days=DAYS - 1))
        return DateSpan(self.months[0].first_day, self.months[-1].span.last_day)

    @property
    def shown(self) -> DateSpan:
        """The days that a page shows: a month fills its first and last week with days of its neighbours."""
        return DateSpan(*grid_days(self.month, self.first_weekday)) if self.view is View.MONTH else self.span

    def shift(self, steps: int) -> "Period | None":
        """Return the period so many later, or earlier when negative; None where the calendar ends."""
        if self.view is View.DAY:
            day = self.day + timedelta(days=steps)
        elif self.view is View.WEEK:
            day = self.day + timedelta(days=DAYS * steps)
        else:
            day = self.months[0].shift(len(self.months) * steps).first_day
        return Period(self.view, day, self.first_weekday) if is_in_calendar(day) else None

    def seen_as(self, view: View, today: date) -> "Period":
        """Return the same days in another view, which begins with today where they hold it."""
        within = self.span
        holds_today = within.first_day <= today <= within.last_day
        own = self.day if self.view in {View.DAY, View.WEEK} else within.first_day
        day = today if holds_today else own
        return Period(view, day, self.first_weekday)
