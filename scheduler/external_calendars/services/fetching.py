"""What a fetch of a calendar brings is stored: what was added, moved and removed since, or why there is nothing new."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.accounts.reading import coalition
from scheduler.db import move_version
from scheduler.external_calendars.domain.problems import Problem
from scheduler.external_calendars.domain.reading import CalendarContents
from scheduler.external_calendars.domain.schedule import INTERVAL, READ_ANEW_AFTER, next_fetch
from scheduler.external_calendars.domain.source_addresses import without_addresses
from scheduler.external_calendars.models import ExternalCalendar, ExternalOccurrence
from scheduler.external_calendars.reading import kept_occurrences
from scheduler.rows import RowGoneError, lock_row

_DELETED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Fetch:
    """What is to be fetched: the address, what is known of the file, and where times without a zone are read."""

    calendar_id: int
    url: str
    zone: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch has brought: contents, a problem, or neither, if nothing has changed; `urls` are where it led."""

    contents: CalendarContents | None = None
    problem: Problem | None = None
    etag: str = ""
    last_modified: str = ""
    urls: tuple[str, ...] = ()


def begin_fetch(session: Session, calendar_id: int, now: datetime) -> Fetch | None:
    """Take a calendar that is due, so that no other worker fetches it as well; None if it is not due any more."""
    try:
        row = lock_row(session, ExternalCalendar, calendar_id)
    except RowGoneError:
        return None
    if row.next_fetch_at > now:
        return None
    row.next_fetch_at = now + INTERVAL
    organisation = session.get(Organisation, row.organisation_id) if row.organisation_id is not None else None
    ours = coalition(session)
    zone = organisation.zone if organisation is not None else ours.zone if ours is not None else "UTC"
    headers = {"Accept": "text/calendar, */*;q=0.5"}
    if row.problem is None and row.read_at is not None and row.read_at > now - READ_ANEW_AFTER:
        known = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
        headers |= {name: value for name, value in known.items() if value}
    return Fetch(row.id, row.url, zone, headers)


def end_fetch(session: Session, fetch: Fetch, fetched: Fetched, now: datetime) -> bool:
    """Store what was fetched; False if the calendar has gone, or has got another address, in the meantime."""
    try:
        row = lock_row(session, ExternalCalendar, fetch.calendar_id)
    except RowGoneError:
        return False
    if row.url != fetch.url:
        return False
    was_failing, is_changed = row.problem is not None, False
    row.fetched_at, row.problem = now, fetched.problem
    row.failures = row.failures + 1 if fetched.problem is not None else 0
    row.next_fetch_at = next_fetch(now, row.failures)
    if fetched.contents is not None:
        # Members see the events, and subscribers of staff feeds; the address is for the calendar's keepers.
        contents = without_addresses(fetched.contents, {fetch.url, *fetched.urls})
        is_changed = _follow(session, row.id, contents, now)
        row.read_at, row.etag, row.last_modified = now, fetched.etag, fetched.last_modified
        row.occurrence_count, row.unread = len(fetched.contents.occurrences), fetched.contents.unread
        row.is_cut = fetched.contents.is_cut
    # It leaves the feeds once it has failed for long, which goes by the clock, and is back with the first good answer.
    if row.in_feeds_since is not None and (is_changed or was_failing or row.problem is not None):
        move_version(session)
    return True


def _follow(session: Session, calendar_id: int, contents: CalendarContents, now: datetime) -> bool:
    """Store what has changed, and leave all else alone; say whether anything has."""
    before = kept_occurrences(session, calendar_id)
    after = {one.key: one for one in contents.occurrences}
    outdated = [key for key, one in before.items() if after.get(key) != one]
    for start in range(0, len(outdated), _DELETED_AT_ONCE):
        some = outdated[start : start + _DELETED_AT_ONCE]
        gone = ExternalOccurrence.calendar_id == calendar_id, ExternalOccurrence.key.in_(some)
        session.execute(delete(ExternalOccurrence).where(*gone))
    fresh = [
        {"calendar_id": calendar_id, "changed_at": now, **asdict(one)}
        for key, one in after.items()
        if before.get(key) != one
    ]
    if fresh:
        session.execute(insert(ExternalOccurrence), fresh)
    return bool(outdated or fresh)
