from collections.abc import Callable, Hashable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from scheduler.db import AppSession
from tests.campaigns.conftest import Coalition
from tests.campaigns.web.visits import Guests, Visits, build_guests
from tests.fakes import FakeClock
from tests.logins import client_with
from tests.plugins.kept import KeptBeginnings


@pytest.fixture
def guests(
    app: Flask, store: AppSession, build_coalition: Callable[[Session], Coalition], kept_beginnings: KeptBeginnings
) -> Guests:
    return kept_beginnings.begin("guests", store, lambda: build_guests(app, store, build_coalition(store)))


@pytest.fixture
def coalition(guests: Guests) -> Coalition:
    return guests.coalition


@pytest.fixture
def visits(app: Flask, store: AppSession, guests: Guests, kept_beginnings: KeptBeginnings, clock: FakeClock) -> Visits:
    def keep(key: Hashable, make: Callable[[], str]) -> str:
        return kept_beginnings.go_on((key, clock.moment), store, make)

    clients = {name: client_with(app, cookie) for name, cookie in guests.cookies.items()}
    return Visits(guests.coalition, store, {**clients, "visitor": app.test_client()}, keep)
