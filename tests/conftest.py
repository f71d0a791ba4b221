"""Fixtures that every test may use; the heavy ones live in tests/plugins."""

import os
import zoneinfo
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from tests.fakes import FakeClock

# A plugin that another one imports comes before it.
pytest_plugins = [
    "tests.plugins.compiled",
    "tests.plugins.once",
    "tests.plugins.databases",
    "tests.plugins.kept",
    "tests.plugins.mail",
    "tests.plugins.web",
    "tests.plugins.browser",
]

# The same examples on every run and machine; a find becomes a test of its own.
settings.register_profile("repo", derandomize=True, deadline=None, database=None)
settings.load_profile("repo")

# The pinned tzdata, as PYTHONTZPATH="" has it outside of tests.
zoneinfo.reset_tzpath(to=[])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a folder together, in whatever order folders and tests come: what they share is built once.

    Tests that need more time than usual come first, shared out to all processes: at the end, one would run alone, with
    others waiting behind it that nobody can take over.
    """
    folders = {folder: place for place, folder in enumerate(dict.fromkeys(item.path.parent for item in items))}
    items.sort(key=lambda item: folders[item.path.parent])
    items[:] = shared_out(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def shared_out(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """Order tests so that each of the even parts, one for each process, begins with its share of the long ones."""
    long: list[pytest.Item] = []
    rest: list[pytest.Item] = []
    for item in items:
        (long if item.get_closest_marker("timeout") else rest).append(item)
    ordered: list[pytest.Item] = []
    for process in range(processes):
        first = long[process::processes]
        end = len(items) * (process + 1) // processes - len(ordered) - len(first)
        ordered += [*first, *rest[:end]]
        del rest[:end]
    return ordered + rest


@pytest.fixture
def now() -> datetime:
    return datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> FakeClock:
    return FakeClock(now)
