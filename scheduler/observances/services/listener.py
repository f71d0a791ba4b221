"""What observances do when people leave: somebody else is asked for the dates that they looked after."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import Change, ChangeContext
from scheduler.observances.queries.observances import waiting_for_a_date
from scheduler.observances.services.calendar_entries import publish_editions


class ObservanceListener:
    """Follows people and organisations; nothing that is published lies below observances."""

    follows = frozenset[SourceKind]()

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Do nothing: an edition depends on no entry."""

    def organisation_closed(
        self,
        session: Session,
        organisation_id: int,  # noqa: ARG002 - stewards of any organisation are looked at
        actor_id: int | None,
        now: datetime,
    ) -> None:
        """Ask the coordinators where nobody who looks after an observance is left; same transaction."""
        publish_editions(session, waiting_for_a_date(session), ChangeContext((), actor_id, now))

    def membership_ended(
        self,
        session: Session,
        person_id: int,
        organisation_id: int,  # noqa: ARG002 - what counts is whether the person still belongs to any
        actor_id: int | None,
        now: datetime,
    ) -> None:
        """Ask the coordinators for what somebody looked after who has left; same transaction."""
        publish_editions(session, waiting_for_a_date(session, steward_id=person_id), ChangeContext((), actor_id, now))

    def role_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> None:
        """Nothing: a steward needs no role."""

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: nobody signs observances."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Nothing: names are asked for anew each time."""
