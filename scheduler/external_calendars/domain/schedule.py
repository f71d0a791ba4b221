"""When a calendar is fetched next."""

from datetime import datetime, timedelta

INTERVAL = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=24)
SHORTEST_WAIT = timedelta(minutes=1)
"""Between two fetches, however often somebody asks for one."""

READ_ANEW_AFTER = timedelta(days=7)
"""A file that has not changed is read again by then, because the days that are shown move on."""


def next_fetch(now: datetime, failures: int) -> datetime:
    """Return the next time: after an hour, later after each failure in a row, at most a day on."""
    doubled: int = 2 ** min(max(failures - 1, 0), 10)
    return now + min(INTERVAL * doubled, LONGEST_WAIT)
