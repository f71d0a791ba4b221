"""What happens to tokens when people leave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import standings
from scheduler.accounts.services.memberships import memberships_of
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import Change, ChangeContext
from scheduler.api.services.tokens import forget_tokens_of


@dataclass(frozen=True, slots=True)
class ApiListener:
    """Deletes the tokens of whoever belongs to nothing any more; being taken in again brings none of them back."""

    follows: ClassVar[frozenset[SourceKind]] = frozenset()

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Nothing: entries are read each time."""

    def organisation_closed(
        self,
        session: Session,
        organisation_id: int,
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Delete the tokens of people who belong to nothing else."""
        _forget_who_left(session, {row.person_id for row in memberships_of(session, organisation_id)})

    def membership_ended(
        self,
        session: Session,
        person_id: int,
        organisation_id: int,  # noqa: ARG002 - what counts is whether they still belong to any
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Delete the person's tokens if that was their last membership."""
        _forget_who_left(session, {person_id})

    def role_lowered(
        self,
        session: Session,
        person_id: int,
        organisation_id: int | None,  # noqa: ARG002
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Delete the tokens of a coordinator who was only that, and has left."""
        _forget_who_left(session, {person_id})

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: nobody signs tokens."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Delete the person's tokens."""
        forget_tokens_of(session, person_id)


def _forget_who_left(session: Session, person_ids: Collection[int]) -> None:
    for ident, roles in standings(session, person_ids).items():
        if not roles.is_member:
            forget_tokens_of(session, ident)
