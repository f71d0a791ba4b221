"""Log-ins, refusals and new passwords leave a trace that holds nothing of what was typed."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from scheduler.accounts.models import Person
from scheduler.accounts.reset_links import new_reset_token
from scheduler.accounts.services.invitations import InvitationDraft, invite, issue_token
from scheduler.audit.models import AuditRow
from scheduler.db import AppSession
from tests.coalition import Town
from tests.fakes import FakeClock

PASSWORD = "lantern tides walk softly"
OTHER = "seven copper kettles hum"
TYPED = "my other secret pass phrase"
NOBODY = "somebody.unknown@elsewhere.example"


@pytest.fixture
def lena(app: Flask, store: AppSession, town: Town) -> Person:
    lena = town.people["lead"]
    with app.app_context():
        lena.password = hash_password(PASSWORD)
    lena.email = "lena@bay.example"
    store.commit()
    return lena


def trail(store: AppSession) -> list[tuple[str, int | None, int | None]]:
    rows = store.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    store.commit()
    return [(row.act, row.actor_id, row.person_id) for row in rows]


def log_in(client: FlaskClient, email: str = "lena@bay.example", password: str = PASSWORD):
    return client.post("/login", data={"email": email, "password": password})


def test_log_in_and_log_out(client: FlaskClient, store: AppSession, lena: Person):
    log_in(client)
    client.post("/logout")

    assert trail(store) == [("logged_in", lena.id, lena.id), ("logged_out", lena.id, lena.id)]
    assert client.get("/account").status_code == 302


def test_wrong_passwords_and_the_refusal_after_them(client: FlaskClient, store: AppSession, lena: Person):
    answers = [log_in(client, password=TYPED).status_code for _ in range(9)]

    assert answers == [200] * 5 + [429] * 4
    # Whoever goes on trying while they are refused makes no more rows.
    assert trail(store) == [("log_in_failed", None, lena.id)] * 5 + [("locked_out", None, lena.id)]


def test_address_that_nobody_has_is_counted_and_not_kept(app: Flask, store: AppSession, lena: Person, clock: FakeClock):
    for number in range(3):
        log_in(app.test_client(), email=f"{number}.{NOBODY}", password=TYPED)
    clock.advance(timedelta(minutes=1))
    log_in(app.test_client(), email=NOBODY, password=TYPED)

    assert trail(store) == [("log_in_failed_nobody", None, None)] * 2


def test_nothing_that_was_typed_is_kept(client: FlaskClient, store: AppSession, lena: Person):
    for email in ("lena@bay.example", NOBODY):
        for _ in range(7):
            log_in(client, email=email, password=TYPED)

    kept = " ".join(f"{row.act} {row.subject_kind} {row.details}" for row in store.scalars(select(AuditRow)))
    store.commit()
    assert not [typed for typed in (TYPED, NOBODY, "lena@bay.example", "127.0.0.1") if typed in kept]


def test_new_passwords(app: Flask, client: FlaskClient, store: AppSession, lena: Person, clock: FakeClock):
    client.post("/reset", data={"email": "lena@bay.example"})
    client.post("/reset", data={"email": NOBODY})
    token = new_reset_token(lena, clock.now(), app.config["SECRET_KEY"])
    store.commit()
    with time_machine.travel(clock.now(), tick=False):
        client.post(f"/reset/{token}", data={"password": OTHER, "password_confirm": OTHER})
    log_in(client, password=OTHER)
    change = {"password": OTHER, "new_password": PASSWORD, "new_password_confirm": PASSWORD}
    client.post("/account/password", data=change)

    acts = trail(store)
    assert acts[0] == ("password_reset_asked", None, lena.id)
    assert [act for act, _actor, _person in acts if act != "logged_in"] == [
        "password_reset_asked",
        "password_reset",
        "password_changed",
    ]


def test_asking_too_often_for_a_new_password(client: FlaskClient, store: AppSession, lena: Person):
    for _ in range(6):
        client.post("/reset", data={"email": "lena@bay.example"})

    assert [act for act, _actor, _person in trail(store)] == ["password_reset_asked", "resets_refused"]


def test_whoever_accepts_an_invitation_is_logged_in(app: Flask, store: AppSession, town: Town, clock: FakeClock):
    draft = InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id)
    token = issue_token(store, invite(store, draft, None, clock.now()), app.config["SECRET_KEY"])
    store.commit()
    form = {"name": "Nia", "zone": "UTC", "password": PASSWORD, "password_again": PASSWORD}

    app.test_client().post(f"/invite/{token}", data=form)

    assert [act for act, _actor, _person in trail(store)] == [
        "invited",
        "membership_granted",
        "invitation_accepted",
        "account_opened",
        "logged_in",
    ]
