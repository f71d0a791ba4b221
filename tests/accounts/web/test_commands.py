"""flask create-admin."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from config import Config
from scheduler.accounts.domain.invitations import FIRST_COMMAND
from scheduler.accounts.models import Invitation
from scheduler.app import create_app
from scheduler.db import AppSession
from scheduler.outbox.models import Message
from tests import factories
from tests.fakes import FakeClock

PASSWORD = "lantern tides walk softly"
FORM = {"name": "Cora", "zone": "UTC", "password": PASSWORD, "password_again": PASSWORD}


def run(app: Flask, email: str):
    return app.test_cli_runner().invoke(args=["create-admin", email])


def link_in(output: str) -> str:
    return output.strip().splitlines()[-1].removeprefix("http://localhost")


def test_empty_database_gets_its_first_coordinator(app: Flask, store: AppSession):
    result = run(app, "Cora@Hub.Example")
    client = app.test_client()
    accepted = client.post(link_in(result.output), data=FORM)

    assert result.exit_code == 0, result.output
    assert "cora@hub.example to a file in" in result.output
    assert accepted.location == "/welcome"
    assert client.get("/people/accounts").status_code == 200
    assert [message.kind for message in store.scalars(select(Message))] == ["account.invitation"]


def test_without_a_mail_server_it_says_where_the_letter_will_lie(app: Flask, config: Config):
    assert f"to a file in {config.instance_dir}/mail." in run(app, "cora@hub.example").output


def test_with_a_mail_server_it_says_that_the_letter_waits_for_a_worker(config: Config, clock: FakeClock):
    app = create_app(replace(config, smtp_url="smtp://127.0.0.1:2525"), clock=clock)

    assert "is queued for cora@hub.example" in run(app, "cora@hub.example").output


def test_first_step_is_said_until_somebody_has_an_account(app: Flask, store: AppSession):
    before = app.test_cli_runner().invoke(args=["first-step"])
    factories.person(store, "Chair", coordinator=True)
    store.commit()
    after = app.test_cli_runner().invoke(args=["first-step"])

    assert FIRST_COMMAND in before.stdout
    assert (after.exit_code, after.stdout) == (0, "")


def test_running_it_again_prints_the_same_link(app: Flask, store: AppSession):
    first, second = run(app, "cora@hub.example"), run(app, "cora@hub.example")

    assert link_in(first.output) == link_in(second.output)
    assert len(store.scalars(select(Invitation)).all()) == 1


def test_coordinator_is_not_invited_again(app: Flask, store: AppSession):
    chair = factories.person(store, "Chair", coordinator=True)
    chair.email = "cora@hub.example"
    store.commit()

    result = run(app, "cora@hub.example")

    assert result.exit_code == 1
    assert "already belongs to a coordinator" in result.output


def test_an_address_with_a_hidden_character_says_which_and_where(app: Flask, store: AppSession):
    result = run(app, "cora\u200b@coalition.example")

    assert result.exit_code == 2
    assert "U+200B ZERO WIDTH SPACE after “cora”" in " ".join(result.output.split())
    assert store.scalars(select(Invitation)).all() == []


def test_a_member_is_notified_that_the_account_stays(app: Flask, store: AppSession):
    member = factories.person(store, "Mo Member")
    member.email = "mo@hub.example"
    store.commit()

    output = run(app, "mo@hub.example").output

    assert "opens the account" not in output
    assert "Mo Member has an account already and keeps it." in output
    assert link_in(output).startswith("/invite/")


def test_what_is_no_address_is_refused(app: Flask, store: AppSession):
    result = run(app, "cora")

    assert result.exit_code == 2
    assert "an email address that can receive email" in result.output
    assert store.scalars(select(Invitation)).all() == []
