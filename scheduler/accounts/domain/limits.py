"""How much mail to others one person may cause within an hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WITHIN = timedelta(hours=1)
FIRST_RUN = timedelta(days=7)
"""So long after its set-up a coalition still gathers: its coordinators paste long lists of people."""


class LimitedAct(StrEnum):
    """What reaches others by mail because one person wants it to; invitations sent again count as invitations."""

    INVITE = "invite"
    ADDRESS = "address"
    RESEND = "resend"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often within an hour: anybody, coordinators, and coordinators while the coalition gathers."""

    anybody: int
    coordinators: int
    first_run: int


ALLOWANCES = {
    LimitedAct.INVITE: Allowance(10, 60, 600),
    LimitedAct.ADDRESS: Allowance(40, 120, 120),
    LimitedAct.RESEND: Allowance(20, 60, 60),
}
"""`ADDRESS` counts every person who is named in a comment or asked for a review, `RESEND` messages sent again."""


@dataclass(frozen=True, slots=True)
class Use:
    """What was done at one moment (aware UTC), so many times."""

    at: datetime
    times: int


def goes_on_at(uses: Iterable[Use], wanted: int, allowed: int, now: datetime) -> datetime | None:
    """Return when there is room for what is wanted; None when there is now.

    What is more than allowed altogether waits until nothing else counts; the caller says that it is too much at once.

    Args:
        uses: what was done, in any order; what is as old as the span counts no more.
        wanted: how many more.
        allowed: how many within the span.
        now: aware UTC.
    """
    counting = sorted((use for use in uses if use.at > now - WITHIN), key=lambda use: use.at)
    page = allowed - wanted - sum(use.times for use in counting)
    if page >= 0:
        return None
    for use in counting:
        page += use.times
        if page >= 0:
            return use.at + WITHIN
    return counting[-1].at + WITHIN if counting else now
