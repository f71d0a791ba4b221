"""The parts under which an item's deadlines stand in the agenda, beside its own entry."""

SIGN_OFF, REVIEW, LIFT = "signoff", "review", "lift"
"""By when an organisation is to sign off, somebody is to review, and the embargo lifts."""


def signoff_part(organisation_id: int) -> str:
    """Return the part of the deadline by which an organisation is to sign off."""
    return f"{SIGN_OFF}:{organisation_id}"


def review_part(review_id: int) -> str:
    """Return the part of the deadline of a review request."""
    return f"{REVIEW}:{review_id}"
