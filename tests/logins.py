"""Clients that are logged in, without the cost of a password, and a look at what they have changed."""

import secrets
from datetime import UTC, datetime
from typing import TypeVar, cast

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.log_ins import LogInToken
from scheduler.accounts.models import Person
from scheduler.accounts.services.log_ins import Visit, open_log_in
from scheduler.db import db

Row = TypeVar("Row")

FOR_GOOD = datetime(2100, 1, 1, tzinfo=UTC)
"""When these log-ins were used last: however far a test moves its clock, they do not end by themselves."""


def logged_in(app: Flask, person: Person) -> FlaskClient:
    """Return a client with the session of a person who is committed in the application's database.

    Its log-in is written there, so nobody else may be in the middle of writing; see `again`.
    """
    return client_with(app, cookie_for(app, person))


def cookie_for(app: Flask, person: Person) -> str:
    """Open a log-in, as `logged_in` does, and return its session, for `client_with`."""
    secret = secrets.token_urlsafe(16)
    with app.app_context(), db.sessionmaker() as session:
        # As the person is now: an earlier log-out everywhere has changed the key.
        present = session.execute(select(Person.id, Person.fs_uniquifier).where(Person.id == person.id)).one()
        open_log_in(session, cast("Person", present), secret, Visit("", "127.0.0.0/24"), remembered=False, now=FOR_GOOD)
        session.commit()
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps({"_user_id": str(LogInToken(secret, FOR_GOOD)), "_fresh": True}))


def client_with(app: Flask, cookie: str) -> FlaskClient:
    """Return a client with the session of another, whose log-in is in the application's database."""
    client = app.test_client()
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
    return client


def again(session: Session, row: Row) -> Row:
    """Return a row as it is in the database now, and let go of the database, which SQLite lends to one writer."""
    session.refresh(row)
    session.commit()
    return row
