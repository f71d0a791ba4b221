"""Owns which years are planned, and from which day on a missing date is asked for."""

from collections.abc import Iterable
from datetime import date, timedelta

from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.editions import Years

ASK_LEAD = timedelta(days=120)
"""So long before the day on which it was held last, the steward is asked for the date."""


def planned_years(horizon: DateSpan) -> Years:
    """The years whose editions are kept as rows: all those that the horizon of the agenda touches."""
    return Years(horizon.first_day.year, horizon.last_day.year)


CONFIRM_LEAD = timedelta(days=14)
"""So long before an estimated day it is to be confirmed: governments name it weeks ahead, or on its eve."""


def confirm_day(expected: date, today: date) -> date:
    """The day from which on an estimated first day is to be confirmed; never before today."""
    return max(expected - CONFIRM_LEAD, today)


def ask_day(period: str, days_before: Iterable[date], today: date) -> date:
    """The day from which on the date of an edition is asked for; never before today.

    It is 120 days before the day of the year on which the observance was last held before the edition; where nothing
    is known of that, 120 days before the year begins.

    Args:
        period: the label of the edition without a date: a year.
        days_before:  first days of other editions, in any order.
        today: the day on which the date turned out to be missing.
    """
    year = int(period[:4])
    earlier = [day for day in days_before if day.year < year]
    likely = _same_day(max(earlier), year) if earlier else date(year, 1, 1)
    return max(likely - ASK_LEAD, today)


def _same_day(day: date, year: int) -> date:
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
