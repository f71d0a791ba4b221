"""What features above say they need to know about people and organisations."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


class Dependant(Protocol):
    """A feature with rows that wait on a person or an organisation."""

    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Flag whatever waits on an organisation that has closed; same transaction."""

    def membership_ended(
        self, session: Session, person_id: int, organisation_id: int, actor_id: int | None, now: datetime
    ) -> None:
        """Flag whatever waits on a person who has left an organisation; same transaction."""
