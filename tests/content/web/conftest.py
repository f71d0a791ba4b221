import pytest
from flask import Flask

from scheduler.db import AppSession
from tests.content.stage import build_stage
from tests.content.web.house import House
from tests.content.web.newsroom import Newsroom, build_newsroom


@pytest.fixture
def newsroom(app: Flask, store: AppSession) -> Newsroom:
    return build_newsroom(app, store)


@pytest.fixture
def house(app: Flask, store: AppSession) -> House:
    stage = build_stage(store)
    store.commit()
    return House(app, stage)
