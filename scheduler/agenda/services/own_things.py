"""What becomes of things that people keep for themselves once they leave the coalition."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import standings
from scheduler.accounts.services.memberships import memberships_of
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import Change, ChangeContext


class OwnThingsListener:
    """Forgets what is whose who belongs to nothing any more; being taken in again brings none of it back."""

    follows: ClassVar[frozenset[SourceKind]] = frozenset()

    def forget(self, session: Session, person_id: int) -> None:
        """Delete all that is a person's own."""
        raise NotImplementedError

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Nothing: such things hold no entries."""

    def organisation_closed(
        self,
        session: Session,
        organisation_id: int,
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Forget what is of people who belong to nothing else."""
        self._forget_who_left(session, {row.person_id for row in memberships_of(session, organisation_id)})

    def membership_ended(
        self,
        session: Session,
        person_id: int,
        organisation_id: int,  # noqa: ARG002 - what counts is whether they still belong to any
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Forget what is the person's if that was their last membership."""
        self._forget_who_left(session, {person_id})

    def role_lowered(
        self,
        session: Session,
        person_id: int,
        organisation_id: int | None,  # noqa: ARG002
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Forget what is a coordinator's who was only that, and has left."""
        self._forget_who_left(session, {person_id})

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: nobody signs such things."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Forget what is the person's."""
        self.forget(session, person_id)

    def _forget_who_left(self, session: Session, person_ids: Collection[int]) -> None:
        for ident, roles in standings(session, person_ids).items():
            if not roles.is_member:
                self.forget(session, ident)
