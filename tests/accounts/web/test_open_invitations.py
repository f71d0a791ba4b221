"""Open invitations on the page of people, and what becomes of a link whose sender has left."""

from datetime import timedelta

from flask import Flask

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation
from scheduler.accounts.services.invitations import InvitationDraft, invite, issue_token
from scheduler.db import AppSession
from tests.coalition import Town
from tests.fakes import FakeClock
from tests.logins import again

REVOKED = "This invitation was revoked."


def sent(store: AppSession, town: Town, sender: str | None, clock: FakeClock) -> Invitation:
    draft = InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id, role=MemberRole.LEAD)
    made = invite(store, draft, town.people[sender].id if sender else None, clock.now())
    store.commit()
    return made


def link_of(app: Flask, store: AppSession, made: Invitation) -> str:
    token = issue_token(store, made, app.config["SECRET_KEY"])
    store.commit()
    return f"/invite/{token}"


def test_list_names_who_invited_and_when(app: Flask, store: AppSession, town: Town, clock: FakeClock):
    sent(store, town, "lead", clock)

    page = town.client(app, "coordinator").get("/people").text

    assert "invited by Lena Lead (Lantern Bay) on" in page
    assert ">Thu 1 Jul 2027</time>" in page


def test_list_tells_an_invitation_from_the_command_line(app: Flask, store: AppSession, town: Town, clock: FakeClock):
    sent(store, town, None, clock)

    assert "invited from the server’s command line on" in town.client(app, "coordinator").get("/people").text


def test_whoever_sends_it_again_is_named(app: Flask, store: AppSession, town: Town, clock: FakeClock):
    made = sent(store, town, "lead", clock)
    clock.advance(timedelta(days=2))

    town.client(app, "coordinator").post(f"/people/invitations/{made.id}/send-again")
    page = town.client(app, "lead").get("/people").text

    assert "invited by Cora Chair (coordinator) on" in page
    assert ">Sat 3 Jul 2027</time>" in page


def test_link_of_a_lead_who_was_removed_answers_gone(app: Flask, store: AppSession, town: Town, clock: FakeClock):
    link = link_of(app, store, sent(store, town, "lead", clock))
    removal = f"/people/memberships/{town.membership('lead').id}/remove"
    store.commit()

    town.client(app, "coordinator").post(removal, data={"even_last_lead": "yes"})
    shown = app.test_client().get(link)
    accepted = app.test_client().post(link, data={"name": "Nia", "zone": "UTC"})

    assert (shown.status_code, accepted.status_code) == (410, 410)
    assert REVOKED in shown.text


def test_invitation_that_its_sender_could_not_send_any_more_can_be_sent_again_by_another(
    app: Flask, store: AppSession, town: Town, clock: FakeClock
):
    made = sent(store, town, "lead", clock)
    # As a row stands that was written before leaving took invitations back.
    town.membership("lead").ended_at = clock.now()
    store.commit()
    link = link_of(app, store, made)

    assert app.test_client().get(link).status_code == 410
    assert "no longer valid: the sender may not" in town.client(app, "coordinator").get("/people").text
    town.client(app, "coordinator").post(f"/people/invitations/{made.id}/send-again")

    assert app.test_client().get(link).status_code == 200
    assert again(store, made).invited_by == town.people["coordinator"].id


def test_page_behind_the_link_says_who_invites(app: Flask, store: AppSession, town: Town, clock: FakeClock):
    link = link_of(app, store, sent(store, town, "lead", clock))

    assert "Invited by Lena Lead (Lantern Bay)." in app.test_client().get(link).text
