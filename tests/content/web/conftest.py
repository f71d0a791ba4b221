import pytest
from flask import Flask

from scheduler.db import AppSession
from tests.content.stage import build_stage
from tests.content.web.house import House
from tests.content.web.newsroom import Newsroom, build_staff, newsroom_of
from tests.plugins.kept import KeptBeginnings


@pytest.fixture
def newsroom(app: Flask, store: AppSession, kept_beginnings: KeptBeginnings) -> Newsroom:
    staff = kept_beginnings.begin("newsroom", store, lambda: build_staff(app, store))
    return newsroom_of(app, store, staff)


@pytest.fixture
def house(app: Flask, store: AppSession, kept_beginnings: KeptBeginnings) -> House:
    return House(app, kept_beginnings.begin("stage", store, lambda: build_stage(store)))
