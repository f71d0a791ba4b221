"""From an RRULE to the plainest rule with the same dates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.observances.domain.plain_rules import plain_rule
from scheduler.observances.rules.easter import EasterDay
from scheduler.observances.rules.every_years import EveryYears
from scheduler.observances.rules.fixed_date import FixedDate
from scheduler.observances.rules.moon_day import MoonDay
from scheduler.observances.rules.nth_weekday import NthWeekday
from scheduler.observances.rules.rrule import RecurrenceRule
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.week_containing import WeekContaining
from scheduler.observances.rules.weekday_from import WeekdayFrom
from scheduler.observances.rules.whole_month import WholeMonth

weekdays = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
numbers_in_a_row = st.integers(-366, 360).map(lambda first: [first + step for step in range(7)])


@pytest.mark.parametrize(
    ("rrule", "duration", "rule"),
    [
        ("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=30", "1", FixedDate(7, 30)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "1", FixedDate(2, 29)),
        ("FREQ=YEARLY;BYMONTH=4;BYDAY=-1WE", "1", NthWeekday(-1, "WE", 4)),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1", "month", WholeMonth(11)),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=14,15,16,17,18,19,20;BYDAY=MO", "7", WeekContaining(6, 20, "MO")),
        ("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=24,23,22,21,20,19,18;BYDAY=SA", "9", WeekdayFrom("SA", 10, 18, 9)),
        ("FREQ=YEARLY;BYYEARDAY=-35,-34,-33,-32,-31,-30,-29;BYDAY=TU", "1", WeekdayFrom("TU", 11, 27)),
    ],
)
def test_rrule_becomes_the_rule_a_person_would_choose(rrule, duration, rule):
    assert plain_rule(rrule, duration) == rule


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("RULE=EASTER;FEAST=GOOD_FRIDAY;CHURCH=EASTERN", EasterDay("good_friday", "eastern", 2)),
        ("rule=moon_day; moon_day=eid_al_fitr", MoonDay("eid_al_fitr", 2)),
        ("RULE=EVERY_YEARS;MONTH=10;DAY=20;EVERY=5;FROM_YEAR=2010", EveryYears(10, 20, 5, 2010, 2)),
    ],
)
def test_a_cell_names_a_rule_that_no_rrule_says(cell, rule):
    assert plain_rule(cell, "2") == rule


@pytest.mark.parametrize(
    ("cell", "duration", "field", "code"),
    [
        ("RULE=", "1", "rrule", "malformed"),
        ("RULE=EASTER;FEAST", "1", "rrule", "malformed"),
        ("RULE=EASTER;FEAST=GOOD_FRIDAY;FEAST=PENTECOST", "1", "rrule", "malformed"),
        ("RULE=FIXED_DATE;MONTH=1;DAY=1", "1", "rrule", "no_such_kind"),
        ("RULE=EASTER;FEAST=GOOD_FRIDAY;COUNTRY=DE", "1", "rrule", "unknown"),
        ("RULE=EASTER;FEAST=GOOD_FRIDAY;DURATION_DAYS=2", "1", "rrule", "unknown"),
        ("RULE=EASTER;FEAST=CHRISTMAS", "1", "rrule", "not_a_choice"),
        ("RULE=EASTER;FEAST=GOOD_FRIDAY", "month", "duration_days", "not_in_range"),
    ],
)
def test_a_cell_that_names_no_rule_is_refused(cell, duration, field, code):
    with pytest.raises(RuleError) as caught:
        plain_rule(cell, duration)

    assert (caught.value.field, caught.value.code) == (field, code)


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=MONTHLY;BYMONTHDAY=25",
        "FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=25",
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=-2FR",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=-1SU",
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2,3,4,5,6,7;BYDAY=TU",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=60,61,62,63,64,65,66;BYDAY=TU",
        "FREQ=YEARLY;BYDAY=1TH",
    ],
)
def test_rrule_stays_where_no_plainer_rule_says_the_same(rrule):
    assert plain_rule(rrule, "1") == RecurrenceRule(rrule, 1)


@settings(max_examples=25)
@given(numbers_in_a_row, weekdays, st.integers(1, 12), st.sampled_from(["1", "7"]))
def test_plain_rule_has_the_dates_of_the_rrule(numbers, weekday, month, duration):
    listed = ",".join(str(number) for number in numbers if number)
    in_month = all(1 <= abs(number) <= 31 for number in numbers)
    part = f"BYMONTH={month};BYMONTHDAY={listed}" if in_month else f"BYYEARDAY={listed}"

    assert_same_dates(f"FREQ=YEARLY;{part};BYDAY={weekday}", duration)


@settings(max_examples=25)
@given(st.sampled_from([1, 2, 3, 4, 5, -1, -2, -5]), weekdays, st.integers(1, 12), st.integers(1, 31))
def test_plain_rule_of_one_month_has_the_dates_of_the_rrule(nth, weekday, month, day):
    assert_same_dates(f"FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{weekday}", "3")
    assert_same_dates(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={min(day, 29)}", "3")


def assert_same_dates(rrule, duration):
    assert dates_or_refusal(plain_rule, rrule, duration) == dates_or_refusal(written_rule, rrule, duration)


def written_rule(rrule, duration):
    return RecurrenceRule.parse({"rrule": rrule, "duration_days": duration})


def dates_or_refusal(make_rule, rrule, duration):
    try:
        return list(make_rule(rrule, duration).spans(2024, 2034))
    except RuleError as refusal:
        return refusal.field, refusal.code


@pytest.mark.parametrize(
    ("rrule", "duration", "field", "code"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "1", "rrule", "never"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28", "367", "duration_days", "not_in_range"),
        ("FREQ=YEARLY;BYMONTH=2;BYDAY=1MO", "x", "duration_days", "not_in_range"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "x", "duration_days", "not_in_range"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=2", "month", "duration_days", "not_a_month"),
        ("FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=1", "month", "duration_days", "not_a_month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "month", "duration_days", "not_a_month"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=1", "month", "duration_days", "not_a_month"),
        ("FREQ=YEARLY;BYMONTH=2;BYDAY=1MO", "month", "duration_days", "not_a_month"),
        ("FREQ=YEARLY;BYMONTH=2", "month", "rrule", "no_day"),
    ],
)
def test_cells_that_make_no_rule_are_refused(rrule, duration, field, code):
    with pytest.raises(RuleError) as caught:
        plain_rule(rrule, duration)

    assert (caught.value.field, caught.value.code) == (field, code)
