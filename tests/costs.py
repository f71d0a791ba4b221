"""How much work a function does, in numbers that are the same on every machine."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called while the work is done, those written in C included."""
    count = 0

    def note(_frame: object, kind: str, _argument: object) -> None:
        nonlocal count
        count += kind in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def rows_read(engine: Engine) -> Iterator[list[object]]:
    """Collect the rows that an SQLite engine brings back, as the driver hands them out."""
    rows: list[object] = []

    def note(_cursor: object, row: object) -> object:
        rows.append(row)
        return row

    def listen(connection: Any, *_rest: object) -> None:
        connection.row_factory = note

    def forget(connection: Any, *_rest: object) -> None:
        connection.row_factory = None

    event.listen(engine, "checkout", listen)
    event.listen(engine, "checkin", forget)
    try:
        yield rows
    finally:
        event.remove(engine, "checkout", listen)
        event.remove(engine, "checkin", forget)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that an engine is sent, in order; a transaction's begin and end are none."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
