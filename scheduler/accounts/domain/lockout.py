"""How many tries are too many, and when the next one is welcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MAX_DOUBLINGS = 32


class Purpose(StrEnum):
    """What was tried with an address."""

    LOG_IN = "log_in"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class ThrottleLimit:
    """So many tries are free; each one after them waits twice as long as the one before, up to a longest wait.

    A try counts for as long as `memory` says.
    """

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    memory: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for tries with one address from one place, from one network with any address, and for one address.

    A place is a network or a browser that has logged in to the address before; for those only the first holds, so that
    nobody else can keep an owner out. The last bounds guesses that come from many networks at once: at most 100, as
    NIST SP 800-63B-4, section 3.2.2, has it, and then one in a quarter of an hour.
    """

    by_place: ThrottleLimit
    by_network: ThrottleLimit
    by_address: ThrottleLimit | None = None


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

LIMITS = {
    Purpose.LOG_IN: Limits(
        by_place=ThrottleLimit(5, MINUTE, HOUR, DAY),
        by_network=ThrottleLimit(20, MINUTE, 30 * MINUTE, HOUR),
        by_address=ThrottleLimit(100, MINUTE, 15 * MINUTE, DAY),
    ),
    # What somebody asks for with the address of another is a mail to that other, who may ask as well.
    Purpose.RECOVERY: Limits(
        by_place=ThrottleLimit(3, 10 * MINUTE, HOUR, DAY),
        by_network=ThrottleLimit(20, MINUTE, 30 * MINUTE, HOUR),
    ),
}
LONGEST_MEMORY = DAY


def opens_again_at(tries: int, last_try_at: datetime | None, limit: ThrottleLimit, now: datetime) -> datetime | None:
    """Return when there will be room for another try; None when there is room now.

    Args:
        tries: how many there were within the limit's memory.
        last_try_at: when the last of them was (aware UTC); None when there was none.
        limit: how many are free, and how long the others wait.
        now: aware UTC.
    """
    if last_try_at is None or tries < limit.free:
        return None
    doublings = min(tries - limit.free, MAX_DOUBLINGS)
    opens_at = last_try_at + min(limit.first_wait * 2**doublings, limit.longest_wait)
    return opens_at if opens_at > now else None
