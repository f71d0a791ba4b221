"""Inviting and accepting."""

import threading
import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.domain.errors import (
    AccountExistsError,
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationSpentError,
    WrongAccountError,
)
from scheduler.accounts.domain.invitations import InvitationState
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.invitations import (
    InvitationDraft,
    NewAccount,
    accept_as_member,
    accept_as_new,
    find_by_token,
    invite,
    invite_or_join,
    issue_token,
    send_again,
)
from scheduler.accounts.services.open_invitations import pending_invitations, revoke
from scheduler.db import AppSession
from scheduler.outbox.models import Message, MessageState
from tests import factories
from tests.coalition import Team

NIA = NewAccount("Nia", "Africa/Nairobi", "hash")
FORM = "01234567-89ab-4def-8123-456789abcdef"


def to_bay(bay: Team, email: str = "nia@bay.example", **more: object) -> InvitationDraft:
    return InvitationDraft(email=email, organisation_id=bay.organisation.id, **more)  # type: ignore[arg-type]


def messages(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_invitation_queues_one_mail_that_holds_no_secret(session: Session, bay: Team, now: datetime):
    made = invite(session, to_bay(bay), bay.lead.id, now)

    [message] = messages(session)
    assert (message.stream, message.kind, message.person_id) == ("account", "account.invitation", None)
    assert message.payload == {"invitation_id": made.id}
    assert (message.due_at, message.expires_at) == (now, now + timedelta(days=14))
    assert made.token_hash is None


def test_form_sent_twice_makes_one(session: Session, bay: Team, now: datetime):
    first = invite(session, to_bay(bay, form_id=FORM), bay.lead.id, now)

    assert invite(session, to_bay(bay, form_id=FORM), bay.lead.id, now) is first
    assert len(messages(session)) == 1


def test_member_and_open_invitation_are_not_invited_again(session: Session, bay: Team, now: datetime):
    first = invite(session, to_bay(bay), None, now)

    with pytest.raises(AlreadyInvitedError) as caught:
        invite(session, to_bay(bay, role=MemberRole.LEAD), None, now)
    with pytest.raises(AlreadyMemberError):
        invite(session, to_bay(bay, bay.editor.email), None, now)

    assert caught.value.invitation_id == first.id


def test_expired_or_revoked_invitation_does_not_stand_in_the_way(session: Session, bay: Team, now: datetime):
    revoke(session, invite(session, to_bay(bay), None, now), None, now)
    invite(session, to_bay(bay), None, now)

    assert invite(session, to_bay(bay), None, now + timedelta(days=14)) is not None


def test_one_address_may_be_invited_to_two_places_and_as_coordinator(session: Session, bay: Team, now: datetime):
    port = factories.organisation(session, "Old Port")

    for place, coordinates in ((bay.organisation.id, False), (port.id, False), (None, True)):
        draft = InvitationDraft(email="nia@bay.example", organisation_id=place, makes_coordinator=coordinates)
        invite(session, draft, None, now)

    assert len(pending_invitations(session, None)) == 3
    assert [row.organisation_id for row in pending_invitations(session, {port.id})] == [port.id]


def test_accepting_opens_an_account_with_what_was_offered(session: Session, bay: Team, now: datetime):
    made = invite(session, to_bay(bay, role=MemberRole.EDITOR), bay.lead.id, now)

    nia = accept_as_new(session, made, NIA, now)

    assert (nia.email, nia.name, nia.zone, nia.password) == ("nia@bay.example", "Nia", "Africa/Nairobi", "hash")
    assert actor_roles(session, nia.id).roles == {bay.organisation.id: MemberRole.EDITOR}
    assert made.used_at == now


def test_accepting_as_coordinator_works_in_an_empty_database(session: Session, now: datetime):
    draft = InvitationDraft(email="cora@hub.example", organisation_id=None, makes_coordinator=True)

    cora = accept_as_new(session, invite(session, draft, None, now), NIA, now)

    assert actor_roles(session, cora.id).is_coordinator


@pytest.mark.parametrize("state", [InvitationState.USED, InvitationState.REVOKED, InvitationState.EXPIRED])
def test_spent_invitation_opens_nothing(session: Session, bay: Team, now: datetime, state: InvitationState):
    made = invite(session, to_bay(bay), None, now)
    made.used_at = now if state is InvitationState.USED else None
    made.revoked_at = now if state is InvitationState.REVOKED else None
    session.flush()
    when = now + timedelta(days=14) if state is InvitationState.EXPIRED else now

    with pytest.raises(InvitationSpentError) as caught:
        accept_as_new(session, made, NIA, when)

    assert caught.value.state is state
    assert session.scalar(select(Person).where(Person.email == "nia@bay.example")) is None


def test_address_with_an_account_opens_no_second_one(session: Session, bay: Team, now: datetime):
    made = invite(session, InvitationDraft(email=bay.member.email, organisation_id=None), None, now)

    with pytest.raises(AccountExistsError):
        accept_as_new(session, made, NIA, now)
    with pytest.raises(WrongAccountError):
        accept_as_member(session, made, bay.lead, now)

    assert made.used_at is None


def test_stronger_role_stays(session: Session, bay: Team, now: datetime):
    made = Invitation(
        email=bay.lead.email, organisation_id=bay.organisation.id, role="member", created_at=now, sendings=0
    )
    made.expires_at = now + timedelta(days=1)
    session.add(made)
    session.flush()

    accept_as_member(session, made, bay.lead, now)

    assert actor_roles(session, bay.lead.id).is_lead_of(bay.organisation.id)


def test_who_names_their_own_address_joins_at_once(session: Session, bay: Team, now: datetime):
    newcomer = factories.person(session, "Cora", coordinator=True)

    made = invite_or_join(session, to_bay(bay, newcomer.email, role=MemberRole.EDITOR), newcomer, now)

    assert made.used_at == now
    assert actor_roles(session, newcomer.id).is_editor_of(bay.organisation.id)
    assert invite_or_join(session, to_bay(bay), newcomer, now).used_at is None


def test_the_same_form_sent_twice_lets_its_sender_join_once(session: Session, bay: Team, now: datetime):
    newcomer = factories.person(session, "Cora", coordinator=True)
    draft = replace(to_bay(bay, newcomer.email, role=MemberRole.EDITOR), form_id=str(uuid.uuid4()))
    first, second = (invite_or_join(session, draft, newcomer, now) for _click in range(2))

    assert (first, first.used_at) == (second, now)
    with pytest.raises(AlreadyMemberError):
        invite_or_join(session, replace(draft, form_id=str(uuid.uuid4())), newcomer, now)


def test_who_was_invited_before_accepts_that_by_naming_their_own_address(session: Session, bay: Team, now: datetime):
    newcomer = factories.person(session, "Cora", coordinator=True)
    known = invite(session, to_bay(bay, newcomer.email, role=MemberRole.EDITOR), bay.lead.id, now)

    made = invite_or_join(session, to_bay(bay, newcomer.email, role=MemberRole.LEAD), newcomer, now)

    assert (made, made.used_at) == (known, now)
    assert not actor_roles(session, newcomer.id).is_lead_of(bay.organisation.id)
    invite_or_join(session, to_bay(bay), bay.lead, now)
    with pytest.raises(AlreadyInvitedError):
        invite_or_join(session, to_bay(bay), bay.lead, now)


def test_token_is_found_by_its_hash_and_stays_the_same(session: Session, bay: Team, now: datetime):
    made = invite(session, to_bay(bay), None, now)

    token = issue_token(session, made, "secret key")

    assert issue_token(session, made, "secret key") == token
    assert find_by_token(session, token) is made
    assert find_by_token(session, token + "x") is None
    assert token not in str(made.token_hash)


def test_sending_again_waits_for_the_first_mail(session: Session, bay: Team, now: datetime):
    made = invite(session, to_bay(bay), None, now)

    assert not send_again(session, made, None, now)
    messages(session)[0].state = MessageState.SENT
    session.flush()
    assert send_again(session, made, None, now + timedelta(days=3))

    assert [message.expires_at for message in messages(session)] == [now + timedelta(days=14), now + timedelta(days=17)]


def test_used_invitation_is_neither_sent_again_nor_revoked(session: Session, bay: Team, now: datetime):
    made = invite(session, to_bay(bay), None, now)
    accept_as_new(session, made, NIA, now)

    with pytest.raises(InvitationSpentError):
        send_again(session, made, None, now)
    with pytest.raises(InvitationSpentError):
        revoke(session, made, None, now)


@pytest.mark.parametrize("same_invitation", [True, False])
def test_two_at_once_open_one_account(sessions: sessionmaker[AppSession], now: datetime, same_invitation: bool):
    with sessions() as session:
        place = factories.organisation(session)
        offers = [None, None if same_invitation else place.id]
        idents = [invited_to(session, offer, now) for offer in offers]
        session.commit()
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def accept(ident: int) -> None:
        with sessions() as session:
            together.wait()
            try:
                accept_as_new(session, session.get_one(Invitation, ident), NIA, now)
                session.commit()
                outcomes.append("opened")
            except (InvitationSpentError, AccountExistsError):
                outcomes.append("refused")

    threads = [threading.Thread(target=accept, args=(ident,)) for ident in idents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["opened", "refused"]


def invited_to(session: Session, organisation_id: int | None, now: datetime) -> int:
    try:
        return invite(session, InvitationDraft(email="n@b.example", organisation_id=organisation_id), None, now).id
    except AlreadyInvitedError as error:
        return error.invitation_id
