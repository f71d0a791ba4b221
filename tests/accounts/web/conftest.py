"""People and organisations in the database of the application under test, and clients that are logged in."""

from collections.abc import Iterator
from typing import cast

import pytest
from flask import Flask
from passlib.context import CryptContext

from scheduler.db import AppSession, db
from tests.accounts.web.places import Town, build_town


@pytest.fixture
def store(app: Flask) -> Iterator[AppSession]:
    """A session on the application's database: commit after writing and after reading, or requests have to wait."""
    with app.app_context():
        session = cast("AppSession", db.sessionmaker(expire_on_commit=False))
    with session:
        yield session


@pytest.fixture(autouse=True)
def cheap_hashes(app: Flask) -> None:
    """Passwords are hashed with Argon2 as in earnest, but with little memory and one round."""
    app.extensions["security"].pwd_context = CryptContext(
        schemes=["argon2"], argon2__rounds=1, argon2__memory_cost=8, argon2__parallelism=1
    )


@pytest.fixture
def town(store: AppSession) -> Town:
    return build_town(store)
