"""Notifies those who follow a bill of what is new of it, and lets go who leaves the coalition."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import Change, ChangeContext
from scheduler.legislation.services.following import notify_followers, unfollow_bills


class BillListener:
    """Notifies followers of bills; comes after those who notify people of a milestone for a nearer reason."""

    follows = frozenset({SourceKind.MILESTONE})

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Notify followers of each milestone that was entered, changed or taken back."""
        notify_followers(session, {change.entry.source_id: change.entry for change in changes}, context)

    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Nothing: bills are read by people, and mail leaves to members alone."""

    def membership_ended(
        self,
        session: Session,
        person_id: int,
        organisation_id: int,  # noqa: ARG002 - whichever it was
        actor_id: int | None,  # noqa: ARG002 - of the protocol
        now: datetime,  # noqa: ARG002 - of the protocol
    ) -> None:
        """Let whoever belongs to nothing any more follow no bill: being taken in again brings none back."""
        if not actor_roles(session, person_id).is_member:
            unfollow_bills(session, person_id)

    def role_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> None:
        """Do the same for a coordinator who was only that."""
        if organisation_id is None:
            self.membership_ended(session, person_id, 0, actor_id, now)

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: nobody signs bills."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Nothing: what they followed is gone once their memberships have ended."""
