"""Until when a fact is true."""

from datetime import date


def is_expired(true_until: date | None, today: date) -> bool:
    """Say whether the last day on which a fact is true has passed; one without such a day stays true."""
    return true_until is not None and true_until < today
