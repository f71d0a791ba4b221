"""Fixtures that every test may use; the heavy ones live in tests/plugins."""

import zoneinfo
from datetime import UTC, datetime

import pytest

from tests.fakes import FakeClock

# A plugin that another one imports comes before it.
pytest_plugins = [
    "tests.plugins.audit",
    "tests.plugins.compiled",
    "tests.plugins.once",
    "tests.plugins.databases",
    "tests.plugins.kept",
    "tests.plugins.demo",
    "tests.plugins.mail",
    "tests.plugins.languages",
    "tests.plugins.web",
    "tests.plugins.browser",
]

# The pinned tzdata, as PYTHONTZPATH="" has it outside of tests.
zoneinfo.reset_tzpath(to=[])


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "first: takes so long that others would wait behind it, which nobody takes over")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a folder together, in whatever order folders and tests come: what they share is built once.

    The longest come first, then folders with tests that need more time than usual: at the end, one would run alone.
    """
    folders = {folder: place for place, folder in enumerate(dict.fromkeys(map(folder_of, items)))}
    slow = {folder_of(item) for item in items if item.get_closest_marker("timeout")}

    def place(item: pytest.Item) -> tuple[bool, bool, int]:
        folder = folder_of(item)
        return item.get_closest_marker("first") is None, folder not in slow, folders[folder]

    items.sort(key=place)


def folder_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0].rpartition("/")[0]


@pytest.fixture
def now() -> datetime:
    return datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> FakeClock:
    return FakeClock(now)
