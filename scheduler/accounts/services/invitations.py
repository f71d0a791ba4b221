"""Invites people, and turns an invitation into an account or a membership, once."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.errors import (
    AccountExistsError,
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationSpentError,
    WrongAccountError,
)
from scheduler.accounts.domain.invitations import LIFETIME, InvitationState, hash_of, mint_token, state_of
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation, Organisation, Person
from scheduler.accounts.services.memberships import (
    Offer,
    grant,
    lock_coordinators,
    lock_open_organisation,
    make_coordinator,
)
from scheduler.accounts.services.standing import standing
from scheduler.audit.services import record
from scheduler.db import once, touch
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue
from scheduler.rows import Sent, lock_row, once_by_form

INVITATION = "account.invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDraft:
    """Who is invited to what: a role in an organisation, or the coordinator's work if there is no organisation.

    `email` is a clean address (`domain.addresses.clean_address`).
    """

    email: str
    organisation_id: int | None
    role: MemberRole = MemberRole.MEMBER
    makes_coordinator: bool = False
    name: str = ""
    form_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an invited person fills in; the password is hashed already."""

    name: str
    zone: str
    password_hash: str


def invite(session: Session, draft: InvitationDraft, actor_id: int | None, now: datetime) -> Invitation:
    """Make an invitation that is good for 14 days, and queue its mail; the same form sent twice makes one.

    Raises:
        OrganisationClosedError: it was closed meanwhile.
        AlreadyMemberError: the address belongs to somebody who is that already.
        AlreadyInvitedError: there is an open invitation of that address to the same organisation.
    """
    if draft.makes_coordinator:
        lock_coordinators(session)
    if draft.organisation_id is not None:
        lock_open_organisation(session, draft.organisation_id)
    return once_by_form(
        session,
        Invitation,
        Sent(draft.form_id, actor_id, draft),
        lambda form_id: _add_invitation(session, draft, form_id, actor_id, now),
        stands=lambda row: row.used_at is None and row.revoked_at is None,
    )


def send_again(session: Session, invitation: Invitation, actor_id: int | None, now: datetime) -> bool:
    """Send an open or expired invitation's mail again and let it be good for 14 days from now.

    The link stays the same. False if the last mail has not left yet: then there is nothing to send again.

    Raises:
        InvitationSpentError: it was used or revoked.
    """
    lock_row(session, Invitation, invitation.id)
    state = invitation_state(invitation, now)
    if state in {InvitationState.USED, InvitationState.REVOKED}:
        raise InvitationSpentError(state)
    invitation.expires_at = now + LIFETIME
    record(session, "invited_again", ("invitation", invitation.id), actor_id=actor_id, now=now)
    if _is_on_its_way(session, invitation, now):
        return False
    _queue_mail(session, invitation, now)
    return True


def revoke(session: Session, invitation: Invitation, actor_id: int | None, now: datetime) -> None:
    """Take an invitation back; its link answers that it was.

    Raises:
        InvitationSpentError: it has been accepted already.
    """
    lock_row(session, Invitation, invitation.id)
    if invitation.used_at is not None:
        raise InvitationSpentError(InvitationState.USED)
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        record(session, "invitation_revoked", ("invitation", invitation.id), actor_id=actor_id, now=now)


def issue_token(session: Session, invitation: Invitation, secret_key: str) -> str:
    """Return the secret of the invitation's link, and store its hash; the same secret every time."""
    token = mint_token(secret_key, invitation.id, invitation.email, invitation.created_at)
    invitation.token_hash = hash_of(token)
    session.flush()
    return token


def find_by_token(session: Session, token: str) -> Invitation | None:
    """Return the invitation whose link carries this secret, whatever its state."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == hash_of(token)))


def find_invitation(session: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation by its id."""
    return session.get(Invitation, invitation_id)


def invitation_state(invitation: Invitation, now: datetime) -> InvitationState:
    """Return whether the invitation can still be accepted."""
    return state_of(
        used_at=invitation.used_at, revoked_at=invitation.revoked_at, expires_at=invitation.expires_at, now=now
    )


