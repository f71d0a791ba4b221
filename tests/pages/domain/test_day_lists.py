"""Agenda by day and year by month."""

from datetime import date

from hypothesis import given

from scheduler.dates.spans import DateSpan
from scheduler.pages.domain.day_lists import AgendaDay, agenda_days, year_months
from scheduler.pages.domain.months import Month
from tests.pages.domain.placed import LocalEntry, entries, july

WEEK = DateSpan(date(2027, 7, 5), date(2027, 7, 11))


def test_agenda_puts_each_entry_on_the_day_it_begins() -> None:
    going_on, long = july(1, "month", 1, 31), july(2, "three days", 7, 9)
    late, early, all_day = july(3, "late", 7, hour=18), july(4, "early", 7, hour=8), july(5, "z all day", 7)
    outside = july(6, "next week", 12)

    days = agenda_days([late, outside, early, long, going_on, all_day], WEEK)

    assert days == (
        AgendaDay(date(2027, 7, 5), (going_on,)),
        AgendaDay(date(2027, 7, 7), (early, late, long, all_day)),
    )


def test_agenda_keeps_both_ends_of_its_span() -> None:
    first, last, before, after = july(1, "a", 5), july(2, "b", 11), july(3, "c", 4), july(4, "d", 12)

    assert [day.day.day for day in agenda_days([first, last, before, after], WEEK)] == [5, 11]


def test_agenda_of_nothing_is_empty() -> None:
    assert agenda_days(list[LocalEntry](), WEEK) == ()


def test_year_has_twelve_months_and_each_entry_once() -> None:
    turn = LocalEntry(1, "turn of the year", date(2026, 12, 28), date(2027, 1, 3))
    summer = LocalEntry(2, "summer", date(2027, 6, 15), date(2027, 8, 15))
    other = LocalEntry(3, "other year", date(2028, 1, 1), date(2028, 1, 1))

    months = year_months([other, summer, turn], 2027)

    assert [item.month for item in months] == [Month(2027, number) for number in range(1, 13)]
    assert [(item.month.month, item.entries) for item in months if item.entries] == [(1, (turn,)), (6, (summer,))]


@given(entries)
def test_year_loses_nothing(found: list[LocalEntry]) -> None:
    listed = [entry.id for item in year_months(found, 2027) for entry in item.entries]

    assert sorted(listed) == sorted(entry.id for entry in found)
