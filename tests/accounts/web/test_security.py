"""How Flask-Security is set up."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password, verify_password

from config import Config
from scheduler.accounts.password_policy import HousePasswords
from scheduler.accounts.security import OutboxMail
from scheduler.app import create_app
from tests import factories
from tests.coalition import Town
from tests.repo.test_routes import sample_address

DIRECTIVE = r"(no-store|no-cache|private|public|immutable|must-revalidate|max-age=\d+)"
CACHE_CONTROL = re.compile(rf"{DIRECTIVE}(, {DIRECTIVE})*")
KEPT_BY_CACHES = {
    "static",
    "asset",
    "feeds.public_file",
    "feeds.token_file",
    "api.openapi",
    "embed.month",
    "embed.list",
    "open_data.observances_json",
    "open_data.observances_csv",
    "open_data.observances_schema",
}
KEPT_BY_CACHES |= {f"open_data.observances_{name}" for name in ("csv", "json", "schema")}
"""What is the same for everybody who asks for it."""


@pytest.mark.parametrize(("base_url", "secure"), [("https://plan.example", True), ("http://localhost", False)])
def test_cookies_are_for_this_site_and_for_https_where_there_is_https(config: Config, base_url: str, secure: bool):
    app = create_app(replace(config, base_url=base_url))

    for cookie in ("SESSION_COOKIE", "REMEMBER_COOKIE"):
        found = (app.config[f"{cookie}_SECURE"], app.config[f"{cookie}_HTTPONLY"], app.config[f"{cookie}_SAMESITE"])
        assert found == (secure, True, "Lax")
        assert app.config[f"{cookie}_NAME"].startswith("__Host-") is secure


@pytest.mark.parametrize("who", ["visitor", "lead", "coordinator"])
def test_every_answer_says_to_caches_what_caches_understand(app: Flask, town: Town, who: str):
    client = town.client(app, who)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        header = client.get(sample_address(rule)).headers.getlist("Cache-Control")
        assert len(header) == 1, rule.rule
        assert CACHE_CONTROL.fullmatch(header[0]), (rule.rule, header)
        if who != "visitor" and rule.endpoint not in KEPT_BY_CACHES:
            assert header == ["no-store"], rule.rule


@pytest.mark.parametrize("path", ["/login", "/reset", "/reset/x", "/account/password"])
def test_pages_about_passwords_are_kept_nowhere(client: FlaskClient, path: str):
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_passwords_are_hashed_with_argon2id_and_not_with_a_setting(app: Flask):
    with app.app_context():
        hashed = hash_password("lantern tides walk softly")
        app.config["SECRET_KEY"] = "another key after a restart"

        assert hashed.startswith("$argon2id$")
        assert verify_password("lantern tides walk softly", hashed)


def test_our_classes_are_the_ones_in_use(app: Flask):
    security = app.extensions["security"]

    assert isinstance(security.mail_util, OutboxMail)
    assert isinstance(security.password_util, HousePasswords)


def test_only_the_pages_that_we_use_are_there(app: Flask):
    found = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")}

    assert found == {
        "security.login",
        "security.logout",
        "security.forgot_password",
        "security.reset_password",
        "security.change_password",
    }


def test_their_pages_say_whom_they_are_open_to(app: Flask):
    access = {
        name.removeprefix("security."): getattr(view, "access", None)
        for name, view in app.view_functions.items()
        if name.startswith("security.")
    }

    assert access == {
        "login": "public",
        "logout": "public",
        "forgot_password": "public",
        "reset_password": "by_token",
        "change_password": "signed_in",
    }


def test_their_commands_are_left_out(app: Flask):
    assert not {"users", "roles"} & set(app.cli.commands)


def test_addresses_are_looked_up_in_lower_case(app: Flask):
    with app.app_context():
        mail = app.extensions["security"].mail_util

        assert mail.normalize(" Ana@Bay.Example ") == "ana@bay.example"
        assert mail.validate("Ana@Bay.Example") == "ana@bay.example"


def test_two_accounts_cannot_differ_by_case_alone(app: Flask, store):
    ana = factories.person(store, "Ana")
    bo = factories.person(store, "Bo")
    store.commit()
    bo.email = ana.email.upper()

    with pytest.raises(Exception, match="UNIQUE"):
        store.commit()
    store.rollback()


@pytest.mark.parametrize("path", ["/login", "/reset"])
def test_pages_work_under_the_strict_content_policy(client: FlaskClient, path: str):
    answer = client.get(path)

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<style" not in answer.text
    assert "<script>" not in answer.text
