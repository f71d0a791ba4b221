"""Clients that are logged in, without the cost of a password, and a look at what they have changed."""

import secrets
from datetime import UTC, datetime
from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from scheduler.accounts.domain.log_ins import LogInToken
from scheduler.accounts.models import Person
from scheduler.accounts.services.log_ins import Visit, open_log_in
from scheduler.db import db

Row = TypeVar("Row")

COOKIE = "session"

FOR_GOOD = datetime(2100, 1, 1, tzinfo=UTC)
"""When these log-ins were used last: however far a test moves its clock, they do not end by themselves."""


def logged_in(app: Flask, person: Person) -> FlaskClient:
    """Return a client with the session of a person who is committed in the application's database.

    Its log-in is written there, so nobody else may be in the middle of writing; see `again`.
    """
    client = app.test_client()
    secret = secrets.token_urlsafe(16)
    with app.app_context(), db.sessionmaker() as session:
        # As the person is now: an earlier log-out everywhere has changed the key.
        present = session.get_one(Person, person.id)
        open_log_in(session, present, secret, Visit("", "127.0.0.0/24"), remembered=False, now=FOR_GOOD)
        session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(LogInToken(secret, FOR_GOOD))
        cookie["_fresh"] = True
    return client


def cookie_of(client: FlaskClient) -> str:
    """Return the session of a client, for `client_with`."""
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def client_with(app: Flask, cookie: str) -> FlaskClient:
    """Return a client with the session of another, whose log-in is in the application's database."""
    client = app.test_client()
    client.set_cookie(COOKIE, cookie)
    return client


def again(session: Session, row: Row) -> Row:
    """Return a row as it is in the database now, and let go of the database, which SQLite lends to one writer."""
    session.refresh(row)
    session.commit()
    return row
