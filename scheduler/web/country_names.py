"""What countries are called, in the reader's language."""

from babel import Locale
from flask_babel import get_locale

from scheduler.countries import COUNTRIES
from scheduler.folding import fold

BRITISH = Locale("en", "GB")
"""The English of names that the locale data have."""


def country_name(code: str) -> str:
    """Return the name of a country by its code, in the reader's language."""
    locale = get_locale()
    known = BRITISH if locale is None or locale.language == BRITISH.language else locale
    return str(known.territories.get(code) or BRITISH.territories.get(code, code))


def country_choices() -> list[tuple[str, str]]:
    """Return all countries as code and name, by name as a reader looks for it: accents do not count."""
    return sorted(((code, country_name(code)) for code in COUNTRIES), key=lambda row: (fold(row[1]), row[1]))
