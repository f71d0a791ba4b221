"""What notices about events tell beyond the entry: why they moved or are off."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.events.reading import events_with_guards
from scheduler.reminders.details import Asked, Found, why


class EventNotices:
    """Knows the details of notices about events."""

    source_kinds = frozenset({SourceKind.EVENT})

    def details(self, session: Session, asked: Sequence[Asked], now: datetime) -> Found:  # noqa: ARG002 - of the protocol
        """Return why these events moved or are off."""
        events = events_with_guards(session, {one.entry.source_id for one in asked})
        reasons = {
            (event.id, kind): reason
            for event in events.values()
            for kind, reason in (
                (NotificationKind.MOVED, event.move_reason or ""),
                (NotificationKind.CANCELLED, event.cancel_reason),
            )
        }
        return {one.message.id: why(reasons.get((one.entry.source_id, one.kind), "")) for one in asked}
