"""Items as tests need them."""

from datetime import datetime

import pytest

from scheduler.agenda.services.changes import ChangeContext
from scheduler.db import AppSession
from tests.coalition import Team, team
from tests.content.stage import Stage, build_stage
from tests.fakes import Follower


@pytest.fixture
def follower() -> Follower:
    return Follower()


@pytest.fixture
def context(now: datetime, follower: Follower) -> ChangeContext:
    return ChangeContext((follower,), None, now)


@pytest.fixture
def bay(session: AppSession) -> Team:
    """The organisation that owns the items."""
    return team(session)


@pytest.fixture
def harbour(session: AppSession) -> Team:
    """Another member organisation."""
    return team(session, "Harbour Trust")


@pytest.fixture
def stage(session: AppSession) -> Stage:
    return build_stage(session)
