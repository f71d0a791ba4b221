"""Guessing is slowed down, for whoever guesses and not for the owner."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.accounts.models import LoginAttempt, MemberRole, Person
from scheduler.accounts.reset_links import new_reset_token
from scheduler.accounts.services.recovery import MAX_LINKS_AN_HOUR
from scheduler.db import AppSession
from scheduler.outbox.models import Message, MessageState
from tests import factories
from tests.fakes import FakeClock

PASSWORD, NEW, WRONG = "lantern tides walk softly", "seven copper kettles hum", "not the password at all"
ANA, BO, NOBODY = "ana@coalition.example", "bo@coalition.example", "nobody@coalition.example"
HERS, OTHER, THIRD = "93.184.216.34", "93.184.217.34", "2a00:1450:4001:82a::1"


@pytest.fixture(autouse=True)
def ana(app: Flask, store: AppSession) -> Person:
    """Ana and Bo have accounts."""
    with app.app_context():
        hashed = hash_password(PASSWORD)
    bay = factories.organisation(store)
    ana, bo = (factories.person(store, name, (bay, MemberRole.LEAD), password=hashed) for name in ("Ana", "Bo"))
    ana.email, bo.email = ANA, BO
    store.commit()
    return ana


def browser(app: Flask, address: str = HERS) -> FlaskClient:
    client = app.test_client()
    client.environ_base |= {"REMOTE_ADDR": address}
    return client


def log_in(client: FlaskClient, password: str = PASSWORD, email: str = ANA) -> TestResponse:
    return client.post("/login", data={"email": email, "password": password})


def guess(app: Flask, address: str, times: int, email: str = ANA) -> list[int]:
    """Guess at an address, each time with a browser that knows nothing."""
    return [log_in(browser(app, address), WRONG, email).status_code for _ in range(times)]


def network(number: int) -> str:
    return f"93.{number // 256}.{number % 256}.1"


def test_the_wait_grows_and_is_told_with_what_to_do(app: Flask, clock: FakeClock):
    assert guess(app, HERS, 5) == [200] * 5

    for seconds, minutes in (("60", "in 1 minute"), ("120", "in 2 minutes"), ("240", "in 4 minutes")):
        refused = log_in(browser(app))
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, seconds)
        assert minutes in refused.text
        assert "makes the wait longer" in refused.text
        assert 'href="/reset"' in refused.text
        clock.advance(timedelta(seconds=int(seconds)))
        assert guess(app, HERS, 1) == [200]
    assert 'datetime="2027-07-01T12:15Z"' in log_in(browser(app)).text


def test_waiting_is_not_prolonged_by_trying_and_then_the_owner_gets_in(app: Flask, clock: FakeClock):
    guess(app, HERS, 5)
    assert guess(app, HERS, 3) == [429, 429, 429]

    clock.advance(timedelta(minutes=1))

    assert log_in(browser(app)).location == "/welcome"


def test_guesses_from_anywhere_keep_the_owner_out_of_nowhere_else(app: Flask):
    assert guess(app, OTHER, 9) == [200] * 5 + [429] * 4
    assert guess(app, THIRD, 9) == [200] * 5 + [429] * 4

    assert log_in(browser(app)).location == "/welcome"


def test_one_machine_that_walks_through_its_network_is_one_guesser(app: Flask):
    hosts = [f"93.184.217.{host}" for host in range(1, 9)]
    assert [guess(app, host, 1) for host in hosts] == [[200]] * 5 + [[429]] * 3
    hosts = [f"2a00:1450:4001:8{host:02x}::1" for host in range(8)]
    assert [guess(app, host, 1) for host in hosts] == [[200]] * 5 + [[429]] * 3


def test_a_browser_that_was_logged_in_before_still_gets_in_from_where_others_guess(app: Flask):
    hers = browser(app)
    log_in(hers)
    hers.post("/logout")
    assert guess(app, HERS, 6)[-1] == 429
    assert [guess(app, HERS, 1, f"{number}@coalition.example") for number in range(15)] == [[200]] * 15
    assert guess(app, HERS, 1, "yet-another@coalition.example") == [429]

    assert log_in(hers).location == "/welcome"


def test_a_browser_is_known_for_the_people_who_were_in_it_and_nobody_else(app: Flask):
    shared = browser(app)
    for email in (ANA, BO):
        log_in(shared, email=email)
        shared.post("/logout")
    for email in (ANA, BO, NOBODY):
        guess(app, HERS, 5, email)

    assert [log_in(shared, WRONG, email).status_code for email in (ANA, BO, NOBODY)] == [200, 200, 429]


def test_a_stolen_browser_has_five_guesses_as_well(app: Flask):
    stolen = browser(app)
    log_in(stolen)
    stolen.post("/logout")

    assert [log_in(stolen, WRONG).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.parametrize("value", ["", "x", "x.y", "é", "WzEsIHt9XQ.AAAA", "." * 3000])
def test_a_made_up_browser_is_not_known(app: Flask, value: str):
    client = browser(app)
    client.set_cookie("device", value)
    guess(app, HERS, 5)

    assert log_in(client).status_code == 429


def test_what_makes_a_browser_known_names_nobody_and_ends_after_a_year(app: Flask, clock: FakeClock):
    hers = browser(app)
    answer = log_in(hers)
    hers.post("/logout")
    [cookie] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("device=")]
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=31536000"} <= {part.strip() for part in cookie.split(";")}
    assert "ana" not in cookie.casefold()

    clock.advance(timedelta(days=365))
    guess(app, HERS, 5)

    assert log_in(hers).status_code == 429


def test_hundred_networks_are_bounded_together_and_a_new_password_lets_the_owner_in(
    app: Flask, ana: Person, now: datetime
):
    assert [guess(app, network(number), 1) for number in range(101)] == [[200]] * 100 + [[429]]
    hers = browser(app)
    assert log_in(hers).status_code == 429
    assert hers.post("/reset", data={"email": ANA}).status_code == 302

    with time_machine.travel(now, tick=False):
        path = f"/reset/{new_reset_token(ana, now, app.config['SECRET_KEY'])}"
        hers.post(path, data={"password": NEW, "password_confirm": NEW})

    assert log_in(hers, NEW).location == "/welcome"


def test_success_forgets_the_failures_of_the_place_and_not_those_of_strangers(app: Flask, store: AppSession):
    guess(app, HERS, 4)
    guess(app, OTHER, 3)

    log_in(browser(app))

    assert [row.network_address for row in store.scalars(select(LoginAttempt))] == ["93.184.217.0/24"] * 3


def test_of_many_guesses_at_once_five_are_let_through(app: Flask):
    together, answers = threading.Barrier(16), []

    def post() -> None:
        client = browser(app)
        together.wait()
        answers.append(log_in(client, WRONG).status_code)

    threads = [threading.Thread(target=post) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200] * 5 + [429] * 11


@pytest.mark.parametrize("path", ["/login", "/reset"])
def test_known_and_unknown_addresses_are_held_up_alike(app: Flask, path: str):
    by_address = {}
    for email, place in ((ANA, HERS), (NOBODY, OTHER)):
        answers = [browser(app, place).post(path, data={"email": email, "password": WRONG}) for _ in range(6)]
        seen = [
            (a.status_code, a.location, a.text.replace(email, "ADDRESS"), sorted(set(a.headers.keys())))
            for a in answers
        ]
        by_address[email] = seen
    assert by_address[ANA] == by_address[NOBODY]
    assert by_address[ANA][-1][0] == 429


def test_fourth_asking_for_a_link_waits_and_says_where_the_mail_may_be(app: Flask):
    answers = [browser(app).post("/reset", data={"email": ANA}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[-1].headers["Retry-After"] == "600"
    assert "also in your spam folder" in answers[-1].text


def test_strangers_who_ask_for_links_fill_no_mailbox_and_hold_nobody_up(
    app: Flask, store: AppSession, clock: FakeClock
):
    for number in range(MAX_LINKS_AN_HOUR + 5):
        assert browser(app, network(number)).post("/reset", data={"email": ANA}).status_code == 302
        for message in store.scalars(select(Message)):
            message.state = MessageState.SENT
        store.commit()

    assert len(store.scalars(select(Message)).all()) == MAX_LINKS_AN_HOUR
    store.commit()
    clock.advance(timedelta(hours=1))
    assert browser(app).post("/reset", data={"email": ANA}).status_code == 302
    assert len(store.scalars(select(Message)).all()) == MAX_LINKS_AN_HOUR + 1
