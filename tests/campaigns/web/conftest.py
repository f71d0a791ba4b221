from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from scheduler.db import AppSession
from tests.campaigns.conftest import Coalition
from tests.campaigns.web.visits import Visits
from tests.logins import logged_in


@pytest.fixture
def coalition(store: AppSession, build_coalition: Callable[[Session], Coalition]) -> Coalition:
    found = build_coalition(store)
    store.commit()
    return found


@pytest.fixture
def visits(app: Flask, coalition: Coalition, store: AppSession) -> Visits:
    clients: dict[str, FlaskClient] = {
        name: logged_in(app, getattr(coalition, name)) for name in ("ana", "ben", "cleo", "dora", "coordinator")
    }
    return Visits(coalition, store, {**clients, "visitor": app.test_client()})
