"""The same date every few years."""

from datetime import date

import pytest

from scheduler.observances.rules.every_years import EveryYears
from scheduler.observances.rules.support.errors import RuleError


def test_every_years_finds_world_statistics_day():
    # United Nations Statistics Division: 20 October of 2010, 2015, 2020 and 2025 (resolution 69/282: every five years).
    rule = EveryYears.parse({"month": "10", "day": "20", "every": "5", "from_year": "2010"})

    found = [span.first_day for _, span in rule.spans(2001, 2029)]

    assert found == [date(2010, 10, 20), date(2015, 10, 20), date(2020, 10, 20), date(2025, 10, 20)]


def test_every_years_tells_its_rule():
    pieces = [piece.render() for piece in EveryYears(10, 20, 5, 2010, 2).describe()]

    assert pieces == ["20 October every 5 years from 2010", "for 2 days"]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"every": "1"}, "every", "not_in_range"),
        ({"every": "101"}, "every", "not_in_range"),
        ({"every": ""}, "every", "not_in_range"),
        ({"from_year": "1500"}, "from_year", "not_in_range"),
        ({"month": "2", "day": "29"}, "day", "leap_day"),
        ({"day": "31", "month": "11"}, "day", "no_such_day"),
    ],
)
def test_every_years_refuses(changed, field, code):
    with pytest.raises(RuleError) as caught:
        EveryYears.parse({"month": "10", "day": "20", "every": "5", "from_year": "2010"} | changed)

    assert (caught.value.field, caught.value.code) == (field, code)
