"""Nobody gets back, or makes more of somebody, by an invitation that they sent while they still could."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.domain.errors import InvitationSpentError
from scheduler.accounts.domain.invitations import InvitationState
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation, Membership, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.invitations import InvitationDraft, NewAccount, accept_as_new, invite, send_again
from scheduler.accounts.services.memberships import (
    Ending,
    Offer,
    RoleChange,
    change_role,
    end_coordinator,
    end_membership,
    grant,
    make_coordinator,
)
from scheduler.accounts.services.open_invitations import invitation_state, pending_invitations
from scheduler.accounts.services.organisations import close_organisation
from scheduler.accounts.services.people import anonymise
from scheduler.audit.services import history
from scheduler.db import AppSession
from scheduler.outbox.models import MessageState
from tests import factories
from tests.accounts.services.test_invitations import messages
from tests.coalition import Team

ALIAS = NewAccount("Second Self", "UTC", "hash")
SELF = "second.self@elsewhere.example"


@pytest.fixture
def chair(session: Session) -> Person:
    return factories.person(session, "Cora Chair", coordinator=True)


@pytest.fixture
def other_chair(session: Session) -> Person:
    return factories.person(session, "Otto Other", coordinator=True)


def membership_of(person: Person) -> Membership:
    [membership] = [row for row in person.memberships if row.ended_at is None]
    return membership


def to_lead(session: Session, place: int, sender: Person, now: datetime, email: str = SELF) -> Invitation:
    return invite(session, InvitationDraft(email=email, organisation_id=place, role=MemberRole.LEAD), sender.id, now)


def to_coordinate(session: Session, sender: Person, now: datetime) -> Invitation:
    draft = InvitationDraft(email=SELF, organisation_id=None, makes_coordinator=True)
    return invite(session, draft, sender.id, now)


def leave(session: Session, bay: Team, now: datetime) -> None:
    end_membership(session, membership_of(bay.lead), Ending(None, (), even_last_lead=True), now)


def step_down(session: Session, bay: Team, now: datetime) -> None:
    change = RoleChange(MemberRole.EDITOR, membership_of(bay.lead).revision, even_last_lead=True)
    change_role(session, membership_of(bay.lead), change, None, now)


def vanish(session: Session, bay: Team, now: datetime) -> None:
    anonymise(session, bay.lead, (), None, now)


def close(session: Session, bay: Team, now: datetime) -> None:
    close_organisation(session, bay.organisation, (), None, now)


def refused(session: Session, invitation: Invitation, now: datetime) -> InvitationState:
    with pytest.raises(InvitationSpentError) as caught:
        accept_as_new(session, invitation, ALIAS, now)
    return caught.value.state


@pytest.mark.parametrize("end", [leave, step_down, vanish, close])
def test_lead_who_can_no_more_leaves_no_way_to_a_lead_behind(
    session: Session, bay: Team, now: datetime, end: Callable[[Session, Team, datetime], None]
):
    made = to_lead(session, bay.organisation.id, bay.lead, now)

    end(session, bay, now)

    assert made.revoked_at == now
    assert refused(session, made, now) is InvitationState.REVOKED
    assert history(session, ("invitation", made.id))[0].act == "invitation_revoked"


@pytest.mark.parametrize(
    "end", [lambda s, p, a, n: end_coordinator(s, p, Ending(a, ()), n), lambda s, p, a, n: anonymise(s, p, (), a, n)]
)
def test_coordinator_who_can_no_more_leaves_no_way_to_a_coordinator_behind(
    session: Session, bay: Team, chair: Person, other_chair: Person, now: datetime, end: Callable[..., None]
):
    made = [to_coordinate(session, chair, now), to_lead(session, bay.organisation.id, chair, now)]

    end(session, chair, other_chair.id, now)

    assert [refused(session, one, now) for one in made] == [InvitationState.REVOKED] * 2


def test_coordinator_who_stays_lead_keeps_what_a_lead_may_send(
    session: Session, bay: Team, other_chair: Person, now: datetime
):
    make_coordinator(session, bay.lead, None, now)
    made, coordinates = to_lead(session, bay.organisation.id, bay.lead, now), to_coordinate(session, bay.lead, now)

    end_coordinator(session, bay.lead, Ending(None, ()), now)

    assert (made.revoked_at, coordinates.revoked_at) == (None, now)


def test_being_added_again_revives_nothing(session: Session, bay: Team, now: datetime):
    made = to_lead(session, bay.organisation.id, bay.lead, now)
    leave(session, bay, now)

    grant(session, bay.lead.id, Offer(bay.organisation.id, MemberRole.LEAD), None, now)

    assert refused(session, made, now) is InvitationState.REVOKED


def test_what_waits_for_the_leaver_at_the_same_place_goes_too(
    session: Session, bay: Team, chair: Person, now: datetime
):
    long_ago = now - timedelta(days=30)
    old = to_lead(session, bay.organisation.id, chair, long_ago, email="nia@bay.example")
    nia = accept_as_new(session, to_lead(session, bay.organisation.id, chair, now, email="nia@bay.example"), ALIAS, now)
    session.refresh(nia)

    end_membership(session, membership_of(nia), Ending(None, ()), now)

    assert old.revoked_at == now
    with pytest.raises(InvitationSpentError):
        send_again(session, old, chair.id, now)


def test_stronger_role_takes_nothing_back(session: Session, bay: Team, now: datetime):
    made = to_lead(session, bay.organisation.id, bay.lead, now)

    change_role(session, membership_of(bay.editor), RoleChange(MemberRole.LEAD, 1), bay.lead.id, now)

    assert invitation_state(session, made, now) is InvitationState.OPEN


def test_whoever_sends_it_again_is_its_sender(session: Session, bay: Team, chair: Person, now: datetime):
    made = to_lead(session, bay.organisation.id, bay.lead, now)
    messages(session)[0].state = MessageState.SENT
    later = now + timedelta(days=2)

    assert send_again(session, made, chair.id, later)
    leave(session, bay, later)

    assert (made.invited_by, made.sent_at, made.revoked_at) == (chair.id, later, None)
    assert accept_as_new(session, made, ALIAS, later).id


def test_senders_roles_count_at_the_moment_of_acceptance(session: Session, bay: Team, now: datetime):
    made = to_lead(session, bay.organisation.id, bay.lead, now)
    # As a row stands that was written before leaving took invitations back.
    membership_of(bay.lead).ended_at = now
    session.flush()

    assert refused(session, made, now) is InvitationState.REVOKED
    assert pending_invitations(session, {bay.organisation.id}) == (made,)
    assert invitation_state(session, made, now) is InvitationState.REVOKED


def test_invitation_from_the_command_line_needs_no_sender(session: Session, now: datetime):
    draft = InvitationDraft(email=SELF, organisation_id=None, makes_coordinator=True)

    made = accept_as_new(session, invite(session, draft, None, now), ALIAS, now)

    assert actor_roles(session, made.id).is_coordinator


def test_leaving_and_accepting_at_once_come_out_in_one_order(sessions: sessionmaker[AppSession], now: datetime):
    with sessions() as session:
        place = factories.organisation(session)
        lead = factories.person(session, "Lena Lead", (place, MemberRole.LEAD))
        invitation_id = to_lead(session, place.id, lead, now).id
        membership_id = membership_of(lead).id
        session.commit()
    together, outcomes = threading.Barrier(2), list[str]()

    def accept() -> None:
        with sessions() as session:
            together.wait()
            try:
                accept_as_new(session, session.get_one(Invitation, invitation_id), ALIAS, now)
                session.commit()
                outcomes.append("accepted")
            except InvitationSpentError as error:
                outcomes.append(error.state)

    def end() -> None:
        with sessions() as session:
            together.wait()
            ending = Ending(None, (), even_last_lead=True)
            end_membership(session, session.get_one(Membership, membership_id), ending, now)
            session.commit()

    threads = [threading.Thread(target=accept), threading.Thread(target=end)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with sessions() as session:
        invitation = session.get_one(Invitation, invitation_id)
        assert outcomes in (["accepted"], [InvitationState.REVOKED])
        # Used or revoked, never both.
        assert (invitation.used_at is None) == (outcomes == [InvitationState.REVOKED])
        assert (invitation.revoked_at is None) == (outcomes == ["accepted"])
