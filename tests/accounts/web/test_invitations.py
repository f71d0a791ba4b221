"""The page behind an invitation's link."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation, Membership, Person
from scheduler.accounts.services.invitations import InvitationDraft, invite, issue_token
from scheduler.accounts.services.open_invitations import revoke
from scheduler.db import AppSession
from tests.coalition import Town
from tests.fakes import FakeClock
from tests.logins import again

GOOD = {
    "name": "Nia New",
    "zone": "Africa/Nairobi",
    "password": "lantern tides walk softly",
    "password_again": "lantern tides walk softly",
}


@pytest.fixture
def invitation(store: AppSession, town: Town, now) -> Invitation:
    draft = InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id, role=MemberRole.EDITOR)
    made = invite(store, draft, town.people["lead"].id, now)
    store.commit()
    return made


@pytest.fixture
def link(app: Flask, store: AppSession, invitation: Invitation) -> str:
    token = issue_token(store, invitation, app.config["SECRET_KEY"])
    store.commit()
    return f"/invite/{token}"


def person_of(store: AppSession, email: str) -> Person | None:
    found = store.scalar(select(Person).where(Person.email == email))
    store.commit()
    return found


def test_page_offers_the_zone_of_the_organisation_and_names_what_is_offered(client: FlaskClient, link: str):
    page = client.get(link)

    assert page.status_code == 200
    assert 'value="Asia/Manila"' in page.text
    assert "Lantern Bay" in page.text
    assert "nia@bay.example" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_accepting_opens_the_account_and_logs_in(client: FlaskClient, store: AppSession, town: Town, link: str):
    answer = client.post(link, data=GOOD)

    nia = person_of(store, "nia@bay.example")
    assert (answer.status_code, answer.location) == (303, "/welcome")
    assert nia is not None
    assert (nia.name, nia.zone) == ("Nia New", "Africa/Nairobi")
    assert [(row.organisation_id, row.role) for row in nia.memberships] == [(town.bay.id, "editor")]
    assert client.get("/account").status_code == 200


def test_new_account_logs_in_with_its_password(app: Flask, client: FlaskClient, link: str):
    client.post(link, data=GOOD)

    answer = app.test_client().post("/login", data={"email": "NIA@bay.example", "password": GOOD["password"]})

    assert answer.location == "/welcome"


def test_link_works_once(app: Flask, client: FlaskClient, store: AppSession, link: str):
    client.post(link, data=GOOD)

    shown, sent = app.test_client().get(link), app.test_client().post(link, data=GOOD | {"name": "Thief"})

    assert (shown.status_code, sent.status_code) == (410, 410)
    assert "has already been accepted" in shown.text
    nia = person_of(store, "nia@bay.example")
    assert nia is not None
    assert nia.name == "Nia New"


def test_expired_link_says_so(client: FlaskClient, clock: FakeClock, link: str):
    clock.advance(timedelta(days=14))

    answer = client.get(link)

    assert answer.status_code == 410
    assert "14 days" in answer.text


def test_link_works_until_the_last_moment(client: FlaskClient, clock: FakeClock, link: str):
    clock.advance(timedelta(days=14) - timedelta(seconds=1))

    assert client.post(link, data=GOOD).status_code == 303


def test_revoked_link_says_so(client: FlaskClient, store: AppSession, invitation: Invitation, link: str, now):
    revoke(store, invitation, None, now)
    store.commit()

    assert client.post(link, data=GOOD).status_code == 410
    assert person_of(store, "nia@bay.example") is None


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "%00", "..%2f"])
def test_unknown_link_is_404(client: FlaskClient, invitation: Invitation, token: str):
    assert client.get(f"/invite/{token}").status_code == 404


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Required"),
        ({"name": "x" * 121}, "too long"),
        ({"name": "Nia\r\nBcc: x"}, "One line only"),
        ({"name": "Nia\x00"}, "hidden character"),
        ({"zone": "Europe/Atlantis"}, "No time zone has this name"),
        ({"password": "short", "password_again": "short"}, "at least 12"),
        ({"password": "password1234", "password_again": "password1234"}, "lists of stolen passwords"),
        ({"password": "LanternBay2027!", "password_again": "LanternBay2027!"}, "Too much of it is “lanternbay”"),
        ({"password": "nia@bay.example", "password_again": "nia@bay.example"}, "Too much of it is “example”"),
        ({"password": "x" * 5000, "password_again": "x" * 5000}, "at most 200"),
        ({"password_again": "something else here"}, "Passwords don&#39;t match"),
        ({"password": "", "password_again": ""}, "Required"),
    ],
)
def test_bad_input_is_shown_and_opens_no_account(
    client: FlaskClient, store: AppSession, link: str, change: dict[str, str], message: str
):
    answer = client.post(link, data=GOOD | change)

    assert answer.status_code == 422
    assert message in answer.text
    assert GOOD["password"] not in answer.text
    assert person_of(store, "nia@bay.example") is None


def test_owner_of_an_account_accepts_after_logging_in(app: Flask, store: AppSession, town: Town, now):
    otto = town.people["other_lead"]
    draft = InvitationDraft(email=otto.email, organisation_id=town.bay.id, role=MemberRole.EDITOR)
    path = f"/invite/{issue_token(store, invite(store, draft, None, now), app.config['SECRET_KEY'])}"
    store.commit()

    visitor = app.test_client().get(path)
    assert visitor.location == f"/login?next={path.replace('/', '%2F')}" or visitor.location == f"/login?next={path}"
    assert "Accept" in town.client(app, "other_lead").get(path).text
    assert town.client(app, "other_lead").post(path).status_code == 303

    own = store.scalars(select(Membership.organisation_id).where(Membership.person_id == otto.id)).all()
    assert set(own) == {town.bay.id, town.port.id}


@pytest.mark.parametrize("who", ["editor", "coordinator"])
def test_somebody_else_cannot_accept(app: Flask, store: AppSession, town: Town, now, who: str):
    otto = town.people["other_lead"]
    draft = InvitationDraft(email=otto.email, organisation_id=town.bay.id)
    made = invite(store, draft, None, now)
    path = f"/invite/{issue_token(store, made, app.config['SECRET_KEY'])}"
    store.commit()

    answer = town.client(app, who).post(path)

    assert "This invitation is for another address" in answer.text
    assert again(store, made).used_at is None


def test_logged_in_person_does_not_open_a_second_account(app: Flask, store: AppSession, town: Town, link: str):
    answer = town.client(app, "member").post(link, data=GOOD)

    assert "This invitation is for another address" in answer.text
    assert person_of(store, "nia@bay.example") is None
