"""Programs that ask the API."""

from datetime import datetime

import pytest
from flask import Flask

from scheduler.db import AppSession
from tests.api.web.programs import Makers
from tests.coalition import Town


@pytest.fixture
def programs(app: Flask, store: AppSession, town: Town, now: datetime) -> Makers:
    return Makers(app, store, town, now)
