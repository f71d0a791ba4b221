"""Which days feeds and occurrences cover; every edge is the first of a UTC month, so that bytes move once a month."""

from datetime import UTC, date, datetime, time, timedelta

from scheduler.dates.spans import DateSpan

FEED_DAYS_BACK = 180
FEED_MONTHS_AHEAD = 24
_CANCELLED_KEPT = timedelta(days=60)
_HORIZON_MONTHS_BACK = 24
_HORIZON_MONTHS_AHEAD = 36


def feed_window(now: datetime, *, days_back: int = FEED_DAYS_BACK, months_ahead: int = FEED_MONTHS_AHEAD) -> DateSpan:
    """Return the days that a feed shows: at least 180 back and 24 months ahead, the same throughout a UTC month.

    From the month's first it goes so many days back and down to the first of that month, and ahead to the end of the
    month so many months later. What leaves the window vanishes from a subscriber's calendar, hence the long past.
    """
    this_month = _month_of(now)
    first_day = (this_month - timedelta(days=days_back)).replace(day=1)
    return DateSpan(first_day, _last_of_month(this_month, months_ahead))


def cancelled_until(cancelled_at: datetime) -> datetime:
    """Return the instant (aware UTC, exclusive) until which a cancelled entry stays in feeds as cancelled.

    It is the first of a UTC month that is at least 60 days later, enough for calendar programs that rarely ask.
    """
    earliest = (cancelled_at + _CANCELLED_KEPT).astimezone(UTC)
    month = _month_of(earliest)
    first = datetime.combine(month, time(), UTC)
    return first if first == earliest else datetime.combine(_add_months(month, 1), time(), UTC)


def cancelled_since(now: datetime) -> datetime:
    """Return the instant after which was cancelled what is still in feeds as cancelled."""
    return datetime.combine(_month_of(now), time(), UTC) - _CANCELLED_KEPT


def occurrence_horizon(now: datetime) -> DateSpan:
    """Return the days for which occurrences are kept: whole months, from two years back to three years ahead.

    It always holds the feed window and a year beyond it, which is more than the longest reminder lead.
    """
    this_month = _month_of(now)
    first_day = _add_months(this_month, -_HORIZON_MONTHS_BACK)
    return DateSpan(first_day, _last_of_month(this_month, _HORIZON_MONTHS_AHEAD))


def _month_of(instant: datetime) -> date:
    return instant.astimezone(UTC).date().replace(day=1)


def _add_months(first_of_month: date, months: int) -> date:
    years, month = divmod(first_of_month.month - 1 + months, 12)
    return date(first_of_month.year + years, month + 1, 1)


def _last_of_month(first_of_month: date, months_later: int) -> date:
    return _add_months(first_of_month, months_later + 1) - timedelta(days=1)
