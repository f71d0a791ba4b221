"""From one fixed date to another."""

from datetime import date

import pytest

from scheduler.dates.spans import DateSpan
from scheduler.observances.rules.date_span import FixedSpan
from scheduler.observances.rules.support.errors import RuleError


@pytest.mark.parametrize(
    ("rule", "span"),
    [
        # 16 Days of Activism: 25 November to 10 December (UN Women).
        (FixedSpan(11, 25, 12, 10), DateSpan(date(2027, 11, 25), date(2027, 12, 10))),
        (FixedSpan(12, 20, 1, 6), DateSpan(date(2027, 12, 20), date(2028, 1, 6))),
        (FixedSpan(3, 8, 3, 8), DateSpan(date(2027, 3, 8), date(2027, 3, 8))),
        (FixedSpan(2, 1, 2, 29), DateSpan(date(2027, 2, 1), date(2027, 2, 28))),
        (FixedSpan(12, 1, 2, 29), DateSpan(date(2027, 12, 1), date(2028, 2, 29))),
    ],
)
def test_span_runs_between_its_dates_under_the_year_it_begins_in(rule, span):
    assert list(rule.spans(2027, 2027)) == [("2027", span)]


def test_span_tells_its_dates():
    assert [piece.render() for piece in FixedSpan(11, 25, 12, 10).describe()] == ["25 November to 10 December"]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"start_month": "2", "start_day": "29"}, "start_day", "leap_day"),
        ({"start_day": "31"}, "start_day", "no_such_day"),
        ({"end_month": ""}, "end_month", "not_in_range"),
        ({"end_day": "32"}, "end_day", "not_in_range"),
    ],
)
def test_span_refuses_with_the_field_at_fault(change, field, code):
    params = {"start_month": "11", "start_day": "25", "end_month": "12", "end_day": "10"}

    with pytest.raises(RuleError) as caught:
        FixedSpan.parse(params | change)

    assert (caught.value.field, caught.value.code) == (field, code)
