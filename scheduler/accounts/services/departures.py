"""What features above say they need to know about people and organisations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

Notes = Sequence[str] | None
"""Sentences for whoever did it: what else has changed, and whom they have to tell. Most have nothing to say."""


class DepartureListener(Protocol):
    """A feature with rows that wait on a person or an organisation; what it does is part of the same transaction."""

    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> Notes:
        """Flag whatever waits on an organisation that has closed."""

    def membership_ended(
        self, session: Session, person_id: int, organisation_id: int, actor_id: int | None, now: datetime
    ) -> Notes:
        """Flag whatever waits on a person who has left an organisation."""

    def role_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> Notes:
        """Take away what a person may not have any more who was lead of an organisation, or coordinator (None)."""

    def has_signed(self, session: Session, organisation_id: int) -> bool | None:
        """Say whether anything was signed under the organisation's name; None where nothing is signed."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Forget the name of a person wherever it was written down."""
