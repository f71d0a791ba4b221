"""How much a run asks: what differs in pairs and in turns, or with `--audit` every combination there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import pytest
from hypothesis import settings

Choice = TypeVar("Choice")

# The same examples on every run and machine; a find becomes a test of its own.
settings.register_profile("test", derandomize=True, deadline=None, database=None, max_examples=40)
settings.register_profile("audit", settings.get_profile("test"), max_examples=500)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--audit", action="store_true", help="ask every combination, and properties of more examples")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("audit" if config.getoption("--audit") else "test")


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
