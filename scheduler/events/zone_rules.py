"""Keeps events at their wall time when the rules of their zone change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import coordinators, leads_of
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.follows import followers
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.agenda.services.publishing import entry_of
from scheduler.dates.timezones import derived_again
from scheduler.events.models import Event
from scheduler.events.reading import event_row, events_ending_after, series_of
from scheduler.events.services.events import SOURCE_KIND, publish_event
from scheduler.reminders.services.following import reminded
from scheduler.rows import lock_row


class EventZones:
    """Derives the start and end of events again."""

    name = "event"

    def outdated(self, session: Session, now: datetime) -> Sequence[int]:
        """Return the events with a start or end to come that the present rules would derive otherwise."""
        rows = events_ending_after(session, now)
        return [row.id for row in rows if _instants(row, now) != (row.starts_at, row.ends_at)]

    def follow(self, session: Session, row_id: int, version: str, context: ChangeContext) -> None:
        """Derive one event again, and notify its organisation, its followers and the coordinators."""
        event = event_row(session, row_id)
        if event is None:
            return
        lock_row(session, Guard, event.guard_id)
        lock_row(session, Event, event.id)
        before, until = event.starts_at, event.ends_at
        event.starts_at, event.ends_at = _instants(event, context.now)
        session.flush()
        publish_event(session, event, context)
        entry = entry_of(session, Source(SOURCE_KIND, event.id))
        has_moved = (before, until) != (event.starts_at, event.ends_at)
        if entry is not None and before is not None and has_moved and event.deleted_at is None:
            details = {"from_at": int(before.timestamp())} | ({"from_until": int(until.timestamp())} if until else {})
            people = _concerned(session, event, entry)
            draft = NotificationDraft(
                entry.id, NotificationKind.CLOCKS_CHANGED, None, people, f"zones:{version}", details
            )
            notify(session, draft, context.now)


def _instants(event: Event, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return start and end by the present rules; an event that is over by the old and the present ones stays.

    Both go together: one of them alone would make the event longer or shorter.
    """
    stored = event.starts_at, event.ends_at
    by_rules = _by_rules(event, event.local_start, event.starts_at), _by_rules(event, event.local_end, event.ends_at)
    to_come = any(at is not None and at > now for at in (*stored, *by_rules))
    return by_rules if to_come else stored


def _by_rules(event: Event, local: datetime | None, at: datetime | None) -> datetime | None:
    return at if local is None or at is None or event.zone is None else derived_again(local, event.zone, at)


def _concerned(session: Session, event: Event, entry: Entry) -> set[int]:
    people = {
        *leads_of(session, event.organisation_id),
        *coordinators(session),
        *reminded(session, [entry.id])[entry.id],
    }
    series = series_of(event.id, event.series_id)
    people |= followers(session, [series])[series]
    return people | ({event.created_by_id} if event.created_by_id is not None else set())
