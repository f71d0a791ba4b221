"""What happens to saved views when people leave and organisations close."""

from datetime import datetime

from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.agenda.services.own_things import OwnThingsListener
from scheduler.saved_views.services.keeping import forget_views_at, forget_views_of


class SavedViewListener(OwnThingsListener):
    """Deletes the own views of whoever has left; an organisation's views stay until it closes."""

    @override
    def forget(self, session: Session, person_id: int) -> None:
        forget_views_of(session, person_id)

    @override
    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Delete its views, which nobody sees any more, too."""
        forget_views_at(session, organisation_id)
        super().organisation_closed(session, organisation_id, actor_id, now)
