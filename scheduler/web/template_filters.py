"""How templates write days, times, zones and numbers."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from scheduler.dates.timezones import in_zone, offset_label, same_wall, territory_of, zone_choices, zone_city
from scheduler.web.country_names import country_name
from scheduler.web.request import now

LONG_DAY = "EEEE d MMMM y"
SHORT_DAY = "EEE d MMM y"
DAY_OF_MONTH = "d MMM"
LOCALE = "en_GB"


def register_filters(app: Flask) -> None:
    """Make the filters of this module, and the list of zones, available in templates."""
    days = (day, day_short, day_month, month_name, month_year, weekday, weekday_short, span)
    for function in (*days, clock, in_zone, zone_label, zone_city, iso, isolated, number, initials):
        app.add_template_filter(function)
    app.add_template_test(same_wall, "same_wall")
    app.add_template_global(same_wall)
    app.add_template_global(country_name)
    app.add_template_global(zone_choices)
    app.add_template_global(zone_option_label)


def day(value: date) -> str:
    """`Thursday 30 July 2026`."""
    return _format(value, LONG_DAY)


def day_short(value: date) -> str:
    """`Thu 30 Jul 2026`."""
    return _format(value, SHORT_DAY)


def day_month(value: date) -> str:
    """`30 Jul`, where the year is plain."""
    return _format(value, DAY_OF_MONTH)


def month_year(value: date) -> str:
    """`July 2026`."""
    return _format(value, "MMMM y")


def month_name(value: date) -> str:
    """`July`."""
    return _format(value, "LLLL")


def weekday(value: date) -> str:
    """`Thursday`."""
    return _format(value, "EEEE")


def weekday_short(value: date) -> str:
    """`Thu`."""
    return _format(value, "EEE")


def clock(value: datetime) -> str:
    """`09:00`, of a datetime that is in the wanted zone already."""
    return value.strftime("%H:%M")


def zone_label(zone: str, at: datetime) -> str:
    """`Manila, UTC+8`: the place and the offset in force at an instant."""
    place, offset = zone_city(zone), offset_label(at, zone)
    return offset if place == offset else f"{place}, {offset}"


def zone_option_label(zone: str) -> str:
    """`New York, United States, UTC−5 (America/New_York)`: what tells zones of one time apart."""
    locale, at = Locale.parse(_locale()), now()
    country = locale.territories.get(territory_of(zone), "")
    names = [zone_city(zone), country, offset_label(at, zone)]
    return f"{', '.join(dict.fromkeys(name for name in names if name))} ({zone})"


def iso(value: date) -> str:
    """What the `datetime` attribute of `<time>` wants: a day, or an instant in UTC."""
    if isinstance(value, datetime):
        return in_zone(value, "UTC").strftime("%Y-%m-%dT%H:%MZ")
    return value.isoformat()


def isolated(text: str) -> Markup:
    """A title of any script inside a sentence: neither changes the other's direction."""
    return Markup("<bdi>{}</bdi>").format(text)


def number(value: int) -> str:
    """`12,345`, grouped as the reader's language does it."""
    return _grouped(value, _locale())


def span(first_day: date, last_day: date) -> str:
    """Name a run of days, both ends included, and repeat no month or year that both share.

    `Thu 30 Jul 2026`, `5–9 Mar 2026`, `30 Jul – 2 Aug 2026`, `29 Dec 2026 – 2 Jan 2027`.
    """
    if first_day == last_day:
        return day_short(first_day)
    last = _format(last_day, "d MMM y")
    if (first_day.year, first_day.month) == (last_day.year, last_day.month):
        return _("%(first)s–%(last)s", first=first_day.day, last=last)
    pattern = DAY_OF_MONTH if first_day.year == last_day.year else "d MMM y"
    return _("%(first)s – %(last)s", first=_format(first_day, pattern), last=last)


def initials(name: str) -> str:
    """The first letters of the first and the last word: `Ana María Ruiz (Le Phare)` is `AR`."""
    words = name.partition(" (")[0].split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _format(value: date, pattern: str) -> str:
    return _written(value.year, value.month, value.day, pattern, _locale())


# A page writes the same few days hundreds of times, and the pattern is read anew for each.
@lru_cache(maxsize=4096)
def _written(year: int, month: int, day_of_month: int, pattern: str, locale: str) -> str:
    return format_date(date(year, month, day_of_month), pattern, locale=locale)


# The counts of a page are small and come again; to read how a language groups takes longer than all else of a facet.
@lru_cache(maxsize=4096)
def _grouped(value: int, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def _locale() -> str:
    locale = get_locale()
    # Day before month: plain `en` would be American.
    return LOCALE if locale is None or str(locale) == "en" else str(locale)
