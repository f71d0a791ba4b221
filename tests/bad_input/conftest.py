import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import Config
from scheduler.app import create_app
from scheduler.db import db
from tests.bad_input.house import House, build_house
from tests.bad_input.walk import Tour, tour
from tests.fakes import FakeClock
from tests.plugins.compiled import keep_statements

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def built_house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("bad-input")
    database = Path(shutil.copy(sqlite_template, folder / "app.db"))
    config = Config(
        secret_key="only for tests, and long enough for them",
        database_url=f"sqlite:///{database}",
        base_url="http://localhost",
        mail_from="Test Coalition <scheduler@coalition.example>",
        instance_dir=folder,
    )
    app = create_app(config, clock=FakeClock(NOW))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        keep_statements(db.engine)
    yield build_house(app, database, NOW)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def house(built_house: House) -> House:
    """The demo coalition as it was built; the application is one for all tests here."""
    built_house.restore()
    return built_house


@pytest.fixture(scope="session")
def seen(built_house: House) -> Tour:
    """Every page and form, as the house was built."""
    built_house.restore()
    return tour(built_house)
