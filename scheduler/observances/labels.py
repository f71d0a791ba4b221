"""How an observance is put into words: its rule and its reach."""

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _

from scheduler.observances.domain.countries import COUNTRIES
from scheduler.observances.domain.vocabulary import SCOPE_LABELS, Scope
from scheduler.observances.rules.protocol import Rule

BRITISH = Locale("en", "GB")
"""The English of names that the locale data have."""


def rule_label(rule: Rule) -> str:
    """Return what a rule says, such as "last Wednesday of April, for 7 days"."""
    return ", ".join(part.render(_) for part in rule.describe())


def country_name(code: str) -> str:
    """Return the name of a country by its code, in the reader's language."""
    locale = get_locale()
    known = BRITISH if locale is None or locale.language == BRITISH.language else locale
    return str(known.territories.get(code) or BRITISH.territories.get(code, code))


def country_choices() -> list[tuple[str, str]]:
    """Return all countries as code and name, by name."""
    return sorted(((code, country_name(code)) for code in COUNTRIES), key=lambda row: row[1])


def place_label(scope: str, country: str) -> str:
    """Return where an observance is held, in a word or two: its country, else how far it reaches."""
    return country_name(country) if country else scope_label(scope)


def scope_label(scope: str) -> str:
    """Return how far an observance reaches, in a word."""
    return SCOPE_LABELS[Scope(scope)].render(_)


def scope_choices() -> list[tuple[str, str]]:
    """Return all reaches as word and name."""
    return [(str(scope), label.render(_)) for scope, label in SCOPE_LABELS.items()]
