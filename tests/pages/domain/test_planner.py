"""Months side by side: how much stands on each day, and what is named below."""

from datetime import date

from hypothesis import given

from scheduler.pages.domain.months import Month
from scheduler.pages.domain.planner import DayMark, PlannedMonth, planned_months
from tests.pages.domain.placed import LocalEntry, entries, july

QUARTER = (Month(2027, 7), Month(2027, 8), Month(2027, 9))


def marks(months: tuple[PlannedMonth[LocalEntry], ...]) -> list[DayMark]:
    return [day for month in months for week in month.weeks for day in week if day is not None]


def test_days_say_how_much_stands_on_them() -> None:
    among = [july(1, "Week", 29, 31), july(2, "Day", 30)]

    counted = marks(planned_months(QUARTER, among, listed=(), key_days={date(2027, 7, 30)}))

    assert [(day.count, day.is_key) for day in counted[28:31]] == [(1, False), (2, True), (1, False)]
    assert [day.is_off for day in counted[:4]] == [False, False, True, True]


def test_what_goes_on_is_drawn_through_its_days() -> None:
    among = [july(1, "Campaign", 29, 31), july(2, "Day", 30)]

    drawn = marks(planned_months(QUARTER, among, listed=(), banded=among[:1]))

    assert [day.date.day for day in drawn if day.is_banded] == [29, 30, 31]


def test_what_is_named_stands_in_the_month_in_which_it_begins() -> None:
    among = [july(1, "Going on", 1), july(2, "Day", 30)]

    months = planned_months(QUARTER, among, listed=among[1:])

    assert [[entry.title for day in month.days for entry in day.entries] for month in months] == [["Day"], [], []]


@given(entries)
def test_every_day_of_each_month_is_there_once_with_its_entries(found: list[LocalEntry]) -> None:
    days = marks(planned_months(QUARTER, found, listed=found))

    assert [day.date for day in days] == [date.fromordinal(date(2027, 7, 1).toordinal() + n) for n in range(92)]
    for day in days:
        assert day.count == sum(entry.first_day <= day.date <= entry.last_day for entry in found)
