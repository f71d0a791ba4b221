"""Dates that the organiser announces one by one."""

from datetime import date

import pytest

from scheduler.dates.spans import DateSpan
from scheduler.observances.rules.announced import Announced
from scheduler.observances.rules.support.errors import RuleError


def test_announced_is_held_on_its_dates_alone():
    # Safer Internet Day: dates printed by better-internet-for-kids.europa.eu.
    rule = Announced.parse({"dates": "2027-02-09, 2026-02-10\n2024-02-06"})

    assert [(period, span.first_day) for period, span in rule.spans(2025, 2030)] == [
        ("2026", date(2026, 2, 10)),
        ("2027", date(2027, 2, 9)),
    ]


def test_announced_lasts_its_days():
    rule = Announced.parse({"dates": ["2026-09-25"], "duration_days": 3})

    assert list(rule.spans(2026, 2026)) == [("2026", DateSpan(date(2026, 9, 25), date(2026, 9, 27)))]


def test_announced_may_wait_for_its_first_date():
    rule = Announced.parse({})

    assert rule == Announced()
    assert list(rule.spans(2026, 2030)) == []
    assert rule.is_announced


def test_announced_tells_who_sets_the_date():
    assert [piece.render() for piece in Announced().describe()] == ["announced each year by the organiser"]


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ("2027-02-30", "not_a_day"),
        ("9 February 2027", "not_a_day"),
        ("20270209", "not_a_day"),
        ("0001-01-01", "not_a_day"),
        ("2027-02-09\x00", "not_a_day"),
        ([20270209], "not_a_day"),
        ("2027-02-09;2027-03-09", "two_in_a_year"),
        (";".join(f"{year}-01-01" for year in range(1700, 1901)), "too_many"),
    ],
)
def test_announced_refuses_what_are_no_dates(dates, code):
    with pytest.raises(RuleError) as caught:
        Announced.parse({"dates": dates})

    assert (caught.value.field, caught.value.code) == ("dates", code)
    assert caught.value.message.render().isprintable()
