"""Weekends and holidays of countries, against laws and calendars that name them."""

from datetime import date

import pytest

from scheduler.countries import COUNTRIES
from scheduler.dates.public_holidays import days_off, knows_holidays, weekend_of

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("", {SATURDAY, SUNDAY}),
        ("FR", {SATURDAY, SUNDAY}),
        ("ZZ", {SATURDAY, SUNDAY}),
        ("IL", {FRIDAY, SATURDAY}),
        ("SA", {FRIDAY, SATURDAY}),
        ("IR", {FRIDAY}),
        ("IN", {SUNDAY}),
    ],
)
def test_the_weekend_is_that_of_the_country(country: str, days: set[int]):
    assert weekend_of(country) == days


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        # Code du travail, article L3133-1.
        ("FR", date(2027, 7, 14), "National Day"),
        ("FR", date(2027, 5, 6), "Ascension Day"),
        # Einigungsvertrag, article 2.
        ("DE", date(2027, 10, 3), "German Unity Day"),
        # 5 U.S.C. 6103: the fourth Thursday in November.
        ("US", date(2027, 11, 25), "Thanksgiving Day"),
        # Republic Act No. 9492: the last Monday of August.
        ("PH", date(2027, 8, 30), "National Heroes Day"),
    ],
)
def test_a_holiday_has_its_name_in_the_language_asked_for_or_in_english(country: str, day: date, name: str):
    assert days_off(country, day, day, "en_GB").holiday(day) == name


def test_holidays_are_known_in_the_language_of_the_reader_where_they_are_translated():
    day = date(2027, 7, 14)
    assert days_off("FR", day, day, "fr").holiday(day) == "Fête nationale"


def test_holidays_of_both_years_are_known_when_a_plan_goes_over_new_year():
    found = days_off("FR", date(2026, 12, 20), date(2027, 1, 5), "en")
    assert found.holiday(date(2026, 12, 25)) == "Christmas Day"
    assert found.holiday(date(2027, 1, 1)) == "New Year's Day"


def test_every_country_can_be_asked_for_and_an_unknown_one_has_none():
    day = date(2027, 6, 15)
    weekends = {len(days_off(country, day, day, "en").weekend) for country in COUNTRIES}
    assert weekends == {1, 2}
    assert not days_off("", day, day, "en").holidays
    assert not knows_holidays("ZZ")
    assert not days_off("ZZ", day, day, "en").holidays
