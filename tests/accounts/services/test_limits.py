"""One person sends others only so much within an hour."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.domain.errors import LimitReachedError
from scheduler.accounts.domain.limits import FIRST_RUN, LimitedAct
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation, LimitUse, Person
from scheduler.accounts.services.invitations import InvitationDraft, invite, send_again
from scheduler.accounts.services.limits import allowed_to, forget_uses, spend
from scheduler.accounts.services.organisations import finish_set_up, name_coalition
from scheduler.db import AppSession
from scheduler.outbox.models import Message, MessageState
from tests import factories
from tests.coalition import Team

INVITE, ADDRESS = LimitedAct.INVITE, LimitedAct.ADDRESS


def invite_many(session: Session, place: int, sender: Person, many: int, now: datetime) -> int:
    """Invite strangers until it is refused, and return how many were invited."""
    for number in range(many):
        draft = InvitationDraft(email=f"stranger{number}@elsewhere.example", organisation_id=place)
        try:
            invite(session, draft, sender.id, now)
        except LimitReachedError:
            return number
    return many


def test_lead_invites_ten_strangers_and_no_more_within_the_hour(session: Session, bay: Team, now: datetime):
    place = bay.organisation.id

    assert invite_many(session, place, bay.lead, 25, now) == 10
    assert session.scalar(select(func.count()).select_from(Message)) == 10
    with pytest.raises(LimitReachedError) as caught:
        invite(session, InvitationDraft(email="x@y.example", organisation_id=place), bay.lead.id, now)
    assert (caught.value.allowed, caught.value.goes_on_at) == (10, now + timedelta(hours=1))

    later = now + timedelta(hours=1)
    assert invite(session, InvitationDraft(email="x@y.example", organisation_id=place), bay.lead.id, later).id


def test_what_one_sends_does_not_count_against_another(session: Session, bay: Team, now: datetime):
    other = factories.person(session, "Olga Lead", (bay.organisation, MemberRole.LEAD))
    invite_many(session, bay.organisation.id, bay.lead, 25, now)

    assert invite(session, InvitationDraft(email="x@y.example", organisation_id=bay.organisation.id), other.id, now).id


def test_sending_again_counts_as_inviting(session: Session, bay: Team, now: datetime):
    draft = InvitationDraft(email="x@y.example", organisation_id=bay.organisation.id)
    made = invite(session, draft, bay.lead.id, now)

    def leave_and_send_again() -> bool:
        for message in session.scalars(select(Message)):
            message.state = MessageState.SENT
        return send_again(session, made, bay.lead.id, now)

    assert all(leave_and_send_again() for _ in range(9))
    with pytest.raises(LimitReachedError):
        leave_and_send_again()


def test_mail_that_has_not_left_is_not_sent_again_and_does_not_count(session: Session, bay: Team, now: datetime):
    draft = InvitationDraft(email="x@y.example", organisation_id=bay.organisation.id)
    made = invite(session, draft, bay.lead.id, now)

    assert [send_again(session, made, bay.lead.id, now) for _ in range(25)] == [False] * 25


def test_repeated_form_does_not_count(session: Session, bay: Team, now: datetime):
    draft = InvitationDraft(email="x@y.example", organisation_id=bay.organisation.id, form_id="f" * 36)

    for _ in range(25):
        invite(session, draft, bay.lead.id, now)

    assert session.scalar(select(func.sum(LimitUse.times))) == 1


def test_command_line_has_no_limit(session: Session, now: datetime):
    for number in range(80):
        draft = InvitationDraft(email=f"c{number}@hub.example", organisation_id=None, makes_coordinator=True)
        invite(session, draft, None, now)

    assert session.scalar(select(func.count()).select_from(Invitation)) == 80


def test_coordinators_have_more_room_and_most_while_the_coalition_gathers(session: Session, bay: Team, now: datetime):
    chair = factories.person(session, "Cora Chair", coordinator=True)

    assert allowed_to(session, chair.id, INVITE, now) == 600
    name_coalition(session, "Free Tides", "UTC")
    assert allowed_to(session, chair.id, INVITE, now) == 600
    finish_set_up(session, chair.id, now)
    assert allowed_to(session, chair.id, INVITE, now + FIRST_RUN - timedelta(seconds=1)) == 600
    assert allowed_to(session, chair.id, INVITE, now + FIRST_RUN) == 60
    assert allowed_to(session, bay.lead.id, INVITE, now) == 10


def test_acts_are_counted_apart_and_nothing_is_nothing(session: Session, bay: Team, now: datetime):
    spend(session, bay.lead.id, INVITE, 10, now)
    spend(session, bay.lead.id, ADDRESS, 40, now)

    spend(session, bay.lead.id, ADDRESS, 0, now)
    with pytest.raises(LimitReachedError):
        spend(session, bay.lead.id, ADDRESS, 1, now)


def test_old_uses_are_forgotten(session: Session, bay: Team, now: datetime):
    spend(session, bay.lead.id, INVITE, 1, now - timedelta(hours=1))
    spend(session, bay.lead.id, INVITE, 1, now)

    assert forget_uses(session, now) == 1
    assert session.scalar(select(func.count()).select_from(LimitUse)) == 1


def test_many_at_once_do_not_slip_under_the_limit(sessions: sessionmaker[AppSession], now: datetime):
    with sessions() as session:
        place = factories.organisation(session)
        lead_id = factories.person(session, "Lena Lead", (place, MemberRole.LEAD)).id
        session.commit()
    together, outcomes = threading.Barrier(6), list[str]()

    def send() -> None:
        with sessions() as session:
            together.wait()
            try:
                spend(session, lead_id, INVITE, 3, now)
                session.commit()
                outcomes.append("sent")
            except LimitReachedError:
                outcomes.append("refused")

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused"] * 3 + ["sent"] * 3
