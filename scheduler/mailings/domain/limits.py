"""How much one person may send: enough for what a campaign needs, too little for whoever would flood a coalition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_MAILINGS, MOST_RECIPIENTS = 3, 500
"""How many messages one person may send within `WITHIN`, and to how many people, counted anew for each message."""

WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Past:
    """A message that somebody has sent: when, and to how many."""

    at: datetime
    recipients: int


def goes_on_at(past: Sequence[Past], wanted: int, now: datetime) -> datetime | None:
    """Return from when somebody may send a message to `wanted` people, None for at once.

    Args:
        past: what they have sent, in any order.
        wanted: at most `MOST_RECIPIENTS`.
        now: aware UTC.
    """
    recent = sorted((one for one in past if one.at > now - WITHIN), key=lambda one: one.at)
    goes_on: datetime | None = None
    while len(recent) >= MOST_MAILINGS or sum(one.recipients for one in recent) + wanted > MOST_RECIPIENTS:
        if not recent:
            raise ValueError(f"nobody may ever send to {wanted} people at once")
        goes_on = recent.pop(0).at + WITHIN
    return goes_on
