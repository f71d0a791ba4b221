"""What staff feeds have of external calendars: only of those that their keepers switch on, and each event as its own.

Nobody subscribes to an event twice that is in two calendars of theirs: its UID is made of the calendar here and of what
the event is called there, and is that of neither.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import TimedSpan, VeventData, event_text, render_event
from scheduler.agenda.domain.windows import cancelled_since
from scheduler.dates.spans import DateSpan
from scheduler.external_calendars.models import ExternalCalendar, ExternalOccurrence
from scheduler.external_calendars.reading import in_feeds

LEFT_OUT_AFTER = timedelta(days=14)
"""How old what was read of a calendar that fails may be before its events leave the feeds.

A file that has not changed is read anew only after a week (`READ_ANEW_AFTER`), so one to two weeks of failures pass.
"""

_OURS = UUID("5a0c4f0e-6f43-4d0b-9f0e-1f3c0a8b6e52")
"""The namespace of these UIDs (RFC 9562, section 5.5)."""

_WRITTEN_AT_ONCE = 4_000


def events_for_staff(
    session: Session, organisation_id: int, days: DateSpan, now: datetime, *, with_cancelled: bool
) -> tuple[bytes, ...]:
    """Return the events of calendars that an organisation's staff feeds show, as iCalendar has them, by day."""
    cancelled_after = cancelled_since(now) if with_cancelled else None
    found = in_feeds(session, organisation_id, days, read_after=now - LEFT_OUT_AFTER, cancelled_after=cancelled_after)
    return tuple(staff_event(row, one) for row, one in found)


def staff_event(calendar: ExternalCalendar, one: ExternalOccurrence) -> bytes:
    """Return an event of a calendar as a whole VEVENT that says whose it is."""
    # Where a calendar is fetched from may be a secret, also where its own events name it.
    return _written(_data(calendar, one), one.link if one.link != calendar.url else "")


def _data(calendar: ExternalCalendar, one: ExternalOccurrence) -> VeventData:
    moments = (one.changed_at, calendar.in_feeds_since, calendar.created_at)
    changed_at = max(moment for moment in moments if moment is not None)
    title = f"{calendar.name}: {one.title}" if one.title else calendar.name
    return VeventData(
        uid=str(uuid5(_OURS, f"{calendar.address}\n{one.key}")),
        # Few keep theirs. Changes are at least a minute apart, as fetches are.
        sequence=int((changed_at - calendar.created_at).total_seconds()),
        created_at=calendar.created_at,
        changed_at=changed_at,
        status="cancelled" if one.is_cancelled else "tentative" if one.is_tentative else "confirmed",
        # Translators: the title of something cancelled, in calendar programs
        title=_("Cancelled: %(title)s", title=title) if one.is_cancelled else title,
        when=_when(one),
        location=one.place,
        categories=(calendar.name,),
        transparent=True,
    )


def _when(one: ExternalOccurrence) -> DateSpan | TimedSpan:
    if one.starts_at is None:
        return DateSpan(one.first_day, max(one.first_day, one.last_day))
    # What ends before it begins is a moment.
    ends_at = one.ends_at if one.ends_at is not None and one.ends_at > one.starts_at else None
    return TimedSpan(one.starts_at, ends_at)


# To write an event takes a hundred times longer than to join it to a feed, and each version asks for all of them.
@lru_cache(maxsize=_WRITTEN_AT_ONCE)
def _written(data: VeventData, link: str) -> bytes:
    return event_text(render_event(data), link=link)
