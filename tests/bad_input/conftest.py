import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bad_input.built import Built, application, built_once, close
from tests.bad_input.house import House
from tests.bad_input.walk import Tour
from tests.plugins.compiled import KeptTemplates


@pytest.fixture(scope="session")
def built(run_folder: Path, sqlite_template: Path, kept_templates: KeptTemplates) -> Built:
    return built_once(run_folder, sqlite_template, kept_templates)


@pytest.fixture(scope="session")
def built_house(
    built: Built, tmp_path_factory: pytest.TempPathFactory, kept_templates: KeptTemplates
) -> Iterator[House]:
    database = Path(shutil.copy(built.database, tmp_path_factory.mktemp("bad-input") / "app.db"))
    app = application(database, kept_templates)
    yield House(app, database, built.database, built.cookies, built.more_pages)
    close(app)


@pytest.fixture
def house(built_house: House) -> House:
    """The demo coalition as it was built; the application is one for all tests here."""
    built_house.restore()
    return built_house


@pytest.fixture(scope="session")
def seen(built: Built) -> Tour:
    """Every page and form, as the house was built."""
    return built.seen
