"""How many tries are too many, and when the next one is welcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` within the time span."""

    tries: int
    within: timedelta


LOG_IN_BY_ADDRESS = Limit(5, timedelta(minutes=15))
LOG_IN_BY_NETWORK = Limit(20, timedelta(minutes=15))
RECOVERY_BY_ADDRESS = Limit(3, timedelta(hours=1))
RECOVERY_BY_NETWORK = Limit(20, timedelta(hours=1))
LONGEST_WINDOW = timedelta(hours=1)


def opens_again_at(tries: Iterable[datetime], limit: Limit, now: datetime) -> datetime | None:
    """Return when there will be room for another try; None when there is room now.

    Args:
        tries: aware UTC moments of what was tried, in any order.
        limit: how many fit into which span.
        now: aware UTC.
    """
    recent = sorted(moment for moment in tries if moment > now - limit.within)
    if len(recent) < limit.tries:
        return None
    return recent[-limit.tries] + limit.within
