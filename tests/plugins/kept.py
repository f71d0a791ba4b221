"""What many tests begin with, made once per test process: a database and what was made in it, kept to be copied."""

import io
import pickle
import shutil
import sqlite3
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.db import Base

Made = TypeVar("Made")
Things = Mapping[str, object]


class _Writer(pickle.Pickler):
    """Writes rows as the place where they are in the database, and a test's own things as their names."""

    def __init__(self, file: io.BytesIO, own: Things) -> None:
        super().__init__(file)
        self._names = {id(thing): name for name, thing in own.items()}
        self.models: dict[type[Base], None] = {}

    @override
    def persistent_id(self, obj: Any) -> object:
        if id(obj) in self._names:
            return self._names[id(obj)]
        if not isinstance(obj, Base):
            return None
        identity = inspect(obj).identity
        assert identity is not None, f"{obj!r} is not saved"
        self.models[type(obj)] = None
        return type(obj), identity


class _Reader(pickle.Unpickler):
    """Reads what `_Writer` wrote, with the rows of one session and the things of one test."""

    def __init__(self, file: io.BytesIO, own: Things, session: Session) -> None:
        super().__init__(file)
        self._own, self._session = own, session

    @override
    def persistent_load(self, pid: Any) -> object:
        return self._own[pid] if isinstance(pid, str) else self._session.get_one(*pid)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A database in a file, what was made in it, and whose rows that holds."""

    path: Path
    written: bytes
    models: tuple[type[Base], ...]


@dataclass(frozen=True)
class KeptBeginnings:
    """SQLite databases in files of a folder, and what was made in each, without its rows."""

    folder: Path
    _kept: dict[Hashable, _Kept] = field(default_factory=dict)
    _held: dict[str, Hashable] = field(default_factory=dict)
    """By the path of the last test's database, the key of what was made in it."""

    def begin(self, key: Hashable, session: Session, make: Callable[[], Made], **own: object) -> Made:
        """Return what `make` makes in the session's database: the first time by making it, then by copying.

        Args:
            key: what the result depends on, the function's name at least.
            session: on a test's own SQLite database with nothing in it, and nothing open; so it is left, committed.
            make: commits what it makes.
            own: what is the test's own and stands in the result as it is: the application, say, and the session.
        """
        own = {"session": session, **own}
        engine = session.get_bind()
        assert isinstance(engine, Engine)
        if key not in self._kept:
            made = make()
            session.commit()
            file = io.BytesIO()
            writer = _Writer(file, own)
            writer.dump(made)
            path = self.folder / f"{len(self._kept)}.db"
            copy_of(engine, path)
            self._kept[key] = _Kept(path, file.getvalue(), tuple(writer.models))
            self._put(engine, key)
            return made
        kept = self._kept[key]
        self._put(engine, key)
        # One statement for all rows of a table, which the reader then finds in the session.
        rows = [session.scalars(select(model)).unique().all() for model in kept.models]
        found = _Reader(io.BytesIO(kept.written), own, session).load()
        del rows
        session.commit()
        return cast("Made", found)

    def go_on(self, key: Hashable, session: Session, make: Callable[[], Made]) -> Made:
        """Return what `make` makes next, as `begin` does, in a database that holds what was kept last and no more.

        Where anything else was written meanwhile, or is being read, it is made by `make`.

        Args:
            key: what the result depends on, besides what it is added to.
            session: on a test's own SQLite database.
            make: commits what it makes, and returns no rows.
        """
        engine = session.get_bind()
        assert isinstance(engine, Engine)
        before = self._held.get(str(engine.url.database))
        if before is None or session.in_transaction() or not is_copy(engine, self._kept[before].path):
            return make()
        return self.begin((before, key), session, make)

    def _put(self, engine: Engine, key: Hashable) -> None:
        put_in_place(engine, self._kept[key].path)
        self._held.clear()
        self._held[str(engine.url.database)] = key


def copy_of(engine: Engine, path: Path) -> None:
    target = sqlite3.connect(path)
    connection = engine.raw_connection()
    cast("sqlite3.Connection", connection.driver_connection).backup(target)
    connection.close()
    target.close()


def put_in_place(engine: Engine, path: Path) -> None:
    """Let an engine find a copy of another file where its own is; none of its connections may be in use."""
    # Its last connection takes the files of its log with it.
    engine.dispose()
    database = engine.url.database
    assert database is not None
    shutil.copyfile(path, database)


def is_copy(engine: Engine, path: Path) -> bool:
    """Tell whether an engine's database is the same as another to the last byte, and nobody is connected to it."""
    # The last connection writes into the file what its log holds, and takes that away.
    engine.dispose()
    database = engine.url.database
    assert database is not None
    return not Path(f"{database}-wal").exists() and Path(database).read_bytes() == path.read_bytes()


@pytest.fixture(scope="session")
def kept_beginnings(tmp_path_factory: pytest.TempPathFactory) -> KeptBeginnings:
    return KeptBeginnings(tmp_path_factory.mktemp("beginnings"))
