"""A whole calendar month."""

from datetime import date

import pytest

from scheduler.dates.spans import DateSpan
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.whole_month import WholeMonth


def test_month_has_its_own_length_each_year():
    # Teen Dating Violence Awareness Month, United States: all of February.
    rule = WholeMonth.parse({"month": "2"})

    assert list(rule.spans(2027, 2028)) == [
        ("2027", DateSpan(date(2027, 2, 1), date(2027, 2, 28))),
        ("2028", DateSpan(date(2028, 2, 1), date(2028, 2, 29))),
    ]


def test_month_tells_its_rule():
    assert [piece.render() for piece in WholeMonth(11).describe()] == ["the whole of November"]


@pytest.mark.parametrize("month", ["", "0", "13", "May", None])
def test_month_refuses_what_is_no_month(month):
    with pytest.raises(RuleError) as caught:
        WholeMonth.parse({"month": month})

    assert caught.value.field == "month"
