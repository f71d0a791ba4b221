"""What happens to external calendars when people leave and organisations close."""

from datetime import datetime

from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.agenda.services.own_things import OwnThingsListener
from scheduler.external_calendars.services.keeping import forget_calendars_of, forget_who_added


class ExternalCalendarListener(OwnThingsListener):
    """Forgets who has added a calendar and left; an organisation's calendars stay until it closes."""

    @override
    def forget(self, session: Session, person_id: int) -> None:
        forget_who_added(session, person_id)

    @override
    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Remove its calendars, which nobody sees any more, too."""
        forget_calendars_of(session, organisation_id)
        super().organisation_closed(session, organisation_id, actor_id, now)
