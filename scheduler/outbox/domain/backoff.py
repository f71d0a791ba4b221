"""How long to wait after a failure."""

from datetime import timedelta

MAX_ATTEMPTS = 50
# How long a message waits at which the server failed for the first time: long enough for one that restarts.
SECOND_LOOK = timedelta(seconds=15)
# How long those wait that were not tried because the server had failed at others alike: they come before these.
ASIDE = timedelta(seconds=10)
_RETRY_MINUTES = (1, 2, 5, 15, 30, 60)
_PAUSE_SECONDS = (5, 10, 20, 40, 60)
LONGEST_DELAY = timedelta(minutes=_RETRY_MINUTES[-1])


def retry_delay(attempts: int) -> timedelta | None:
    """Return how long one message waits after its `attempts`-th failed attempt (1 is the first).

    None means: give up. That is after two days, within the four to five that RFC 5321 section 4.5.4.1 allows a
    relay, because a reminder older than that helps nobody.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    return timedelta(minutes=_RETRY_MINUTES[min(attempts, len(_RETRY_MINUTES)) - 1])


def outage_pause(outages: int) -> timedelta:
    """Return how long all mail waits after the `outages`-th time in a row that the server could not be used."""
    return timedelta(seconds=_PAUSE_SECONDS[min(outages, len(_PAUSE_SECONDS)) - 1])
