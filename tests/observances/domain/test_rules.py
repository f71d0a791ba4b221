"""What holds for every rule type."""

import json
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.observances.rules.announced import Announced
from scheduler.observances.rules.date_span import FixedSpan
from scheduler.observances.rules.easter import FEASTS, EasterDay
from scheduler.observances.rules.every_years import EveryYears
from scheduler.observances.rules.fixed_date import FixedDate, LeapDay
from scheduler.observances.rules.moon_day import MOON_DAYS, MoonDay
from scheduler.observances.rules.nth_weekday import NthWeekday
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.rules.registry import RULES, parse_rule
from scheduler.observances.rules.rrule import RecurrenceRule
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.week_containing import WeekContaining
from scheduler.observances.rules.weekday_from import WeekdayFrom
from scheduler.observances.rules.whole_month import WholeMonth

months = st.integers(1, 12)
days = st.integers(7, 25)
lengths = st.integers(1, 366)
weekdays = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
recurrences = st.sampled_from(
    [
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=5FR",
        "FREQ=MONTHLY;BYMONTH=3,9;BYMONTHDAY=21",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=18,19,20,21,22,23,24;BYDAY=SA",
        "FREQ=YEARLY;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ]
)
announced = st.lists(
    st.dates().filter(lambda day: 1900 <= day.year <= 2200), max_size=5, unique_by=lambda day: day.year
).map(lambda dates: tuple(sorted(dates)))
rules = st.one_of(
    st.builds(FixedDate, months, st.integers(1, 28), lengths),
    st.builds(FixedDate, st.just(2), st.just(29), lengths, st.sampled_from(LeapDay)),
    st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, 5, -1]), weekdays, months, lengths),
    st.builds(WeekdayFrom, weekdays, months, days, lengths),
    st.builds(WeekContaining, months, days, weekdays, lengths),
    st.builds(WholeMonth, months),
    st.builds(FixedSpan, months, days, months, days),
    st.builds(EveryYears, months, days, st.integers(2, 100), st.integers(1900, 2100), lengths),
    st.sampled_from([(feast, church) for feast, one in FEASTS.items() for church in one.churches]).flatmap(
        lambda feast: st.builds(EasterDay, st.just(feast[0]), st.just(feast[1]), lengths)
    ),
    st.builds(MoonDay, st.sampled_from(sorted(MOON_DAYS)), lengths),
    st.builds(Announced, announced, lengths),
    st.builds(RecurrenceRule, recurrences, lengths),
)
years = st.integers(1900, 2200)


@settings(max_examples=50)
@given(rules, years, st.integers(0, 12))
def test_spans_begin_in_their_period_in_order(rule, first_year, more):
    found = list(rule.spans(first_year, first_year + more))

    assert all(first_year <= span.first_day.year <= first_year + more for _, span in found)
    assert all(span.first_day.isoformat().startswith(period) for period, span in found)
    assert [span.first_day for _, span in found] == sorted(span.first_day for _, span in found)
    assert len({period for period, _ in found}) == len(found)


@settings(max_examples=50)
@given(rules, years, st.integers(1, 12), st.data())
def test_spans_are_the_same_from_whatever_year_one_starts(rule, first_year, more, data):
    last_year = first_year + more
    cut = data.draw(st.integers(first_year, last_year - 1))

    parts = [*rule.spans(first_year, cut), *rule.spans(cut + 1, last_year)]

    assert parts == list(rule.spans(first_year, last_year))


@settings(max_examples=50)
@given(rules)
def test_rule_comes_back_from_its_stored_parameters(rule):
    stored = json.loads(json.dumps(rule.to_params()))

    assert parse_rule(rule.kind, stored) == rule


@settings(max_examples=50)
@given(rules)
def test_rule_comes_back_from_a_form(rule):
    typed = {
        name: ";".join(value) if isinstance(value, list) else str(value) for name, value in rule.to_params().items()
    }

    assert parse_rule(rule.kind, typed | {"another_field": "x"}) == rule


@settings(max_examples=50)
@given(rules, years)
def test_spans_have_the_length_of_the_rule(rule, year):
    spans = [span for _, span in rule.spans(year, year)]

    if hasattr(rule, "duration_days"):
        assert {span.days for span in spans} <= {rule.duration_days}
    assert all(1 <= span.days <= 366 for span in spans)


@settings(max_examples=50)
@given(rules)
def test_rule_describes_itself_and_its_parameters(rule):
    assert isinstance(rule, Rule)
    assert all(piece.render() for piece in rule.describe())
    assert set(rule.to_params()) <= set(rule.fields)


def test_registry_knows_each_rule_under_its_kind():
    assert all(rule_type.kind == kind for kind, rule_type in RULES.items())
    assert [kind for kind, rule_type in RULES.items() if rule_type.is_announced] == ["moon_day", "announced"]
    assert [kind for kind, rule_type in RULES.items() if rule_type.is_estimate] == ["moon_day"]
    assert len({rule_type.label.render() for rule_type in RULES.values()}) == len(RULES) == 11


@pytest.mark.parametrize("kind", ["", "lunar", "FIXED_DATE"])
def test_unknown_kind_is_refused(kind):
    with pytest.raises(RuleError) as caught:
        parse_rule(kind, {"month": 1, "day": 1})

    assert (caught.value.field, caught.value.code) == ("kind", "no_such_kind")


def test_rules_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        WholeMonth(5).month = 6  # type: ignore[misc]
