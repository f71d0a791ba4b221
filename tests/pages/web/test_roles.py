"""The table of roles and acts, walked: everybody tries everything, and gets exactly what the table gives them."""

from datetime import datetime

import pytest
from flask import Flask

from scheduler.accounts.domain.acts import TABLE, Act, Role, may
from scheduler.db import AppSession
from tests.pages.web.role_attempts import ATTEMPTS, Attempt
from tests.pages.web.role_scenes import EVERYBODY, World, build_world
from tests.plugins.kept import KeptBeginnings


@pytest.fixture
def world(app: Flask, store: AppSession, now: datetime, kept_beginnings: KeptBeginnings) -> World:
    listeners = app.extensions["scheduler.listeners"]
    return kept_beginnings.begin(
        ("roles", now), store, lambda: build_world(app, store, now), app=app, listeners=listeners
    )


def expected(act: Act, attempt: Attempt) -> set[str]:
    acts = {act, attempt.within or act}
    return {who for who in EVERYBODY if any(may(one, attempt.roles.get(who, ())) for one in acts)}


@pytest.mark.parametrize("act", Act)
def test_everybody_may_do_what_the_table_says_and_nothing_else(world: World, act: Act) -> None:
    for attempt in ATTEMPTS[act]:
        allowed = {who for who in EVERYBODY if attempt.tried(world, who)}

        assert allowed == expected(act, attempt)
        assert allowed
        assert allowed != set(EVERYBODY)


@pytest.mark.parametrize("act", Act)
def test_every_role_that_the_table_names_is_tried(act: Act) -> None:
    tried = set[Role]().union(*(roles for attempt in ATTEMPTS[act] for roles in attempt.roles.values()))

    assert TABLE[act] <= tried
