"""On which days a timed entry falls where its reader is."""

from datetime import datetime, timedelta

from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import day_of

_MOMENT = timedelta(microseconds=1)


def reader_days(starts_at: datetime, ends_at: datetime | None, zone: str) -> DateSpan:
    """Return the days (both inclusive) of the reader's zone that a timed entry touches.

    09:00 on 30 July in Manila is 29 July in Washington. What ends at midnight does not touch the day that begins then.

    Args:
        starts_at: aware instant.
        ends_at: aware instant, exclusive; None, or one that is not after the start, for a moment.
        zone: the reader's IANA zone.
    """
    last_moment = ends_at - _MOMENT if ends_at is not None and ends_at > starts_at else starts_at
    return DateSpan(day_of(starts_at, zone), day_of(last_moment, zone))
