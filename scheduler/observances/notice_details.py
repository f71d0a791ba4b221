"""What notices about editions tell beyond the entry: why they moved or are off."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.observances.queries.observances import editions_by_id
from scheduler.reminders.details import Asked, Found, why


class EditionNotices:
    """Knows the details of notices about editions."""

    source_kinds = frozenset({SourceKind.EDITION})

    def details(self, session: Session, asked: Sequence[Asked], now: datetime) -> Found:  # noqa: ARG002 - of the protocol
        """Return why these editions moved or are off."""
        editions = editions_by_id(session, {one.entry.source_id for one in asked})
        reasons = {
            (row.id, kind): reason
            for row in editions.values()
            for kind, reason in (
                (NotificationKind.MOVED, row.override_reason),
                (NotificationKind.CANCELLED, row.cancelled_reason),
            )
        }
        return {one.message.id: why(reasons.get((one.entry.source_id, one.kind), "")) for one in asked}
