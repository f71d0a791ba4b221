"""Clients that are logged in, without the cost of a password, and a look at what they have changed."""

from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person

Row = TypeVar("Row")


def logged_in(app: Flask, person: Person) -> FlaskClient:
    """Return a client with the session of a person who is committed in the application's database."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = person.fs_uniquifier
        cookie["_fresh"] = True
    return client


def again(session: Session, row: Row) -> Row:
    """Return a row as it is in the database now, and let go of the database, which SQLite lends to one writer."""
    session.refresh(row)
    session.commit()
    return row
