"""The page that lists where a person is logged in, and what ends log-ins."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from passlib.context import CryptContext
from sqlalchemy import select

from scheduler.accounts.models import LoginSession, Person
from scheduler.accounts.reset_links import new_reset_token
from scheduler.accounts.services.log_ins import end_all_log_ins
from scheduler.db import AppSession
from tests.coalition import ROLES, Town
from tests.fakes import FakeClock

PASSWORD, NEW = "lantern tides walk softly", "seven copper kettles hum"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1"


@pytest.fixture
def lena(app: Flask, store: AppSession, town: Town) -> Person:
    lena = town.people["lead"]
    with app.app_context():
        lena.password = hash_password(PASSWORD)
    lena.email = "lena@bay.example"
    store.commit()
    return lena


def entered(app: Flask, agent: str = FIREFOX, address: str = "93.184.216.34", **more: str) -> FlaskClient:
    """Return a browser in which Lena has logged in."""
    client = app.test_client()
    client.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    assert client.post("/login", data={"email": "lena@bay.example", "password": PASSWORD, **more}).status_code == 302
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def ids(store: AppSession, person: Person) -> list[int]:
    query = select(LoginSession.id).where(LoginSession.person_id == person.id)
    found = store.scalars(query.order_by(LoginSession.id)).all()
    store.commit()
    return list(found)


def test_the_page_says_device_network_and_last_use(app: Flask, lena: Person, clock: FakeClock):
    here = entered(app)
    clock.advance(timedelta(minutes=5))
    entered(app, SAFARI, "192.168.1.7", remember="y")
    clock.advance(timedelta(minutes=5))

    page = " ".join(here.get("/account/log-ins").text.split())

    first, second = page.split("Firefox on Linux", 1)[1].split("Safari on iPhone", 1)
    assert "This device" in first
    assert "from the network 93.184.216.0/24" in first
    assert "12 hours without use" in first
    assert "12:10" in first
    assert "This device" not in second
    assert "from a local network (192.168.1.0/24)" in second
    assert "30 days without use" in second
    assert "12:05" in second
    assert "93.184.216.34" not in page


def test_a_browser_that_lies_about_itself_is_shown_as_text(app: Flask, lena: Person):
    page = entered(app, "<script>alert(1)</script>\x00").get("/account/log-ins").text

    assert "A browser that does not give its name" in page
    assert "alert(1)" not in page


def test_one_device_is_logged_out_from_another(app: Flask, store: AppSession, lena: Person):
    lost, here = entered(app), entered(app)

    answer = here.post(f"/account/log-ins/{ids(store, lena)[0]}/end")

    assert (answer.status_code, answer.location) == (303, "/account/log-ins")
    assert (is_in(lost), is_in(here)) == (False, True)


def test_logging_this_device_out_from_the_list_leads_to_the_log_in_page(app: Flask, store: AppSession, lena: Person):
    here = entered(app)

    answer = here.post(f"/account/log-ins/{ids(store, lena)[0]}/end")

    assert (answer.status_code, answer.location) == (303, "/login")
    assert here.get_cookie("session") is None
    assert not is_in(here)


@pytest.mark.parametrize("who", [role for role in ROLES if role not in {"visitor", "lead"}])
def test_the_log_in_of_somebody_else_does_not_exist(app: Flask, store: AppSession, town: Town, lena: Person, who: str):
    hers = entered(app)
    [ident] = ids(store, lena)
    client = town.client(app, who)

    assert client.post(f"/account/log-ins/{ident}/end").status_code == 404
    assert client.post("/account/log-ins/4711/end").status_code == 404
    assert "93.184.216" not in client.get("/account/log-ins").text
    assert is_in(hers)


@pytest.mark.parametrize("path", ["/account/log-ins/1/end", "/account/log-ins/end-all"])
def test_a_visitor_ends_nothing(app: Flask, lena: Person, path: str):
    hers = entered(app)

    assert app.test_client().post(path).location == "/login"
    assert is_in(hers)


@pytest.mark.parametrize("path", ["/account/log-ins/{}/end", "/account/log-ins/end-all"])
def test_a_forged_form_ends_nothing(app: Flask, store: AppSession, lena: Person, path: str):
    hers = entered(app)
    app.config["WTF_CSRF_ENABLED"] = True

    assert hers.post(path.format(ids(store, lena)[0])).status_code == 400
    assert hers.get(path.format(ids(store, lena)[0])).status_code in {404, 405}
    assert is_in(hers)


def test_logging_out_everywhere_ends_all_and_says_so(app: Flask, store: AppSession, town: Town, lena: Person):
    elsewhere, here, colleague = entered(app), entered(app, remember="y"), town.client(app, "editor")

    answer = here.post("/account/log-ins/end-all")

    assert (answer.status_code, answer.location) == (303, "/login")
    assert "You are logged out everywhere" in here.get("/login").text
    assert (is_in(elsewhere), is_in(here), is_in(colleague)) == (False, False, True)
    assert ids(store, lena) == []
    entered(app)


def change_password(_app: Flask, _town: Town, here: FlaskClient) -> None:
    here.post("/account/password", data={"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW})


def reset_password(app: Flask, town: Town, _here: FlaskClient) -> None:
    token = new_reset_token(town.people["lead"], datetime.fromisoformat("2027-07-01T12:00Z"), app.config["SECRET_KEY"])
    with time_machine.travel("2027-07-01T12:00Z", tick=False):
        app.test_client().post(f"/reset/{token}", data={"password": NEW, "password_confirm": NEW})


def anonymise(app: Flask, town: Town, _here: FlaskClient) -> None:
    town.client(app, "coordinator").post(f"/people/{town.people['lead'].id}/anonymise")


def remove(app: Flask, town: Town, _here: FlaskClient) -> None:
    fields = {"even_last_lead": "yes"}
    town.client(app, "coordinator").post(f"/people/memberships/{town.membership('lead').id}/remove", data=fields)


@pytest.mark.parametrize("ending", [change_password, reset_password, anonymise, remove])
def test_what_ends_every_log_in_of_a_person(app: Flask, store: AppSession, town: Town, lena: Person, ending):
    here, elsewhere, remembered = entered(app), entered(app), entered(app, remember="y")
    remembered.delete_cookie("session")

    ending(app, town, here)

    assert (is_in(elsewhere), is_in(remembered)) == (False, False)
    assert is_in(here) is (ending is change_password)
    assert len(ids(store, lena)) == (1 if ending is change_password else 0)


def test_the_worker_forgets_what_is_over(app: Flask, store: AppSession, lena: Person, clock: FakeClock, tick):
    entered(app)
    entered(app, remember="y")
    clock.advance(timedelta(hours=12))

    tick()

    assert store.scalars(select(LoginSession.remembered)).all() == [True]
    store.commit()


def test_who_leaves_by_themselves_goes_on_with_what_is_left(app: Flask, town: Town, lena: Person):
    here = entered(app)

    here.post(f"/people/memberships/{town.membership('lead').id}/remove", data={"even_last_lead": "yes"})

    assert is_in(here)


class WaitingHashes:
    """Says nothing about a password, and else what other hashes say, until a test has done something meanwhile."""

    def __init__(self, hashes: CryptContext) -> None:
        self._hashes = hashes
        self.looked_at, self.may_answer = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._hashes, name)

    def verify(self, *given: str) -> bool:
        is_right: bool = self._hashes.verify(*given)
        self.looked_at.set()
        return self.may_answer.wait(30) and is_right


def test_a_log_in_with_the_old_password_that_meets_the_new_one_fails(app: Flask, store: AppSession, lena: Person):
    security = app.extensions["security"]
    hashes = security.pwd_context = WaitingHashes(security.pwd_context)
    client, answers = app.test_client(), []
    form = {"email": "lena@bay.example", "password": PASSWORD}
    thread = threading.Thread(target=lambda: answers.append(client.post("/login", data=form)))
    thread.start()
    assert hashes.looked_at.wait(30)

    end_all_log_ins(store, lena)
    store.commit()
    hashes.may_answer.set()
    thread.join()

    assert "Incorrect email or password" in answers[0].text
    assert not is_in(client)
    assert ids(store, lena) == []
