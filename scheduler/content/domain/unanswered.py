"""Whom to ask when a sign-off or review is overdue: one circle after the other, a day apart, each once."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

APART = timedelta(days=1)
"""How long each circle has before the next one is asked."""

WITHIN = timedelta(days=7)
"""How long after the due day: a worker that was off for weeks does not ask about all that it missed."""


class Circle(StrEnum):
    """Who is asked, in this order: leads, whoever they chose as deputy, the item's owner."""

    LEADS = "leads"
    DEPUTIES = "deputies"
    OWNER = "owner"


def to_ask(
    overdue_since: datetime, asked: Mapping[Circle, datetime], reachable: Collection[Circle], now: datetime
) -> Circle | None:
    """Return who is to be asked now; a circle in which there is nobody is passed over.

    Args:
        overdue_since: the aware UTC moment at which the due day was over.
        asked: when each circle was asked about this due day.
        reachable: the circles in which there is somebody who may read the copy.
        now: the aware UTC moment.
    """
    if not overdue_since <= now < overdue_since + WITHIN:
        return None
    circle = next((one for one in Circle if one in reachable and one not in asked), None)
    if asked and now < max(asked.values()) + APART:
        return None
    return circle
