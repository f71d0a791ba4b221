"""What the cookies of a log-in carry, how long they are good, and that the old ones are worth nothing."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import delete, event, select

from config import Config
from scheduler.accounts.domain.log_ins import LogInToken
from scheduler.accounts.models import LoginSession, Person
from scheduler.accounts.services.log_ins import FLUSH_SECONDS
from scheduler.app import create_app
from scheduler.db import AppSession, db
from tests.coalition import Town
from tests.fakes import FakeClock

PASSWORD = "lantern tides walk softly"
HTTPS = "https://plan.example"


@pytest.fixture
def lena(app: Flask, store: AppSession, town: Town) -> Person:
    lena = town.people["lead"]
    with app.app_context():
        lena.password = hash_password(PASSWORD)
    lena.email = "lena@bay.example"
    store.commit()
    return lena


def log_in(client: FlaskClient, **more: str):
    return client.post("/login", data={"email": "lena@bay.example", "password": PASSWORD, **more})


def value_of(client: FlaskClient, name: str) -> str:
    cookie = client.get_cookie(name)
    return "" if cookie is None else cookie.value


def with_cookies(app: Flask, **values: str) -> FlaskClient:
    client = app.test_client()
    for name, value in values.items():
        client.set_cookie(name, value)
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_old_cookies_are_worth_nothing_after_logging_out(app: Flask, client: FlaskClient, lena: Person):
    log_in(client, remember="y")
    old = {name: value_of(client, name) for name in ("session", "remember_token")}
    assert all(is_in(with_cookies(app, **{name: value})) for name, value in old.items())

    client.post("/logout")

    assert (client.get_cookie("session"), client.get_cookie("remember_token")) == (None, None)
    assert not any(is_in(with_cookies(app, **{name: value})) for name, value in old.items())
    assert not is_in(with_cookies(app, **old))


def test_logging_out_here_leaves_another_device_logged_in(app: Flask, client: FlaskClient, lena: Person):
    elsewhere = app.test_client()
    log_in(elsewhere)
    log_in(client)

    client.post("/logout")

    assert is_in(elsewhere)


def test_cookies_differ_at_every_log_in_and_carry_the_date(app: Flask, lena: Person, clock: FakeClock):
    clients = [app.test_client() for _ in range(3)]
    for client in clients:
        log_in(client, remember="y")

    tokens = [LogInToken.parse(value_of(client, "remember_token").split("|")[0]) for client in clients]

    assert len({token.secret for token in tokens if token}) == 3
    assert {token.made_out_at for token in tokens if token} == {clock.now()}


@pytest.mark.parametrize("cookie", ["", "x", "x|y", "1.2|3", "|", "é|é", "a.1811764800|" + "0" * 128])
def test_made_up_cookies_are_no_crash_and_no_log_in(app: Flask, cookie: str, lena: Person):
    client = with_cookies(app, remember_token=cookie, session="x.y.z")

    assert client.get("/account").status_code == 302
    assert log_in(client).location == "/welcome"


def test_dead_cookies_are_taken_back(app: Flask, store: AppSession, client: FlaskClient, lena: Person):
    log_in(client, remember="y")
    store.execute(delete(LoginSession))
    store.commit()

    page = client.get("/login")

    assert page.status_code == 200
    assert client.get_cookie("remember_token") is None
    with client.session_transaction() as session:
        assert not {"_user_id", "_id", "_fresh"} & set(session)


@pytest.mark.parametrize(("remember", "limit"), [("", timedelta(hours=12)), ("y", timedelta(days=30))])
def test_a_log_in_that_is_not_used_ends(
    client: FlaskClient, lena: Person, clock: FakeClock, remember: str, limit: timedelta
):
    log_in(client, **({"remember": remember} if remember else {}))
    clock.advance(limit - timedelta(seconds=1))
    assert is_in(client)
    clock.advance(limit - timedelta(seconds=1))
    assert is_in(client)

    clock.advance(limit)

    assert not is_in(client)


def test_a_remembered_person_comes_back_without_a_session(app: Flask, client: FlaskClient, lena: Person, clock):
    log_in(client, remember="y")
    clock.advance(timedelta(days=29))
    later = with_cookies(app, remember_token=value_of(client, "remember_token"))

    assert is_in(later)
    assert is_in(with_cookies(app, session=value_of(later, "session")))


def test_cookies_are_made_out_anew_after_a_day_and_a_copy_of_the_old_one_dies_of_age(
    app: Flask, client: FlaskClient, lena: Person, clock: FakeClock
):
    log_in(client, remember="y")
    copied = value_of(client, "remember_token")
    for _ in range(3):
        clock.advance(timedelta(days=10))
        assert is_in(client)

    assert value_of(client, "remember_token") != copied
    assert not is_in(with_cookies(app, remember_token=copied))
    assert is_in(with_cookies(app, remember_token=value_of(client, "remember_token")))


def test_a_page_writes_nothing_and_the_last_use_is_written_once_a_minute(
    app: Flask, store: AppSession, client: FlaskClient, lena: Person, clock: FakeClock
):
    log_in(client)
    logged_in_at = clock.now()
    clock.advance(timedelta(minutes=5))

    def last_use():
        store.commit()
        return store.scalars(select(LoginSession.last_used_at)).one()

    client.get("/account")
    assert last_use() == logged_in_at
    store.commit()
    app.extensions["scheduler.last_uses"]._flushed_at -= FLUSH_SECONDS
    # A form writes for itself; on SQLite a second one beside it would wait for ever.
    client.post("/account", data={"name": "", "zone": ""})
    assert last_use() == logged_in_at
    store.commit()
    client.get("/account")
    assert last_use() == clock.now()


def test_a_page_costs_no_query_more_than_the_person(app: Flask, client: FlaskClient, lena: Person):
    log_in(client)
    client.get("/account")
    with app.app_context():
        engine = db.engine
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", listener := lambda *args: seen.append(args[2]))

    client.get("/account")

    event.remove(engine, "before_cursor_execute", listener)
    loaded = [" ".join(statement.split()) for statement in seen if "login_session" in statement]
    assert [" FROM person LEFT OUTER JOIN membership " in statement for statement in loaded] == [True]
    assert not [statement for statement in seen if "fs_uniquifier = ?" in statement]


def token_on(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_new_session_begins_at_the_log_in_with_a_token_of_its_own(app: Flask, client: FlaskClient, lena: Person):
    app.config["WTF_CSRF_ENABLED"] = True
    before = token_on(client.get("/login").text)
    with client.session_transaction() as session:
        session["planted"] = "by a neighbour"
    planted = value_of(client, "session")

    assert log_in(client, csrf_token=before).location == "/welcome"

    page = client.get("/account").text
    with client.session_transaction() as session:
        assert "planted" not in session
    assert not is_in(with_cookies(app, session=planted))
    form = {"name": "Lena", "zone": "UTC", "revision": "1"}
    assert client.post("/account", data={**form, "csrf_token": before}).status_code == 400
    assert client.post("/account", data={**form, "csrf_token": token_on(page)}).status_code == 303


@pytest.fixture
def secure(config: Config, clock: FakeClock, app: Flask) -> Flask:
    """The same coalition, reached over https."""
    made = create_app(replace(config, base_url=HTTPS), clock=clock)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    made.extensions["security"].pwd_context = app.extensions["security"].pwd_context
    return made


def test_over_https_every_cookie_is_this_hosts_alone_and_so_is_its_deletion(secure: Flask, lena: Person):
    client, seen = secure.test_client(), "__Host-recently_seen"
    client.set_cookie(seen, "kept", domain="plan.example", secure=True)
    answers = [
        client.post(path, data=form, base_url=HTTPS)
        for path, form in (
            ("/login", {"email": "lena@bay.example", "password": PASSWORD, "remember": "y"}),
            ("/logout", {}),
        )
    ]
    cookies = [answer.headers.getlist("Set-Cookie") for answer in answers]

    for lines in cookies:
        names = {line.split("=")[0] for line in lines}
        assert names >= {"__Host-session", "__Host-remember_token"}
        for line in lines:
            flags = {part.strip().lower() for part in line.split(";")[1:]}
            assert line.startswith("__Host-")
            assert {"secure", "httponly", "path=/", "samesite=lax"} <= flags
            assert not any(flag.startswith("domain") for flag in flags)
    gone = [line for line in cookies[1] if "1970" in line]
    assert {line.split("=")[0] for line in gone} == {"__Host-session", "__Host-remember_token", seen}
    with secure.app_context():
        db.engine.dispose()
