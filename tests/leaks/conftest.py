from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from tests.leaks.world import World, build_world


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    # No context stays open: requests would share it, and what it remembers of who looks.
    with app.app_context():
        return build_world(app, now)


@pytest.fixture
def context(world: World) -> Iterator[None]:
    """A context of one's own, for tests that ask the database and no page."""
    with world.app.app_context():
        yield
