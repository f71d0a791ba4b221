"""On which days an event recurs."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.events.domain.recurrence import Frequency, Recurrence

TUESDAY = date(2027, 8, 3)


def days(until: date, rule: Recurrence) -> list[str]:
    return [f"{day:%m-%d}" for day in rule.days(None, until)]


def test_every_week_and_every_other_week_on_several_days():
    week = Recurrence(frequency=Frequency.WEEKLY, first_day=TUESDAY)

    assert days(date(2027, 8, 31), week) == ["08-03", "08-10", "08-17", "08-24", "08-31"]
    assert days(date(2027, 8, 31), replace(week, every=2, weekdays=frozenset({3}))) == [
        "08-03",
        "08-05",
        "08-17",
        "08-19",
        "08-31",
    ]


@pytest.mark.parametrize(
    ("frequency", "first_day", "found"),
    [
        (Frequency.MONTHLY_WEEKDAY, date(2027, 8, 10), ["08-10", "09-14", "10-12", "11-09"]),
        (Frequency.MONTHLY_LAST, date(2027, 8, 31), ["08-31", "09-28", "10-26", "11-30"]),
        (Frequency.MONTHLY_DAY, date(2027, 8, 31), ["08-31", "10-31"]),
    ],
)
def test_every_month(frequency, first_day, found):
    assert days(date(2027, 11, 30), Recurrence(frequency=frequency, first_day=first_day)) == found


def test_every_year_on_29_february_is_in_leap_years_alone():
    rule = Recurrence(frequency=Frequency.YEARLY, first_day=date(2028, 2, 29))

    assert [day.year for day in rule.days(None, date(2040, 12, 31))] == [2028, 2032, 2036, 2040]


def test_it_ends_on_a_day_or_after_a_number_of_dates_wherever_one_looks_from():
    week = Recurrence(frequency=Frequency.WEEKLY, first_day=TUESDAY)
    ending, counted = replace(week, ends_on=date(2027, 8, 17)), replace(week, times=3)

    assert ending.days(None, date(2030, 1, 1)) == counted.days(None, date(2030, 1, 1))
    assert ending.days(date(2027, 8, 10), date(2030, 1, 1)) == [date(2027, 8, 17)]
    assert counted.days(date(2027, 8, 10), date(2030, 1, 1)) == [date(2027, 8, 17)]


recurrences = st.builds(
    Recurrence,
    frequency=st.sampled_from(Frequency),
    first_day=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    every=st.integers(1, 6),
    weekdays=st.frozensets(st.integers(0, 6), max_size=3),
    ends_on=st.none(),
    times=st.none() | st.integers(2, 40),
)


@settings(max_examples=60)
@given(recurrences, st.integers(0, 900), st.integers(0, 900))
def test_days_made_in_parts_are_those_made_at_once(rule, first, second):
    end = date(2034, 1, 1)
    cut = date.fromordinal(rule.first_day.toordinal() + first)
    later = date.fromordinal(cut.toordinal() + second)

    assert rule.days(None, cut) + rule.days(cut, later) + rule.days(later, end) == rule.days(None, max(end, later))


@settings(max_examples=60)
@given(recurrences)
def test_days_are_those_of_the_rrule(rule):
    """Written as RFC 5545 would, by hand."""
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    own = rule.first_day.weekday()
    parts = {
        Frequency.WEEKLY: f"FREQ=WEEKLY;BYDAY={','.join(names[day] for day in sorted(rule.weekdays | {own}))}",
        Frequency.MONTHLY_WEEKDAY: f"FREQ=MONTHLY;BYDAY={rule.nth}{names[own]}",
        Frequency.MONTHLY_LAST: f"FREQ=MONTHLY;BYDAY=-1{names[own]}",
        Frequency.MONTHLY_DAY: f"FREQ=MONTHLY;BYMONTHDAY={rule.first_day.day}",
        Frequency.YEARLY: f"FREQ=YEARLY;BYMONTH={rule.first_day.month};BYMONTHDAY={rule.first_day.day}",
    }
    count = f";COUNT={rule.times}" if rule.times else ""
    start = datetime.combine(rule.first_day, datetime.min.time())
    text = f"{parts[rule.frequency]};INTERVAL={rule.every}{count}"

    wanted = rrulestr(text, dtstart=start).between(start, datetime(2033, 1, 1), inc=True)

    assert rule.days(None, date(2033, 1, 1)) == [moment.date() for moment in wanted]
