"""What is in the database that a backup is to be put into."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Engine, inspect

from scheduler.backup.snapshot import counts_of
from scheduler.backup.sqlite import is_damaged
from scheduler.db import sqlite_path
from scheduler.schema.fitness import UNFINISHED, VERSIONS, revisions

# Of every release; only we have both.
_OWN_TABLES = {"version_counter", "person"}
# The catalogue of observances is there in every installation and can be loaded again.
_PRECIOUS = ("person", "invitation", "coalition")


class Contents(StrEnum):
    """Whose it is."""

    NOTHING = "nothing"
    SOMETHING = "something"
    FOREIGN = "foreign"
    DAMAGED = "damaged"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Occupancy:
    """What is there, and how much of it would be thrown away."""

    contents: Contents
    people: int = 0
    rows: int = 0


def occupancy(engine: Engine) -> Occupancy:
    """Look what a database holds; nothing is changed."""
    path = sqlite_path(engine.url)
    if engine.dialect.name == "sqlite" and path is not None and is_damaged(path):
        return Occupancy(Contents.DAMAGED)
    with engine.connect() as connection:
        return _occupancy(connection)


def _occupancy(connection: Connection) -> Occupancy:
    names = set(inspect(connection).get_table_names())
    current = revisions(connection)
    if UNFINISHED in current:
        return Occupancy(Contents.UNFINISHED)
    if names <= {VERSIONS.name}:
        return Occupancy(Contents.NOTHING)
    if not current or not names >= _OWN_TABLES:
        return Occupancy(Contents.FOREIGN)
    counts = counts_of(connection)
    if not any(counts.get(name) for name in _PRECIOUS):
        return Occupancy(Contents.NOTHING)
    return Occupancy(Contents.SOMETHING, counts["person"], sum(counts.values()))
