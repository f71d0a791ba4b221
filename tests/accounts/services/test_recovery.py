"""Queueing the mail of forgotten and changed passwords."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.services.recovery import ask_for_new_password, notify_password_changed
from scheduler.outbox.models import Message, MessageState
from tests.coalition import Team

HOUR = timedelta(hours=1)


def messages(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_asking_queues_one_message_without_a_secret(session: Session, bay: Team, now: datetime):
    ask_for_new_password(session, bay.lead.email, now)

    [message] = messages(session)
    assert (message.stream, message.kind, message.person_id, message.payload) == (
        "account",
        "account.reset",
        bay.lead.id,
        {},
    )
    assert message.expires_at == now + HOUR


def test_asking_again_before_it_left_makes_one_mail_and_counts_from_the_later_asking(
    session: Session, bay: Team, now: datetime
):
    for minutes in (0, 5, 10):
        ask_for_new_password(session, bay.lead.email, now + timedelta(minutes=minutes))

    [message] = messages(session)
    assert message.expires_at == now + timedelta(minutes=10) + HOUR


def test_asking_again_after_it_left_makes_another(session: Session, bay: Team, now: datetime):
    ask_for_new_password(session, bay.lead.email, now)
    messages(session)[0].state = MessageState.SENT
    session.flush()

    ask_for_new_password(session, bay.lead.email, now + timedelta(minutes=5))

    assert len(messages(session)) == 2


def test_nobody_and_closed_accounts_get_nothing(session: Session, bay: Team, now: datetime):
    bay.editor.active = False
    bay.member.anonymised_at = now
    session.flush()

    for email in ("nobody@bay.example", bay.editor.email, bay.member.email):
        ask_for_new_password(session, email, now)

    assert messages(session) == []


def test_each_change_of_a_password_is_told_once(session: Session, bay: Team, now: datetime):
    for _ in range(2):
        notify_password_changed(session, bay.lead, now)
    bay.lead.fs_uniquifier = "another"
    session.flush()
    notify_password_changed(session, bay.lead, now)

    assert [message.kind for message in messages(session)] == ["account.password_changed"] * 2
