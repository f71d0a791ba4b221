"""Forgotten and changed passwords."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from scheduler.accounts.models import Person
from scheduler.accounts.reset_links import new_reset_token
from scheduler.accounts.services.organisations import name_coalition
from scheduler.db import AppSession
from scheduler.observances.models import Observance
from scheduler.outbox.models import Message
from tests.coalition import Town
from tests.logins import again

OLD, NEW = "lantern tides walk softly", "seven copper kettles hum"
NEW_TWICE = {"password": NEW, "password_confirm": NEW}


@pytest.fixture
def lena(app: Flask, store: AppSession, town: Town, now: datetime) -> Person:
    lena = town.people["lead"]
    with app.app_context():
        lena.password = hash_password(OLD)
    lena.email = "lena@bay.example"
    name_coalition(store, "Our Coalition", "UTC")
    store.add(world_water_day(now))
    store.commit()
    return lena


def world_water_day(now: datetime) -> Observance:
    return Observance(
        slug="world-water-day",
        name="World Water Day",
        scope="international",
        rule_kind="fixed_date",
        rule_params={"month": 3, "day": 22},
        registered_at=now,
        created_at=now,
    )


def kinds(store: AppSession) -> list[str]:
    found = [message.kind for message in store.scalars(select(Message).order_by(Message.id))]
    store.commit()
    return found


def reset_path(app: Flask, person: Person, asked_at: datetime) -> str:
    return f"/reset/{new_reset_token(person, asked_at, app.config['SECRET_KEY'])}"


def can_log_in(app: Flask, password: str) -> bool:
    answer = app.test_client().post("/login", data={"email": "lena@bay.example", "password": password})
    return answer.status_code == 302


def test_known_and_unknown_address_get_the_same_answer(client: FlaskClient, store: AppSession, lena: Person):
    known = client.post("/reset", data={"email": "Lena@bay.example"})
    unknown = client.post("/reset", data={"email": "nobody@bay.example"})

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location) == (302, "/login")
    assert kinds(store) == ["account.reset"]


def test_what_the_page_says_does_not_tell_either(client: FlaskClient, lena: Person):
    pages = [
        client.post("/reset", data={"email": email}, follow_redirects=True).text.replace(email, "ADDRESS")
        for email in ("lena@bay.example", "nobody@bay.example")
    ]

    assert "If ADDRESS has an account here, an email with a link is on its way, or arrived" in pages[0]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("email", ["lena@bay.example", "nobody@bay.example"])
def test_fourth_asking_within_an_hour_waits_whoever_asks(client: FlaskClient, lena: Person, email: str):
    answers = [client.post("/reset", data={"email": email}).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 429]


@pytest.mark.parametrize("email", ["", "lena", "lena@bay.example\r\nBcc: x@y.example", "a" * 9000])
def test_no_address_is_shown_beside_the_field(client: FlaskClient, store: AppSession, lena: Person, email: str):
    answer = client.post("/reset", data={"email": email})

    assert "has-error" in answer.text
    assert kinds(store) == []


def test_link_sets_a_new_password_once_and_ends_all_sessions(
    app: Flask, store: AppSession, town: Town, lena: Person, now: datetime
):
    elsewhere = town.client(app, "lead")
    client = app.test_client()
    with time_machine.travel(now, tick=False):
        path = reset_path(app, lena, now)
        assert client.get(path).status_code == 200
        answer = client.post(path, data=NEW_TWICE)
        used = client.get(path, follow_redirects=True)

    assert answer.location == "/login"
    assert "This link has already been used" in used.text
    assert elsewhere.get("/account").status_code == 302
    assert (can_log_in(app, NEW), can_log_in(app, OLD)) == (True, False)
    assert kinds(store) == ["account.password_changed"]


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_link_is_good_for_an_hour_from_the_asking_not_from_the_sending(
    app: Flask, client: FlaskClient, lena: Person, now: datetime, minutes: int, works: bool
):
    # Sent 50 minutes after it was asked for.
    with time_machine.travel(now + timedelta(minutes=50), tick=False):
        path = reset_path(app, lena, now)
    with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
        answer = client.get(path)

    assert answer.status_code == (200 if works else 302)


@pytest.mark.parametrize("token", ["x", "WyJ4IiwgbnVsbF0.aaaa.bbbb", "a" * 3000])
def test_made_up_link_leads_to_the_page_that_asks(client: FlaskClient, lena: Person, token: str):
    answer = client.get(f"/reset/{token}")

    assert (answer.status_code, answer.location) == (302, "/reset")


def test_a_link_with_a_nul_is_not_found(client: FlaskClient):
    assert client.get("/reset/%00").status_code == 404
    assert client.get("/unsubscribe/%00").status_code == 404


@pytest.mark.parametrize(
    ("password", "second", "message"),
    [
        ("short", "short", "at least 12"),
        ("lena@bay.example", "lena@bay.example", "Too much of it is “"),
        ("Lantern-Bay-2027!", "Lantern-Bay-2027!", "Too much of it is “lantern"),
        ("OurCoalition2027", "OurCoalition2027", "Too much of it is “ourcoalition”"),
        ("WorldWaterDay2027", "WorldWaterDay2027", "Too much of it is “worldwaterday”"),
        ("correcthorsebatterystaple", "correcthorsebatterystaple", "lists of stolen passwords"),
        ("MeinHund2027!!", "MeinHund2027!!", "a short word with digits or symbols around it"),
        (NEW, OLD, "Passwords don&#39;t match"),
        ("x" * 5000, "x" * 5000, "at most 200"),
        (NEW + "\x00", NEW + "\x00", "hidden character"),
        ("", "", "Required"),
    ],
)
def test_bad_new_password_is_told(
    app: Flask, client: FlaskClient, lena: Person, now: datetime, password: str, second: str, message: str
):
    with time_machine.travel(now, tick=False):
        answer = client.post(reset_path(app, lena, now), data={"password": password, "password_confirm": second})

    assert message in answer.text
    suggested = "Choose four or five unrelated words" in answer.text
    assert suggested is any(word in message for word in ("much", "stolen", "symbols"))
    assert can_log_in(app, OLD)


def test_password_is_changed_here_and_everyone_else_is_logged_out(
    app: Flask, store: AppSession, town: Town, lena: Person
):
    here, elsewhere = town.client(app, "lead"), town.client(app, "lead")
    fields = {"password": OLD, "new_password": NEW, "new_password_confirm": NEW}

    answer = here.post("/account/password", data=fields)

    assert answer.location == "/account"
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert kinds(store) == ["account.password_changed"]
    assert again(store, lena).password is not None


def test_guessing_the_present_password_is_counted(app: Flask, town: Town, lena: Person):
    client = town.client(app, "lead")
    fields = {"password": "a wrong old password", "new_password": NEW, "new_password_confirm": NEW}

    answers = [client.post("/account/password", data=fields) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Current password is incorrect" in answers[0].text


def test_weak_new_passwords_are_no_guesses(app: Flask, town: Town, lena: Person):
    client = town.client(app, "lead")
    fields = {"password": OLD, "new_password": "password1234", "new_password_confirm": "password1234"}

    answers = [client.post("/account/password", data=fields) for _ in range(7)]

    assert {answer.status_code for answer in answers} == {200}
    assert "lists of stolen passwords" in answers[-1].text


def test_visitor_cannot_change_a_password(client: FlaskClient, lena: Person):
    assert client.get("/account/password").status_code == 302
    assert client.post("/account/password", data={}).status_code == 302
