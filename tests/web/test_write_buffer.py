"""Values are gathered in memory and written together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from scheduler.web.write_buffer import WriteBuffer

SESSION = Session()
"""The shelf takes values without one."""


@dataclass
class Shelf:
    """A database that takes what it is given, unless it is full; `at` is what the clock says, in seconds."""

    at: float = 0.0
    full: bool = False
    written: list[dict[str, int]] = field(default_factory=list)

    def seconds(self) -> float:
        return self.at

    def write(self, _session: object, values: Mapping[str, int]) -> None:
        if self.full:
            raise OperationalError("UPDATE", {}, Exception("disk full"))
        self.written.append(dict(values))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def buffer(shelf: Shelf) -> WriteBuffer[str, int]:
    return WriteBuffer(shelf.seconds, every=60.0, merge=lambda earlier, later: earlier + later, write=shelf.write)


def test_it_is_due_a_span_after_the_last_writing(shelf: Shelf, buffer: WriteBuffer[str, int]):
    shelf.at = 59.0
    assert not buffer.is_due()
    shelf.at = 60.0
    assert buffer.is_due()
    buffer.flush(SESSION)
    assert not buffer.is_due()


def test_values_of_a_key_become_one_and_are_written_once(shelf: Shelf, buffer: WriteBuffer[str, int]):
    for key, value in (("a", 1), ("b", 5), ("a", 2)):
        buffer.keep(key, value)
    assert buffer.kept("a") == 3

    buffer.flush(SESSION)
    buffer.flush(SESSION)

    assert shelf.written == [{"a": 3, "b": 5}, {}]
    assert buffer.kept("a") is None


def test_what_cannot_be_written_is_kept_and_joined_with_what_comes(shelf: Shelf, buffer: WriteBuffer[str, int]):
    buffer.keep("a", 1)
    shelf.full = True
    with pytest.raises(OperationalError):
        buffer.flush(SESSION)
    buffer.keep("a", 2)

    shelf.full = False
    buffer.flush(SESSION)

    assert shelf.written == [{"a": 3}]
