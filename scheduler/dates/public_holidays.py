"""The public holidays and weeks of countries: holidays from the library `holidays`, weeks and weekends from CLDR.

Holidays are those of a whole country; what only a region keeps is not among them, nor what a government announces late.
"""

import calendar
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from scheduler.dates.working_days import USUAL_WEEKEND, DaysOff

FALLBACK = "en_US"
"""The language of names where a country's holidays are not known in the one asked for."""

ESTIMATED = " (estimated)"
"""What the library puts after the name of a holiday whose day is worked out, not proclaimed."""

_COUNTRIES_KEPT = 512
_WEEK = 7


def days_off(country: str, first_day: date, last_day: date, language: str) -> DaysOff:
    """Return the weekend of a country and its holidays in the years from one day to another, both included.

    Args:
        country: its ISO 3166-1 alpha-2 code; for `""` the usual weekend is returned, and no holidays.
        first_day: the first day that matters.
        last_day: the last day that matters, not before the first.
        language: of the names, as `en` or `pt_BR`; where they are not translated, English.
    """
    found: dict[date, str] = {}
    for year in range(first_day.year, last_day.year + 1):
        found |= _holidays(country, year, language)
    return DaysOff(weekend_of(country), found)


@cache
def weekend_of(country: str) -> frozenset[int]:
    """Return the days of the week (Monday is 0) that are the weekend of a country; the usual ones if it is unknown."""
    try:
        place = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return USUAL_WEEKEND
    first, last = place.weekend_start, place.weekend_end
    return frozenset((first + days) % _WEEK for days in range((last - first) % _WEEK + 1))


@cache
def first_weekday_of(country: str) -> int:
    """Return the day of the week (Monday is 0) with which calendars of a country begin; Monday if it is unknown."""
    try:
        return int(Locale.parse(f"und_{country}").first_week_day)
    except (UnknownLocaleError, ValueError):
        return calendar.MONDAY


@cache
def knows_holidays(country: str) -> bool:
    """Say whether the public holidays of a country are known."""
    import holidays  # noqa: PLC0415 - large, and seldom needed

    return country in holidays.list_supported_countries(include_aliases=False)


def days_of_holiday(country: str, year: int, name: str) -> list[date]:
    """Return the days of a year on which a country has a holiday of this English name, worked out ones included."""
    found = _holidays(country, year, FALLBACK).items()
    return sorted(day for day, names in found if name in names.replace(ESTIMATED, "").split("; "))


@lru_cache(maxsize=_COUNTRIES_KEPT)
def _holidays(country: str, year: int, language: str) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415 - as above

    if not knows_holidays(country):
        return {}
    known_there = holidays.country_holidays(country)
    if not known_there.start_year <= year <= known_there.end_year:
        return {}
    spoken = known_there.supported_languages
    known = next((one for one in spoken if one.split("_")[0] == language.split("_", maxsplit=1)[0]), FALLBACK)
    chosen = language if language in spoken else known if known in spoken else None
    return dict(holidays.country_holidays(country, years=year, language=chosen))
