"""What a visit is: the requests of a person on whichever device, with no longer break between them than some hours."""

from datetime import datetime, timedelta

BREAK = timedelta(hours=4)
"""A visit is over once nothing was asked for as long: longer than a meeting or a meal, shorter than a night."""


def visit_before(last_at: datetime, before_at: datetime | None, now: datetime) -> datetime | None:
    """Return when the visit before the present one ended; None in somebody's first.

    Args:
        last_at: when the person was here last, as far as it is written down yet.
        before_at: when the visit ended that came before the one of `last_at`.
        now: aware UTC.
    """
    return last_at if now - last_at > BREAK else before_at
