"""Recurrence rules of RFC 5545, and why some are refused."""

from datetime import date

import pytest

from scheduler.observances.rules.rrule import RecurrenceRule
from scheduler.observances.rules.support.errors import RuleError


def first_days(text, first_year, last_year):
    return [span.first_day for _, span in RecurrenceRule.parse({"rrule": text}).spans(first_year, last_year)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("FREQ=YEARLY;BYMONTH=4;BYDAY=-1WE", [date(2026, 4, 29), date(2027, 4, 28)]),
        ("rrule:freq=yearly;bymonth=4;byday=-1we", [date(2026, 4, 29), date(2027, 4, 28)]),
        ("FREQ=YEARLY;INTERVAL=1;BYMONTH=07;BYMONTHDAY=+30", [date(2026, 7, 30), date(2027, 7, 30)]),
        ("FREQ=YEARLY;BYDAY=1TH", [date(2026, 1, 1), date(2027, 1, 7)]),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", [date(2026, 5, 11), date(2027, 5, 17)]),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", [date(2026, 6, 30), date(2027, 6, 30)]),
        # Election day in the United States: the Tuesday after the first Monday of November.
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", [date(2026, 11, 3), date(2027, 11, 2)]),
        # GivingTuesday.
        ("FREQ=YEARLY;BYYEARDAY=-35,-34,-33,-32,-31,-30,-29;BYDAY=TU", [date(2026, 12, 1), date(2027, 11, 30)]),
    ],
)
def test_rrule_falls_on_its_days(text, days):
    assert first_days(text, 2026, 2027) == days


def test_monthly_rrule_has_a_period_for_each_month():
    # Orange Day: the 25th of every month.
    found = list(RecurrenceRule.parse({"rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}).spans(2027, 2027))

    assert [period for period, _ in found] == [f"2027-{month:02d}" for month in range(1, 13)]
    assert {span.first_day.day for _, span in found} == {25}


def test_monthly_rrule_leaves_out_months_without_the_day():
    assert [day.month for day in first_days("FREQ=MONTHLY;BYMONTHDAY=31", 2027, 2027)] == [1, 3, 5, 7, 8, 10, 12]


def test_rrule_on_leap_day_is_held_in_leap_years():
    assert first_days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 2024, 2032) == [
        date(2024, 2, 29),
        date(2028, 2, 29),
        date(2032, 2, 29),
    ]


def test_rrule_is_kept_in_one_form():
    rule = RecurrenceRule.parse({"rrule": " byday=+1mo;FREQ=yearly;BYMONTH=02 ", "duration_days": "7"})

    assert rule == RecurrenceRule("FREQ=YEARLY;BYMONTH=2;BYDAY=1MO", 7)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("RRULE:", "missing"),
        ("every year in May", "malformed"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;", "malformed"),
        ("DTSTART:20270101\nRRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", "with_start"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=", "malformed"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=١", "malformed"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTH=6;BYMONTHDAY=1", "twice"),
        ("BYMONTH=5;BYMONTHDAY=1", "no_frequency"),
        ("FREQ=WEEKLY;BYDAY=MO", "too_fine"),
        ("FREQ=DAILY;BYMONTH=5;BYMONTHDAY=1", "too_fine"),
        ("FREQ=FORTNIGHTLY;BYDAY=MO", "too_fine"),
        ("FREQ=YEARLY;COUNT=3;BYMONTH=5;BYMONTHDAY=1", "refused_count"),
        ("FREQ=YEARLY;UNTIL=20300101;BYMONTH=5;BYMONTHDAY=1", "refused_until"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;BYHOUR=9", "refused_byhour"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;BYMINUTE=0", "refused_byminute"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;BYSECOND=0", "refused_bysecond"),
        ("FREQ=YEARLY;BYEASTER=-2", "refused_byeaster"),
        ("FREQ=YEARLY;INTERVAL=5;BYMONTH=10;BYMONTHDAY=20", "refused_interval"),
        ("FREQ=YEARLY;RSCALE=HEBREW;BYMONTH=5;BYMONTHDAY=1", "unknown"),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1", "bad_value"),
        ("FREQ=YEARLY;BYMONTH=-1;BYMONTHDAY=1", "bad_value"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=0", "bad_value"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1,", "bad_value"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=0MO", "bad_value"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=MONDAY", "bad_value"),
        ("FREQ=YEARLY;BYDAY=54MO", "bad_value"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=1MO;WKST=1MO", "bad_value"),
        ("FREQ=MONTHLY;BYYEARDAY=100", "yearly_only"),
        ("FREQ=MONTHLY;BYWEEKNO=20;BYDAY=MO", "yearly_only"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "week_and_nth"),
        ("FREQ=YEARLY;BYWEEKNO=20", "week_and_nth"),
        ("FREQ=YEARLY", "no_day"),
        ("FREQ=YEARLY;BYMONTH=5", "no_day"),
        ("FREQ=MONTHLY;BYMONTH=5", "no_day"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "never"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=6MO", "never"),
        ("FREQ=YEARLY;BYMONTHDAY=8", "too_often"),
        ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=21", "too_often"),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=MO", "too_often"),
        # The first week of 2025 began on 30 December 2024: two Mondays in one year.
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", "too_often"),
        ("FREQ=MONTHLY;BYDAY=MO", "too_often"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=" + ",".join(["1"] * 150), "too_long"),
    ],
)
def test_rrule_is_refused_with_a_reason(text, code):
    with pytest.raises(RuleError) as caught:
        RecurrenceRule.parse({"rrule": text})

    assert (caught.value.field, caught.value.code) == ("rrule", code)
    assert caught.value.message.render().isprintable()


def test_rrule_tells_its_rule():
    monthly = RecurrenceRule.parse({"rrule": "FREQ=MONTHLY;BYMONTHDAY=25"})
    other = RecurrenceRule.parse({"rrule": "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "duration_days": 5})

    assert [piece.render() for piece in monthly.describe()] == ["day 25 of every month"]
    assert [piece.render() for piece in other.describe()] == [
        "by the calendar rule FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "for 5 days",
    ]
