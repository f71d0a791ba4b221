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
from scheduler.accounts.domain.invitations import LIFETIME, InvitationState, new_token
from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation, Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.limits import hold_sender, spend
from scheduler.accounts.services.memberships import (
    Offer,
    grant,
    lock_coordinators,
    lock_open_organisation,
    make_coordinator,
)
from scheduler.accounts.services.open_invitations import invitation_state
from scheduler.accounts.services.people import NOBODYS_DOMAIN, refuse_borrowed_name
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import once, touch
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue
from scheduler.rows import Sent, found_by_form, lock_row, once_by_form
from scheduler.secret_tokens import hash_of
from scheduler.web.translations import LOCALE

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
    """What an invited person fills in, and the language that they read it in; the password is hashed already."""

    name: str
    zone: str
    password_hash: str
    language: str = LOCALE


def invite(session: Session, draft: InvitationDraft, actor_id: int | None, now: datetime) -> Invitation:
    """Make an invitation that is good for 14 days, and queue its mail; the same form sent twice makes one.

    Raises:
        OrganisationClosedError: it was closed meanwhile.
        AlreadyMemberError: the address belongs to somebody who is that already.
        AlreadyInvitedError: there is an open invitation of that address to the same organisation.
        LimitReachedError: the person has invited as many as one may within an hour.
    """
    if draft.makes_coordinator:
        lock_coordinators(session)
    if draft.organisation_id is not None:
        lock_open_organisation(session, draft.organisation_id)
    if actor_id is not None:
        hold_sender(session, actor_id)
    return once_by_form(
        session,
        Invitation,
        Sent(draft.form_id, actor_id, draft),
        lambda form_id: _add_invitation(session, draft, form_id, actor_id, now),
        stands=lambda row: row.used_at is None and row.revoked_at is None,
    )


def invite_or_join(session: Session, draft: InvitationDraft, actor: Person, now: datetime) -> Invitation:
    """Invite as `invite` does; who names their own address joins at once, as they need not ask themselves by email.

    If they were invited there before, they accept that. The same form sent twice lets them join once.
    """
    is_own = draft.email == actor.email
    try:
        invitation = invite(session, draft, actor.id, now)
    except AlreadyInvitedError as error:
        if not is_own:
            raise
        invitation = session.get_one(Invitation, error.invitation_id)
    except AlreadyMemberError:
        made, _key = found_by_form(session, Invitation, Sent(draft.form_id, actor.id, draft))
        if not is_own or made is None:
            raise
        return made
    if is_own:
        accept_as_member(session, invitation, actor, now)
    return invitation


def send_again(session: Session, invitation: Invitation, actor_id: int | None, now: datetime) -> bool:
    """Send an open or expired invitation's mail again and let it be good for 14 days from now.

    The link stays the same, and whoever sends it again is its sender from now on. False if the last mail has not left
    yet: then there is nothing to send again.

    Raises:
        InvitationSpentError: it was used or revoked.
        LimitReachedError: the person has sent as many as one may within an hour.
    """
    if actor_id is not None:
        hold_sender(session, actor_id)
    lock_row(session, Invitation, invitation.id)
    if invitation.used_at is not None or invitation.revoked_at is not None:
        raise InvitationSpentError(invitation_state(session, invitation, now))
    invitation.invited_by, invitation.expires_at = actor_id, now + LIFETIME
    record(session, AuditAct.INVITED_AGAIN, (SubjectKind.INVITATION, invitation.id), actor_id=actor_id, now=now)
    if _is_on_its_way(session, invitation, now):
        return False
    _count(session, actor_id, now)
    _queue_mail(session, invitation, now)
    return True


def issue_token(session: Session, invitation: Invitation, secret_key: str) -> str:
    """Return the secret of the invitation's link, and store its hash; the same secret every time."""
    token = new_token(secret_key, invitation.id, invitation.email, invitation.created_at)
    invitation.token_hash = hash_of(token)
    session.flush()
    return token


def find_by_token(session: Session, token: str) -> Invitation | None:
    """Return the invitation whose link carries this secret, whatever its state."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == hash_of(token)))


def find_invitation(session: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation by its id."""
    return session.get(Invitation, invitation_id)


def addresses_of(session: Session, invitation_ids: Collection[int]) -> dict[int, str]:
    """Return by invitation the address that it was sent to; those of anonymised people are left out."""
    query = select(Invitation.id, Invitation.email).where(Invitation.id.in_(invitation_ids))
    return {row.id: row.email for row in session.execute(query) if not row.email.endswith(NOBODYS_DOMAIN)}


def account_of(session: Session, invitation: Invitation) -> Person | None:
    """Return the account that the invited address has already."""
    return session.scalar(select(Person).where(Person.email == invitation.email))


def accept_as_new(session: Session, invitation: Invitation, account: NewAccount, now: datetime) -> Person:
    """Claim the invitation and open the account.

    Raises:
        InvitationSpentError: it was used (perhaps a moment ago), revoked, or is too old.
        AccountExistsError: the address has an account; accept with `accept_as_member`.
        BorrowedNameError: the name holds that of an organisation.
    """
    _lock(session, invitation)
    if account_of(session, invitation) is not None:
        raise AccountExistsError
    refuse_borrowed_name(session, account.name)
    _claim(session, invitation, now)
    person = _open_account(session, invitation, account, now)
    _grant_what_was_offered(session, invitation, person, now)
    record(session, AuditAct.ACCOUNT_OPENED, (SubjectKind.PERSON, person.id), actor_id=person.id, now=now)
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
    """Use the invitation up, so that nobody gives what they could not give now; it is locked."""
    state = invitation_state(session, invitation, now)
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
        language=account.language,
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
    record(session, AuditAct.INVITATION_ACCEPTED, (SubjectKind.INVITATION, invitation.id), actor_id=person.id, now=now)


def _refuse_repetition(session: Session, draft: InvitationDraft, now: datetime) -> None:
    known = session.scalar(select(Person.id).where(Person.email == draft.email))
    if known is not None:
        is_now = actor_roles(session, known)
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
    _count(session, actor_id, now)
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
    record(
        session,
        AuditAct.INVITED,
        (SubjectKind.INVITATION, invitation.id),
        actor_id=actor_id,
        now=now,
        details=_details(invitation),
    )
    _queue_mail(session, invitation, now)
    return invitation


def _count(session: Session, actor_id: int | None, now: datetime) -> None:
    # Whoever has the command line can send what they like anyway.
    if actor_id is not None:
        spend(session, actor_id, LimitedAct.INVITE, 1, now)


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


def _details(invitation: Invitation) -> dict[str, str | int | bool | None]:
    return {
        "organisation_id": invitation.organisation_id,
        "role": invitation.role,
        "makes_coordinator": invitation.makes_coordinator,
    }
