"""A weekday counted within a month."""

import calendar
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.observances.rules.nth_weekday import NthWeekday
from scheduler.observances.rules.support.errors import RuleError

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@pytest.mark.parametrize(
    ("params", "year", "day"),
    [
        # Denim Day: denimday.org, the last Wednesday of April.
        ({"nth": "-1", "weekday": "WE", "month": "4"}, 2026, date(2026, 4, 29)),
        # Safer Internet Day for Children, Philippines: Proclamation 417 (2018), second Tuesday of February.
        ({"nth": 2, "weekday": "TU", "month": 2}, 2024, date(2024, 2, 13)),
        # World Day of Remembrance for Road Traffic Victims: A/RES/60/5, third Sunday of November.
        ({"nth": 3, "weekday": "SU", "month": 11}, 2025, date(2025, 11, 16)),
        ({"nth": 1, "weekday": "MO", "month": 2}, 2027, date(2027, 2, 1)),
        ({"nth": 5, "weekday": "SU", "month": 8}, 2027, date(2027, 8, 29)),
    ],
)
def test_nth_weekday_falls_where_its_organiser_says(params, year, day):
    (found,) = NthWeekday.parse(params).spans(year, year)

    assert (found.period, found.span.first_day) == (str(year), day)


def test_fifth_weekday_is_not_held_in_years_without_one():
    rule = NthWeekday(5, "MO", 2)

    assert [period for period, _ in rule.spans(2016, 2060)] == ["2016", "2044"]


def independent(year, month, nth, weekday):
    days = [day for day in calendar.Calendar().itermonthdates(year, month) if day.month == month]
    matching = [day for day in days if day.weekday() == weekday]
    if nth == -1:
        return matching[-1]
    return matching[nth - 1] if nth <= len(matching) else None


@settings(max_examples=40)
@given(st.integers(1600, 2900), st.integers(1, 12), st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(0, 6))
def test_nth_weekday_equals_a_count_through_the_month(year, month, nth, weekday):
    found = [span.first_day for _, span in NthWeekday(nth, CODES[weekday], month).spans(year, year)]

    expected = independent(year, month, nth, weekday)
    assert found == ([expected] if expected else [])


def test_nth_weekday_tells_its_rule():
    assert [piece.render() for piece in NthWeekday(-1, "WE", 4).describe()] == ["last Wednesday of April"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"nth": "0", "weekday": "MO", "month": "1"}, "nth"),
        ({"nth": "6", "weekday": "MO", "month": "1"}, "nth"),
        ({"nth": "-2", "weekday": "MO", "month": "1"}, "nth"),
        ({"nth": "", "weekday": "MO", "month": "1"}, "nth"),
        ({"nth": "1", "weekday": "monday", "month": "1"}, "weekday"),
        ({"nth": "1", "month": "1"}, "weekday"),
        ({"nth": "1", "weekday": "MO", "month": "0"}, "month"),
    ],
)
def test_nth_weekday_refuses_with_the_field_at_fault(params, field):
    with pytest.raises(RuleError) as caught:
        NthWeekday.parse(params)

    assert caught.value.field == field
