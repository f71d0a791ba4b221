"""Invitations that wait to be accepted: which of them still count, and taking back those that do not."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.errors import InvitationSpentError
from scheduler.accounts.domain.invitations import InvitationState, may_offer, state_of
from scheduler.accounts.models import Invitation, Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles, standings
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.rows import lock_row, lock_rows


def invitation_state(session: Session, invitation: Invitation, now: datetime) -> InvitationState:
    """Return whether the invitation can still be accepted."""
    return invitation_states(session, [invitation], now)[invitation.id]


def invitation_states(
    session: Session, invitations: Collection[Invitation], now: datetime
) -> dict[int, InvitationState]:
    """Return the state of many invitations by id; the number of queries does not grow with them.

    One whose sender could not send it any more counts as revoked. One without a sender came from the command line.
    """
    senders = standings(session, {row.invited_by for row in invitations if row.invited_by is not None})
    open_places = _open_places(session, {row.organisation_id for row in invitations if row.organisation_id})
    found = {}
    for row in invitations:
        state = state_of(used_at=row.used_at, revoked_at=row.revoked_at, expires_at=row.expires_at, now=now)
        if state in {InvitationState.OPEN, InvitationState.EXPIRED}:
            sender = senders[row.invited_by] if row.invited_by is not None else None
            is_open = row.organisation_id is None or row.organisation_id in open_places
            may = is_open and (sender is None or _may_offer(sender, row))
            state = state if may else InvitationState.REVOKED
        found[row.id] = state
    return found


def pending_invitations(session: Session, organisation_ids: Collection[int] | None) -> tuple[Invitation, ...]:
    """Return invitations that are neither used nor revoked, expired ones included, the newest first.

    `organisation_ids` None means all, those of future coordinators included.
    """
    query = select(Invitation).where(*_waiting())
    if organisation_ids is not None:
        query = query.where(Invitation.organisation_id.in_(organisation_ids))
    return tuple(session.scalars(query.order_by(Invitation.created_at.desc(), Invitation.id.desc())))


def revoke(session: Session, invitation: Invitation, actor_id: int | None, now: datetime) -> None:
    """Take an invitation back; its link answers that it was.

    Raises:
        InvitationSpentError: it has been accepted already.
    """
    lock_row(session, Invitation, invitation.id)
    if invitation.used_at is not None:
        raise InvitationSpentError(InvitationState.USED)
    if invitation.revoked_at is None:
        _revoke(session, invitation, actor_id, now)


def revoke_after_leaving(
    session: Session, person: Person, organisation_id: int | None, actor_id: int | None, now: datetime
) -> int:
    """Take back what a person's leaving leaves behind, and return how many invitations that were.

    These are the invitations that they sent to the place, or could not send any more to any other; and those that
    wait for them there, with which they would be back at once.

    Args:
        session: the database session; the leaving is flushed.
        person: who has left.
        organisation_id: the place that they have left; None for the coordinators.
        actor_id: who ended it.
        now: aware UTC.
    """
    own = _locked(session, Invitation.email == person.email, _at_place(organisation_id))
    sent = [row for row in _sent_by(session, person) if _is_at(row, organisation_id)]
    return _revoke_all(session, [*own, *sent], actor_id, now) + revoke_beyond_roles(session, person, actor_id, now)


def revoke_beyond_roles(session: Session, person: Person, actor_id: int | None, now: datetime) -> int:
    """Take back what a person has sent and could not send any more, and return how many invitations that were."""
    is_now = actor_roles(session, person.id)
    beyond = [row for row in _sent_by(session, person) if not _may_offer(is_now, row)]
    return _revoke_all(session, beyond, actor_id, now)


def revoke_to_place(session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> int:
    """Take back whatever invites to an organisation, and return how many invitations that were."""
    return _revoke_all(session, _locked(session, Invitation.organisation_id == organisation_id), actor_id, now)


def revoke_to_address(session: Session, email: str, actor_id: int | None, now: datetime) -> int:
    """Take back whatever waits for an address, and return how many invitations that were."""
    return _revoke_all(session, _locked(session, Invitation.email == email), actor_id, now)


def _may_offer(sender: ActorRoles, row: Invitation) -> bool:
    return may_offer(sender, row.organisation_id, coordinator=row.makes_coordinator)


def _open_places(session: Session, organisation_ids: Collection[int]) -> set[int]:
    if not organisation_ids:
        return set()
    query = select(Organisation.id).where(Organisation.id.in_(organisation_ids), Organisation.closed_at.is_(None))
    return set(session.scalars(query))


def _sent_by(session: Session, person: Person) -> Sequence[Invitation]:
    return _locked(session, Invitation.invited_by == person.id)


def _locked(session: Session, *where: ColumnElement[bool]) -> Sequence[Invitation]:
    """Return the invitations that wait, each locked."""
    found = lock_rows(session, Invitation, session.scalars(select(Invitation.id).where(*where, *_waiting())).all())
    return [row for row in found if row.used_at is None and row.revoked_at is None]


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)


def _at_place(organisation_id: int | None) -> ColumnElement[bool]:
    if organisation_id is None:
        return Invitation.makes_coordinator.is_(True)
    return Invitation.organisation_id == organisation_id


def _is_at(row: Invitation, organisation_id: int | None) -> bool:
    return row.makes_coordinator if organisation_id is None else row.organisation_id == organisation_id


def _revoke_all(session: Session, rows: Iterable[Invitation], actor_id: int | None, now: datetime) -> int:
    found = {row.id: row for row in rows if row.revoked_at is None}
    for _ident, row in sorted(found.items()):
        _revoke(session, row, actor_id, now)
    session.flush()
    return len(found)


def _revoke(session: Session, row: Invitation, actor_id: int | None, now: datetime) -> None:
    row.revoked_at = now
    details = {"organisation_id": row.organisation_id, "invited_by": row.invited_by}
    record(
        session,
        AuditAct.INVITATION_REVOKED,
        (SubjectKind.INVITATION, row.id),
        actor_id=actor_id,
        now=now,
        details=details,
    )
