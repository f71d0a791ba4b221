"""What happens to saved views when people leave and organisations close."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import standings
from scheduler.accounts.services.memberships import memberships_of
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import Change, ChangeContext
from scheduler.saved_views.services.keeping import forget_views_at, forget_views_of


@dataclass(frozen=True, slots=True)
class SavedViewListener:
    """Deletes the own views of whoever belongs to nothing any more; an organisation's views stay with it."""

    follows: ClassVar[frozenset[SourceKind]] = frozenset()

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Nothing: a view holds no entries."""

    def organisation_closed(
        self,
        session: Session,
        organisation_id: int,
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Delete its views, which nobody sees any more, and those of people who belong to nothing else."""
        forget_views_at(session, organisation_id)
        _forget_who_left(session, {row.person_id for row in memberships_of(session, organisation_id)})

    def membership_ended(
        self,
        session: Session,
        person_id: int,
        organisation_id: int,  # noqa: ARG002 - what counts is whether they still belong to any
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Delete the person's own views if that was the last; being taken in again brings none of them back."""
        _forget_who_left(session, {person_id})

    def role_lowered(
        self,
        session: Session,
        person_id: int,
        organisation_id: int | None,  # noqa: ARG002
        actor_id: int | None,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Delete the own views of a coordinator who was only that, and has left."""
        _forget_who_left(session, {person_id})

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: nobody signs views."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Delete the person's own views."""
        forget_views_of(session, person_id)


def _forget_who_left(session: Session, person_ids: Collection[int]) -> None:
    """Delete the own views of those people who are members no more."""
    for ident, roles in standings(session, person_ids).items():
        if not roles.is_member:
            forget_views_of(session, ident)
