"""How much a run asks: what differs in pairs and in turns, or with `--audit` every combination there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import pytest
from hypothesis import settings

Choice = TypeVar("Choice")
MORE_TIME = 12
"""How many times as long as in a usual run an audit's test may take: all looks at all pages, examples of properties."""

# The same examples on every run and machine; a find becomes a test of its own.
settings.register_profile("test", derandomize=True, deadline=None, database=None, max_examples=40)
settings.register_profile("audit", settings.get_profile("test"), max_examples=500)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--audit", action="store_true", help="ask every combination, and properties of more examples")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("audit" if config.getoption("--audit") else "test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give a test that says how long it may take as much more of it in an audit as it then asks for."""
    if not config.getoption("--audit"):
        return
    for item in items:
        if marker := item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(marker.args[0] * MORE_TIME), append=False)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is asked of what every place could be asked."""

    is_audit: bool

    def some(self, choices: Sequence[Choice], place: int, count: int) -> Sequence[Choice]:
        """Return all choices in an audit, else so many: those whose turn it is at a place, each in turn."""
        if self.is_audit or count >= len(choices):
            return choices
        return [choices[(place * count + turn) % len(choices)] for turn in range(count)]


@pytest.fixture(scope="session")
def extent(request: pytest.FixtureRequest) -> Extent:
    return Extent(bool(request.config.getoption("--audit")))
