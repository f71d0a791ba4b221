"""The mail of accounts, written when it leaves and read as a person reads it."""

import re
from datetime import datetime, timedelta
from typing import cast

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from scheduler.accounts.emails import RENDERERS
from scheduler.accounts.services.invitations import InvitationDraft, invite
from scheduler.accounts.services.open_invitations import revoke
from scheduler.accounts.services.organisations import name_coalition
from scheduler.accounts.services.people import anonymise
from scheduler.accounts.services.recovery import ask_for_new_password, notify_password_changed
from scheduler.db import AppSession, db
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent
from tests.coalition import Town
from tests.fakes import FakeClock, SmtpInbox
from tests.logins import again
from tests.outbox.letters import dispatcher


def write(app: Flask, store: AppSession, now: datetime) -> Letter | NotSent:
    """Render the newest message as the worker does: in an application context, without a request."""
    message = store.query(Message).order_by(Message.id.desc()).first()
    assert message is not None
    with app.app_context():
        answer = RENDERERS[Stream(message.stream), message.kind](store, message, now)
    store.commit()
    return answer


def letter(app: Flask, store: AppSession, now: datetime) -> Letter:
    answer = write(app, store, now)
    assert isinstance(answer, Letter)
    return answer


def link_in(text: str) -> str:
    [found] = set(re.findall(r"http://localhost(/\S+)", text))
    return str(found)


def test_invitation_says_who_invites_to_what_and_its_link_works(
    app: Flask, store: AppSession, town: Town, now: datetime
):
    name_coalition(store, "Free Tides", "UTC")
    draft = InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id)
    invite(store, draft, town.people["lead"].id, now)

    found = letter(app, store, now)

    assert (found.to, found.subject) == ("nia@bay.example", "Your invitation to Free Tides")
    assert found.from_name == "Free Tides"
    for text in (found.text, found.html):
        assert "Lena Lead (Lantern Bay) invites you to join Lantern Bay in Free Tides." in text
        assert "15 July 2027" in text
    assert app.test_client().get(link_in(found.text)).status_code == 200
    assert link_in(found.text) in found.html


@pytest.mark.parametrize(
    ("inviter", "offer"),
    [
        ("coordinator", "Cora Chair (coordinator) invites you to coordinate Free Tides."),
        (None, "You are invited to coordinate Free Tides."),
    ],
)
def test_invitation_to_coordinate_says_so(
    app: Flask, store: AppSession, town: Town, now: datetime, inviter: str | None, offer: str
):
    name_coalition(store, "Free Tides", "UTC")
    draft = InvitationDraft(email="nia@bay.example", organisation_id=None, makes_coordinator=True)
    invite(store, draft, town.people[inviter].id if inviter else None, now)

    assert offer in letter(app, store, now).text


def test_invitation_of_somebody_who_left_before_its_mail_did_is_not_sent(
    app: Flask, store: AppSession, town: Town, now: datetime
):
    invite(store, InvitationDraft(email="n@b.example", organisation_id=town.bay.id), town.people["lead"].id, now)
    anonymise(store, town.people["lead"], (), None, now)

    assert write(app, store, now) == NotSent("invitation_spent")


def test_invitation_written_twice_has_the_same_link(app: Flask, store: AppSession, town: Town, now: datetime):
    invite(store, InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id), None, now)

    assert link_in(letter(app, store, now).text) == link_in(letter(app, store, now).text)


def test_revoked_invitation_is_not_sent(app: Flask, store: AppSession, town: Town, now: datetime):
    revoke(
        store, invite(store, InvitationDraft(email="n@b.example", organisation_id=town.bay.id), None, now), None, now
    )

    assert write(app, store, now) == NotSent("invitation_spent")


def test_invitations_that_are_not_sent_hold_up_no_other(
    app: Flask, store: AppSession, town: Town, clock: FakeClock, smtp: SmtpInbox
):
    spent, *_others = [
        invite(store, InvitationDraft(email=email, organisation_id=town.bay.id), None, clock.now())
        for email in ("n@bay.test", "nobody", "nia@bay.test")
    ]
    revoke(store, spent, None, clock.now())
    store.commit()

    with app.app_context():
        dispatcher(cast("sessionmaker[AppSession]", db.sessionmaker), clock, smtp.url, RENDERERS).run()
    outcomes = [tuple(row) for row in store.execute(select(Message.state, Message.last_error).order_by(Message.id))]
    store.commit()
    [sent] = smtp.messages

    assert outcomes == [("nothing_to_say", "invitation_spent"), ("failed", "unusable_address"), ("sent", "")]
    assert (body := sent.get_body(("plain",))) is not None
    assert app.test_client().get(link_in(body.get_content())).status_code == 200


def test_markup_and_odd_characters_in_names_do_no_harm(app: Flask, store: AppSession, town: Town, now: datetime):
    name_coalition(store, "Free\u00ad <Tides>", "UTC")
    town.bay.name = "<script>alert(1)</script>"
    invite(store, InvitationDraft(email="n@b.example", organisation_id=town.bay.id), town.people["lead"].id, now)

    found = letter(app, store, now)

    assert "<script>" not in found.html
    assert "&lt;script&gt;alert(1)" in found.html
    assert "<script>alert(1)</script>" in found.text
    assert found.subject.isprintable()


def test_reset_link_is_made_when_the_mail_leaves_and_works(app: Flask, store: AppSession, town: Town, now: datetime):
    lena = town.people["lead"]
    ask_for_new_password(store, lena.email, now)
    later = now + timedelta(minutes=30)

    with time_machine.travel(later, tick=False):
        found = letter(app, store, later)
        shown = app.test_client().get(link_in(found.text))

    assert shown.status_code == 200
    assert (found.to, found.to_name) == (lena.email, "Lena Lead")
    assert "13:00" in found.text
    assert "13:00" in found.html


def test_nothing_secret_stays_in_the_message(app: Flask, store: AppSession, town: Town, now: datetime):
    ask_for_new_password(store, town.people["lead"].email, now)
    found = letter(app, store, now)
    message = store.query(Message).one()

    token = link_in(found.text).removeprefix("/reset/")
    assert token not in f"{message.payload}{message.dedup_key}{message.last_error}"
    assert again(store, message).payload == {}


def test_changed_password_is_told_with_its_moment(app: Flask, store: AppSession, town: Town, now: datetime):
    town.people["lead"].zone = "Asia/Manila"
    notify_password_changed(store, town.people["lead"], now)

    found = letter(app, store, now + timedelta(hours=2))

    assert "20:00" in found.text
    assert "If it was you, there is nothing to do." in found.text
    assert link_in(found.text) == "/reset"


@pytest.mark.parametrize("queue", [ask_for_new_password, notify_password_changed])
def test_closed_account_gets_no_mail(app: Flask, store: AppSession, town: Town, now: datetime, queue):
    lena = town.people["lead"]
    queue(store, lena.email if queue is ask_for_new_password else lena, now)
    lena.active = False
    store.flush()

    assert write(app, store, now) == NotSent("account_closed")
