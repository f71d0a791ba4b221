"""Agenda by day and year by month."""

from datetime import date

from scheduler.dates.spans import DateSpan
from scheduler.pages.domain.day_lists import AgendaDay, agenda_days
from tests.pages.domain.placed import LocalEntry, july

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
