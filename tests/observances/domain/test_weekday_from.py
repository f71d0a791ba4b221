"""The first weekday on or after a date."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.dates.spans import DateSpan
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.weekday_from import WeekdayFrom


@pytest.mark.parametrize(
    ("year", "day"), [(2023, date(2023, 11, 28)), (2024, date(2024, 12, 3)), (2025, date(2025, 12, 2))]
)
def test_weekday_from_finds_giving_tuesday(year, day):
    # GivingTuesday: the Tuesday after Thanksgiving, dates printed by givingtuesday.org.
    (found,) = WeekdayFrom("TU", 11, 27).spans(year, year)

    assert found.span.first_day == day


def test_weekday_from_counts_the_day_itself():
    (found,) = WeekdayFrom.parse({"weekday": "SA", "month": "10", "day": "24", "duration_days": "9"}).spans(2026, 2026)

    assert found == ("2026", DateSpan(date(2026, 10, 24), date(2026, 11, 1)))


@settings(max_examples=40)
@given(st.integers(1600, 2900), st.integers(1, 12), st.integers(1, 25), st.integers(0, 6))
def test_weekday_from_is_that_weekday_within_seven_days(year, month, day, weekday):
    code = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
    (found,) = WeekdayFrom(code, month, day).spans(year, year)

    assert found.span.first_day.weekday() == weekday
    assert 0 <= (found.span.first_day - date(year, month, day)).days < 7
    assert found.span.first_day.year == year


def test_weekday_from_tells_its_rule():
    pieces = [piece.render() for piece in WeekdayFrom("SA", 10, 18, 9).describe()]

    assert pieces == ["first Saturday on or after 18 October", "for 9 days"]


@pytest.mark.parametrize(
    ("params", "field", "code"),
    [
        ({"weekday": "MO", "month": 12, "day": 26}, "day", "crosses_year"),
        ({"weekday": "MO", "month": 2, "day": 29}, "day", "leap_day"),
        ({"weekday": "XX", "month": 2, "day": 1}, "weekday", "not_a_choice"),
    ],
)
def test_weekday_from_refuses_with_the_field_at_fault(params, field, code):
    with pytest.raises(RuleError) as caught:
        WeekdayFrom.parse(params)

    assert (caught.value.field, caught.value.code) == (field, code)
