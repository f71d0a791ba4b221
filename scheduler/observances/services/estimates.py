"""Days that a rule can only estimate, until a person confirms them."""

from scheduler.observances.models import Edition
from scheduler.observances.rules.registry import RULES


def is_expected(edition: Edition) -> bool:
    """Say whether the days of an edition are an estimate that nobody has confirmed."""
    return edition.override_starts_on is None and is_estimated(edition)


def is_estimated(edition: Edition) -> bool:
    """Say whether the rule has days for an edition, and these are an estimate."""
    return edition.rule_starts_on is not None and RULES[edition.observance.rule_kind].is_estimate
