"""What an application compiles, kept for all applications of a test process: it costs more than most tests."""

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from psycopg import Connection
from psycopg._preparing import PrepareManager
from sqlalchemy import Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from typing_extensions import override
from werkzeug.routing import Rule


def pytest_configure() -> None:
    """Look for garbage seldom: most of what is alive is modules, and looking through them costs a fifth of the time."""
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


class KeptTemplates(BytecodeCache):
    """Templates by their source; a changed one is compiled anew. What one process compiles, the others read."""

    def __init__(self, folder: Path) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}
        self._folder = folder
        folder.mkdir(exist_ok=True)

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None and (path := self._path(bucket)).exists():
            with path.open("rb") as file:
                bucket.load_bytecode(file)
            self._keep(bucket)

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        self._keep(bucket)
        # Whole at once, since others may read it at any moment.
        written = self._path(bucket).with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        with written.open("wb") as file:
            bucket.write_bytecode(file)
        written.replace(self._path(bucket))

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{bucket.checksum}"


class KeptRule(Rule):
    """A route; what follows from its address alone is worked out once for all applications."""

    worked_out: ClassVar[dict[tuple[str, str | None], dict[str, Any]]] = {}

    @override
    def compile(self) -> None:
        if self.defaults:
            return super().compile()
        address = (self.rule, self.subdomain)
        if address not in self.worked_out:
            super().compile()
            kept = ("_parts", "_trace", "_converters", "arguments")
            builders = {name: getattr(self, name).__func__ for name in ("_build", "_build_unknown")}
            self.worked_out[address] = {name: getattr(self, name) for name in kept} | builders
            return None
        for name, value in self.worked_out[address].items():
            setattr(self, name, value.__get__(self) if name.startswith("_build") else value)
        return None


_STATEMENTS: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


def keep_statements(engine: Engine) -> Engine:
    """Let an engine share compiled SQL with all others of its kind in this process; they find it by their dialect."""
    if engine.name not in _STATEMENTS:
        # What it asks of a server when it first connects is asked once for all.
        engine.connect().close()
        _STATEMENTS[engine.name] = engine.dialect, {}
    engine.dialect, compiled = _STATEMENTS[engine.name]
    engine.update_execution_options(compiled_cache=compiled)
    event.listen(engine, "connect", _hurry if engine.name == "sqlite" else _keep_plans)
    return engine


def _hurry(connection: DBAPIConnection, _record: object) -> None:
    """Wait for no disk: the databases of tests need not outlive the machine, and processes that end lose nothing."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


class KeptPlans(PrepareManager):
    """Statements that stay prepared after a roll-back, which ends every test: no test changes the tables meanwhile."""

    @override
    def clear(self) -> bool:
        return False


def _keep_plans(connection: Any, _record: object) -> None:
    """Let PostgreSQL plan what it is asked again only once: planning is half of its work."""
    assert isinstance(connection, Connection)
    connection._prepared = KeptPlans()
    connection.prepare_threshold, connection.prepared_max = 1, None


@pytest.fixture(scope="session")
def kept_templates(run_folder: Path) -> Iterator[KeptTemplates]:
    """Templates to give to an application that is made from now on; its routes are kept by themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_rule_class", KeptRule)
        yield KeptTemplates(run_folder / "templates")
