"""How an observance is put into words: its rule and its reach."""

from flask_babel import gettext as _

from scheduler.observances.domain.vocabulary import SCOPE_LABELS, Scope
from scheduler.observances.rules.protocol import Rule
from scheduler.web.country_names import country_name


def rule_label(rule: Rule) -> str:
    """Return what a rule says, such as "last Wednesday of April, for 7 days"."""
    return ", ".join(part.render(_) for part in rule.describe())


def place_label(scope: str, country: str) -> str:
    """Return where an observance is held, in a word or two: its country, else how far it reaches."""
    return country_name(country) if country else scope_label(scope)


def scope_label(scope: str) -> str:
    """Return how far an observance reaches, in a word."""
    return SCOPE_LABELS[Scope(scope)].render(_)


def scope_choices() -> list[tuple[str, str]]:
    """Return all reaches as word and name."""
    return [(str(scope), label.render(_)) for scope, label in SCOPE_LABELS.items()]
