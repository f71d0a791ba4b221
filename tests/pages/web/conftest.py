"""The coalition of July 2027 in the database of the application, and who looks at its pages."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from scheduler.db import AppSession, db
from tests.content.stage import build_stage
from tests.logins import logged_in
from tests.pages.scenes import Scene, full_scene
from tests.pages.web.campaign_scenes import CampaignScene, build_scene
from tests.pages.web.demo_pages import Demo, build_demo
from tests.plugins.demo import Seed
from tests.plugins.kept import KeptBeginnings

Visit = Callable[[str], FlaskClient]


@pytest.fixture
def scene(store: AppSession, now: datetime, kept_beginnings: KeptBeginnings) -> Scene:
    return kept_beginnings.begin(("full scene", now), store, lambda: full_scene(store, now))


@pytest.fixture
def campaign_scene(app: Flask, store: AppSession, kept_beginnings: KeptBeginnings) -> CampaignScene:
    """A campaign of several organisations with nothing in it."""
    return kept_beginnings.begin("campaign scene", store, lambda: build_scene(app, build_stage(store)), app=app)


@pytest.fixture
def visit(app: Flask, scene: Scene) -> Visit:
    """Makes a client by name: `ana`, `bo`, `cleo`, `dan`, or `visitor`."""

    def client_of(name: str) -> FlaskClient:
        return app.test_client() if name == "visitor" else logged_in(app, getattr(scene, name))

    return client_of


@pytest.fixture
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements of this test so far; clear it before what is to be counted."""
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def demo(app: Flask, store: AppSession, seed: Seed, now: datetime) -> Demo:
    """The demo coalition in the database of the application."""
    return build_demo(app, store, seed, now)
