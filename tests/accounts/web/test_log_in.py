"""Logging in and out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from scheduler.accounts.models import MemberRole, Person
from scheduler.db import AppSession
from tests import factories

PASSWORD = "lantern tides walk softly"
WRONG = "not the password at all"


@pytest.fixture
def ana(app: Flask, store: AppSession) -> Person:
    with app.app_context():
        hashed = hash_password(PASSWORD)
    ana = factories.person(store, "Ana", (factories.organisation(store), MemberRole.LEAD), password=hashed)
    ana.email = "ana@coalition.example"
    store.commit()
    return ana


def log_in(client: FlaskClient, password: str = PASSWORD, email: str = "ana@coalition.example", **more: str):
    return client.post("/login", data={"email": email, "password": password, **more})


def test_right_password_logs_in_whatever_the_case_of_the_address(client: FlaskClient, ana: Person):
    answer = log_in(client, email="Ana@Coalition.Example")

    assert (answer.status_code, answer.location) == (302, "/welcome")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("email", ["ana@coalition.example", "nobody@coalition.example"])
def test_wrong_password_and_unknown_address_get_the_same_answer(client: FlaskClient, ana: Person, email: str):
    answer = log_in(client, WRONG, email)

    assert answer.status_code == 200
    assert "Incorrect email or password" in answer.text
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("", PASSWORD),
        ("ana@coalition.example", ""),
        ("no address", PASSWORD),
        ("ana@coalition.example\r\nx: y", PASSWORD),
        ("ana@coalition.example\x00", PASSWORD),
        ("a" * 5000 + "@coalition.example", PASSWORD),
        ("ana@coalition.example", "x" * 5000),
    ],
)
def test_odd_input_is_no_crash_and_no_log_in(client: FlaskClient, ana: Person, email: str, password: str):
    answer = log_in(client, password, email)

    assert answer.status_code == 200
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("password", ["x\x00y", "\ud83d\ude00", "😀" * 100])
def test_odd_password_is_only_wrong(client: FlaskClient, ana: Person, password: str):
    answer = client.post("/login", data={"email": ana.email, "password": password.encode("utf-8", "surrogatepass")})

    assert "Incorrect email or password" in answer.text


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("/account?x=1", "/account?x=1"),
        ("https://evil.example/", "/welcome"),
        ("//evil.example/", "/welcome"),
        ("/\\evil.example", "/%5Cevil.example"),
        ("javascript:alert(1)", "/welcome"),
        ("/\t/evil.example", "/welcome"),
        ("/logout?x=1", "/welcome"),
    ],
)
def test_only_local_addresses_are_gone_to_after_logging_in(client: FlaskClient, ana: Person, wanted: str, shown: str):
    assert log_in(client, next=wanted).location == shown
    client.post("/logout")
    answer = client.post(
        "/login", query_string={"next": wanted}, data={"email": ana.email, "password": PASSWORD, "next": wanted}
    )
    assert answer.location == shown


def test_log_out_needs_a_post(client: FlaskClient, ana: Person):
    log_in(client)

    assert client.get("/logout").status_code == 405
    assert client.get("/account").status_code == 200
    client.post("/logout")
    assert client.get("/account").status_code == 302


def test_forged_log_out_does_not_log_out(app: Flask, client: FlaskClient, ana: Person):
    log_in(client)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post("/logout")

    assert answer.status_code == 400
    assert client.get("/account").status_code == 200


def test_log_in_without_a_token_is_refused(app: Flask, client: FlaskClient, ana: Person):
    app.config["WTF_CSRF_ENABLED"] = True

    assert log_in(client).status_code == 400
    assert client.get("/account").status_code == 302


def test_json_is_not_taken(client: FlaskClient, ana: Person):
    answer = client.post("/login?include_auth_token", json={"email": ana.email, "password": PASSWORD})

    assert answer.status_code == 415


def test_registration_is_not_there(client: FlaskClient):
    assert client.get("/register").status_code == 404


def test_auth_tokens_are_not_taken(app: Flask, client: FlaskClient, ana: Person):
    with app.app_context():
        token = ana.get_auth_token()

    assert client.get("/account", headers={"Authentication-Token": token}).status_code == 302
    assert client.get("/account", query_string={"auth_token": token}).status_code == 302


def test_closed_account_is_out_at_once(client: FlaskClient, store: AppSession, ana: Person):
    log_in(client)
    ana.active = False
    store.commit()

    assert client.get("/account").status_code == 302
    assert "Incorrect email or password" in log_in(client).text


def test_remembered_for_thirty_days(client: FlaskClient, ana: Person):
    answer = log_in(client, remember="y")

    [cookie] = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("remember_token=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
