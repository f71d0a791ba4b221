"""Items as tests need them."""

from datetime import datetime

import pytest

from scheduler.agenda.services.entries import Telling
from tests.fakes import Follower


@pytest.fixture
def follower() -> Follower:
    return Follower()


@pytest.fixture
def telling(now: datetime, follower: Follower) -> Telling:
    return Telling((follower,), None, now)
