"""How an observance is put into words: its rule, its reach, its topics."""

from babel import Locale
from flask_babel import gettext as _

from scheduler.observances.domain.countries import COUNTRIES
from scheduler.observances.domain.vocabulary import SCOPE_LABELS, TOPIC_LABELS, Scope, Topic
from scheduler.observances.rules.protocol import Rule

LOCALE = Locale("en", "GB")


def rule_words(rule: Rule) -> str:
    """Return what a rule says, such as "last Wednesday of April, for 7 days"."""
    return ", ".join(part.render(_) for part in rule.describe())


def country_name(code: str) -> str:
    """Return the name of a country by its code."""
    return str(LOCALE.territories.get(code, code))


def country_choices() -> list[tuple[str, str]]:
    """Return all countries as code and name, by name."""
    return sorted(((code, country_name(code)) for code in COUNTRIES), key=lambda row: row[1])


def place_label(scope: str, country: str) -> str:
    """Return where an observance is held, in a word or two: its country, else how far it reaches."""
    return country_name(country) if country else SCOPE_LABELS[Scope(scope)].render(_)


def topic_label(topic: str) -> str:
    """Return the name of a topic; a word that is none of ours is its own name."""
    return TOPIC_LABELS[Topic(topic)].render(_) if topic in set(Topic) else topic


def topic_choices() -> list[tuple[str, str]]:
    """Return all topics as word and name, in the order of the vocabulary."""
    return [(str(topic), label.render(_)) for topic, label in TOPIC_LABELS.items()]


def scope_choices() -> list[tuple[str, str]]:
    """Return all reaches as word and name."""
    return [(str(scope), label.render(_)) for scope, label in SCOPE_LABELS.items()]
