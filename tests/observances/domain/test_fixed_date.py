"""The same day every year, and what becomes of 29 February."""

from datetime import date

import pytest

from scheduler.dates.spans import DateSpan
from scheduler.observances.rules.fixed_date import FixedDate, LeapDay
from scheduler.observances.rules.support.errors import RuleError


def first_days(rule, first_year, last_year):
    return [span.first_day for _, span in rule.spans(first_year, last_year)]


def test_fixed_date_is_held_each_year_under_its_year():
    # World Day against Trafficking in Persons: A/RES/68/192.
    rule = FixedDate.parse({"month": "7", "day": "30"})

    assert [(period, span.first_day) for period, span in rule.spans(2026, 2028)] == [
        ("2026", date(2026, 7, 30)),
        ("2027", date(2027, 7, 30)),
        ("2028", date(2028, 7, 30)),
    ]


def test_fixed_date_lasts_its_days_into_the_next_year():
    rule = FixedDate.parse({"month": 12, "day": 30, "duration_days": 5})

    assert list(rule.spans(2026, 2026)) == [("2026", DateSpan(date(2026, 12, 30), date(2027, 1, 3)))]


@pytest.mark.parametrize(
    ("leap_day", "days"),
    [
        (LeapDay.SKIP, [date(2024, 2, 29), date(2028, 2, 29)]),
        (LeapDay.FEBRUARY_28, [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28)]),
        (LeapDay.MARCH_1, [date(2024, 2, 29), date(2025, 3, 1), date(2026, 3, 1), date(2027, 3, 1)]),
    ],
)
def test_leap_day_does_what_the_person_chose(leap_day, days):
    rule = FixedDate.parse({"month": 2, "day": 29, "leap_day": leap_day.value})

    assert first_days(rule, 2024, 2028)[: len(days)] == days
    assert first_days(rule, 2028, 2028) == [date(2028, 2, 29)]


def test_leap_day_is_left_out_in_other_years_unless_chosen_otherwise():
    assert first_days(FixedDate.parse({"month": 2, "day": 29}), 2097, 2104) == [date(2104, 2, 29)]


def test_leap_day_choice_says_nothing_for_another_day():
    assert FixedDate.parse({"month": 2, "day": 28, "leap_day": "march_1"}) == FixedDate(2, 28)


def test_fixed_date_tells_its_dates():
    assert [piece.render() for piece in FixedDate(7, 30).describe()] == ["30 July"]
    assert [piece.render() for piece in FixedDate(11, 25, 16).describe()] == ["25 November", "for 16 days"]
    assert [piece.render() for piece in FixedDate(2, 29, 1, LeapDay.MARCH_1).describe()] == [
        "29 February",
        "on 1 March in other years",
    ]


@pytest.mark.parametrize(
    ("params", "field", "code"),
    [
        ({"day": "1"}, "month", "not_in_range"),
        ({"month": "13", "day": "1"}, "month", "not_in_range"),
        ({"month": "1"}, "day", "not_in_range"),
        ({"month": "1", "day": "1.5"}, "day", "not_in_range"),
        ({"month": "1", "day": "٣"}, "day", "not_in_range"),
        ({"month": "1", "day": True}, "day", "not_text"),
        ({"month": "1", "day": 1.0}, "day", "not_text"),
        ({"month": "4", "day": "31"}, "day", "no_such_day"),
        ({"month": "2", "day": "30"}, "day", "no_such_day"),
        ({"month": "2", "day": "29", "leap_day": "sometimes"}, "leap_day", "not_a_choice"),
        ({"month": "1", "day": "1", "duration_days": "0"}, "duration_days", "not_in_range"),
        ({"month": "1", "day": "1", "duration_days": "367"}, "duration_days", "not_in_range"),
        ({"month": "1", "day": "1", "duration_days": "two"}, "duration_days", "not_in_range"),
    ],
)
def test_fixed_date_refuses_with_the_field_at_fault(params, field, code):
    with pytest.raises(RuleError) as caught:
        FixedDate.parse(params)

    assert (caught.value.field, caught.value.code) == (field, code)


def test_refusal_names_the_month():
    with pytest.raises(RuleError) as caught:
        FixedDate.parse({"month": "4", "day": "31"})

    assert caught.value.message.render() == "April has 30 days at most. Choose another day."
