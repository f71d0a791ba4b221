"""The week in which a date falls."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.dates.spans import DateSpan
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.week_containing import WeekContaining


@pytest.mark.parametrize(
    ("first_weekday", "year", "first_day"),
    [
        # Refugee Week UK (Monday) and Australia (Sunday) around World Refugee Day.
        ("MO", 2024, date(2024, 6, 17)),
        ("MO", 2026, date(2026, 6, 15)),
        ("SU", 2024, date(2024, 6, 16)),
        ("SU", 2027, date(2027, 6, 20)),
    ],
)
def test_week_contains_world_refugee_day(first_weekday, year, first_day):
    rule = WeekContaining.parse({"month": "6", "day": "20", "first_weekday": first_weekday})

    assert list(rule.spans(year, year)) == [(str(year), DateSpan.of_days(first_day, 7))]


def test_week_may_be_shorter():
    (found,) = WeekContaining.parse({"month": 6, "day": 20, "duration_days": 5}).spans(2027, 2027)

    assert found.span == DateSpan(date(2027, 6, 14), date(2027, 6, 18))


@settings(max_examples=40)
@given(st.integers(1600, 2900), st.integers(1, 12), st.integers(7, 28), st.integers(0, 6))
def test_week_holds_the_day_and_begins_on_its_weekday(year, month, day, weekday):
    code = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
    ((period, span),) = WeekContaining(month, day, code).spans(year, year)

    assert span.contains(date(year, month, day))
    assert span.first_day.weekday() == weekday
    assert period == str(span.first_day.year)


def test_week_tells_its_rule():
    assert [piece.render() for piece in WeekContaining(6, 20).describe()] == ["week of 20 June, from Monday"]
    assert [piece.render() for piece in WeekContaining(6, 20, "SU", 5).describe()] == [
        "week of 20 June, from Sunday",
        "for 5 days",
    ]


@pytest.mark.parametrize(
    ("params", "field", "code"),
    [
        ({"month": 1, "day": 6}, "day", "crosses_year"),
        ({"month": 2, "day": 29}, "day", "leap_day"),
        ({"month": 6, "day": 20, "first_weekday": "8"}, "first_weekday", "not_a_choice"),
    ],
)
def test_week_refuses_with_the_field_at_fault(params, field, code):
    with pytest.raises(RuleError) as caught:
        WeekContaining.parse(params)

    assert (caught.value.field, caught.value.code) == (field, code)
