"""A parliament's calendar beside that of the demo; nobody answers at its address, so nothing is fetched."""

import uuid
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from scheduler.dates.timezones import resolve_local_time
from scheduler.external_calendars.domain.reading import CalendarContents, Occurrence
from scheduler.external_calendars.services.fetching import Fetched, begin_fetch, end_fetch
from scheduler.external_calendars.services.keeping import CalendarDraft, add_calendar

ADDRESS = "https://parliament.example/calendar.ics"
ZONE = "Europe/Brussels"
NEVER = timedelta(days=36_500)


def show_external_calendar(session: Session, organisation_id: int, actor_id: int, day: date, now: datetime) -> None:
    """Add the calendar of a parliament to an organisation, with what takes place around a day."""
    form_id = str(uuid.uuid4())
    draft = CalendarDraft("Parliament", ADDRESS, 6)
    row = add_calendar(session, draft, organisation_id, form_id=form_id, actor_id=actor_id, now=now)
    fetch = begin_fetch(session, row.id, now)
    if fetch is None:
        raise RuntimeError("a calendar that was added is due")
    plenary = Occurrence("plenary", "Plenary session", day - timedelta(days=3), day - timedelta(days=1))
    contents = CalendarContents("", (plenary, _hearing(day - timedelta(days=9)), _hearing(day + timedelta(days=5))), 0)
    end_fetch(session, fetch, Fetched(contents), now)
    row.next_fetch_at = now + NEVER


def _hearing(day: date) -> Occurrence:
    starts_at, ends_at = (resolve_local_time(datetime.combine(day, time(hour)), ZONE).instant_utc for hour in (10, 12))
    title, place = "Committee hearing: online safety", "Room 4B"
    return Occurrence(f"hearing {day}", title, day, day, starts_at, ends_at, ZONE, place)