def pending_invitations(session: Session, organisation_ids: Collection[int] | None) -> tuple[Invitation, ...]:
    """Return invitations that are neither used nor revoked, expired ones included, the newest first.

    `organisation_ids` None means all, those of future coordinators included.
    """
    query = select(Invitation).where(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    if organisation_ids is not None:
        query = query.where(Invitation.organisation_id.in_(organisation_ids))
    return tuple(session.scalars(query.order_by(Invitation.created_at.desc(), Invitation.id.desc())))


def account_of(session: Session, invitation: Invitation) -> Person | None:
    """Return the account that the invited address has already."""
    return session.scalar(select(Person).where(Person.email == invitation.email))


def accept_as_new(session: Session, invitation: Invitation, account: NewAccount, now: datetime) -> Person:
    """Claim the invitation and open the account.

    Raises:
        InvitationSpentError: it was used (perhaps a moment ago), revoked, or is too old.
        AccountExistsError: the address has an account; accept with `accept_as_member`.
    """
    _lock(session, invitation)
    if account_of(session, invitation) is not None:
        raise AccountExistsError
    _claim(session, invitation, now)
    person = _open_account(session, invitation, account, now)
    _grant_what_was_offered(session, invitation, person, now)
    record(session, "account_opened", ("person", person.id), actor_id=person.id, now=now)
    return person


def accept_as_member(session: Session, invitation: Invitation, person: Person, now: datetime) -> None:
    """Claim the invitation for an account that is there already.

    Raises:
        WrongAccountError: the invitation was sent to another address.
        InvitationSpentError: it was used, revoked, or is too old.
    """
    _lock(session, invitation)
    if person.email != invitation.email:
        raise WrongAccountError
    _claim(session, invitation, now)
    _grant_what_was_offered(session, invitation, person, now)


def _lock(session: Session, invitation: Invitation) -> None:
    """Lock an invitation that is to be accepted, the place that it leads to first."""
    if invitation.makes_coordinator:
        lock_coordinators(session)
    if invitation.organisation_id is not None:
        lock_row(session, Organisation, invitation.organisation_id)
    lock_row(session, Invitation, invitation.id)


def _claim(session: Session, invitation: Invitation, now: datetime) -> None:
    state = invitation_state(invitation, now)
    if state is not InvitationState.OPEN:
        raise InvitationSpentError(state)
    invitation.used_at = now
    session.flush()


def _open_account(session: Session, invitation: Invitation, account: NewAccount, now: datetime) -> Person:
    person = Person(
        email=invitation.email,
        password=account.password_hash,
        fs_uniquifier=uuid.uuid4().hex,
        name=account.name,
        zone=account.zone,
        created_at=now,
    )

    def add() -> Person:
        session.add(person)
        touch(session, person)
        session.flush()
        return person

    if once(session, lambda: account_of(session, invitation), add) is not person:
        # Another invitation of the same address was accepted at this moment.
        raise AccountExistsError
    return person


def _grant_what_was_offered(session: Session, invitation: Invitation, person: Person, now: datetime) -> None:
    if invitation.makes_coordinator:
        make_coordinator(session, person, invitation.invited_by, now)
    if invitation.organisation_id is not None:
        offer = Offer(invitation.organisation_id, MemberRole(invitation.role))
        grant(session, person.id, offer, invitation.invited_by, now)
    record(session, "invitation_accepted", ("invitation", invitation.id), actor_id=person.id, now=now)


def _refuse_repetition(session: Session, draft: InvitationDraft, now: datetime) -> None:
    known = session.scalar(select(Person.id).where(Person.email == draft.email))
    if known is not None:
        is_now = standing(session, known)
        if is_now.is_coordinator if draft.makes_coordinator else draft.organisation_id in is_now.organisations:
            raise AlreadyMemberError
    waiting = select(Invitation.id).where(
        Invitation.email == draft.email,
        Invitation.organisation_id == draft.organisation_id,
        Invitation.makes_coordinator == draft.makes_coordinator,
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now,
    )
    found = session.scalar(waiting.limit(1))
    if found is not None:
        raise AlreadyInvitedError(found)


def _add_invitation(
    session: Session, draft: InvitationDraft, form_id: str | None, actor_id: int | None, now: datetime
) -> Invitation:
    _refuse_repetition(session, draft, now)
    invitation = Invitation(
        email=draft.email,
        name=draft.name,
        organisation_id=draft.organisation_id,
        role=draft.role,
        makes_coordinator=draft.makes_coordinator,
        invited_by=actor_id,
        created_at=now,
        expires_at=now + LIFETIME,
        sendings=0,
        form_id=form_id,
    )
    session.add(invitation)
    session.flush()
    record(session, "invited", ("invitation", invitation.id), actor_id=actor_id, now=now, facts=_facts(invitation))
    _queue_mail(session, invitation, now)
    return invitation


def _queue_mail(session: Session, invitation: Invitation, now: datetime) -> None:
    invitation.sendings += 1
    draft = OutboxDraft(
        stream=Stream.ACCOUNT,
        kind=INVITATION,
        person_id=None,
        payload={"invitation_id": invitation.id},
        dedup_key=_mail_key(invitation),
        due_at=now,
        expires_at=invitation.expires_at,
    )
    queue(session, draft, now)


def _mail_key(invitation: Invitation) -> str:
    return f"{INVITATION}:{invitation.id}:{invitation.sendings}"


def _is_on_its_way(session: Session, invitation: Invitation, now: datetime) -> bool:
    waiting = select(Message.id).where(
        Message.dedup_key == _mail_key(invitation),
        Message.state.in_([MessageState.READY, MessageState.CLAIMED]),
        or_(Message.expires_at.is_(None), Message.expires_at > now),
    )
    return session.scalar(waiting) is not None


def _facts(invitation: Invitation) -> dict[str, str | int | bool | None]:
    return {
        "organisation_id": invitation.organisation_id,
        "role": invitation.role,
        "makes_coordinator": invitation.makes_coordinator,
    }
