"""A program starts only on the schema that it was written for, and says in one sentence what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from scheduler.db import db
from scheduler.outbox.reading import last_heartbeat
from scheduler.schema.fitness import UNFINISHED, Fit, fit_of, scripts
from scheduler.version import VERSION
from tests.plugins.databases import connected
from tests.plugins.forked import run_forked
from tests.plugins.mail import free_port
from tests.repo.tree import ROOT
from tests.schema.conftest import head, put_at, run

COMMANDS = (["worker"], ["create-admin", "cora@hub.example"], ["seed-demo"], ["observances", "load-catalogue"])


def start_web(database: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Start a web process as every server of WSGI applications does, by importing the application."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCHEDULER_")}
    environment |= {"SCHEDULER_INSTANCE_DIR": str(folder), "SCHEDULER_DATABASE_URL": database, "PYTHONTZPATH": ""}
    return run_forked(["-c", "import wsgi; print('started')"], environment)


def test_how_a_database_stands_to_the_program(app: Flask):
    with app.app_context():
        known = scripts()
        heads = known.get_heads()
        assert fit_of(heads, known) is Fit.FITS
        assert fit_of([], known) is Fit.EMPTY
        assert fit_of(["9999"], known) is Fit.NEWER
        assert fit_of([*heads, "9999"], known) is Fit.NEWER
        assert fit_of([UNFINISHED], known) is Fit.UNFINISHED


@pytest.mark.engines("sqlite", "postgresql")
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_an_old_program_does_nothing_on_a_newer_schema(migrated: Flask, arguments):
    put_at(migrated, "9999")

    ended = run(migrated, *arguments)

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.splitlines()[-1] == (
        f"Error: The database has a newer schema (9999) than this program, version {VERSION}, knows "
        f"({head(migrated)}): "
        "start the newer version again, or restore a backup that this one can read; docs/upgrading.md says how."
    )
    with migrated.app_context(), db.sessionmaker() as session:
        assert last_heartbeat(session, "worker") is None


@pytest.mark.parametrize("arguments", [["db", "upgrade"], ["db", "current"], ["db", "downgrade", "--yes"]])
def test_an_old_program_does_not_migrate_a_newer_schema(app: Flask, arguments):
    put_at(app, "9999")

    ended = run(app, *arguments)

    assert ended.exit_code == 1
    assert "Error: The database has a newer schema (9999)" in ended.stderr


def test_a_database_without_tables_asks_for_the_upgrade_and_takes_it(app: Flask):
    put_at(app, None)

    ended = run(app, "seed-demo")

    assert ended.exit_code == 1
    assert ended.stderr.endswith("Error: The database has no tables yet: run `flask db upgrade`.\n")
    assert run(app, "db", "current").exit_code == 0


def test_a_restore_that_was_cut_off_lets_nothing_start(app: Flask):
    put_at(app, UNFINISHED)

    ended = run(app, "worker")

    assert ended.exit_code == 1
    assert "Error: A restore into this database was cut off before its end" in ended.stderr


def test_a_damaged_database_is_named(app: Flask, config: Config, tmp_path):
    with app.app_context():
        db.engine.dispose()
    database = Path(config.database_url.removeprefix("sqlite:///"))
    database.write_bytes(b"no database " * 1000)
    sentence = "The database is damaged: restore a backup with `flask restore DIR --replace`, see docs/backup.md.\n"

    command, web = run(app, "worker"), start_web(config.database_url, tmp_path)

    assert (command.exit_code, command.stderr.splitlines()[-1]) == (1, f"Error: {sentence.strip()}")
    assert (web.returncode, web.stderr) == (3, f"Cannot start: {sentence}")


def test_a_web_process_starts_only_on_its_own_schema(app: Flask, config: Config, tmp_path):
    fitting = start_web(config.database_url, tmp_path)
    put_at(app, "9999")
    newer = start_web(config.database_url, tmp_path)
    empty = start_web(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path)

    assert (fitting.returncode, fitting.stdout) == (0, "started\n")
    assert (newer.returncode, newer.stdout) == (3, "")
    assert newer.stderr.startswith("Cannot start: The database has a newer schema (9999)")
    assert newer.stderr.count("\n") == 1
    assert (empty.returncode, empty.stdout) == (3, "")
    assert empty.stderr == "Cannot start: The database has no tables yet: run `flask db upgrade`.\n"


def test_the_product_as_a_whole_does_not_start_either(app: Flask, config: Config, tmp_path):
    put_at(app, "9999")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCHEDULER_")}
    environment |= {"SCHEDULER_INSTANCE_DIR": str(tmp_path), "SCHEDULER_DATABASE_URL": config.database_url}
    command = [sys.executable, "-m", "scripts.run"]
    environment |= {"PORT": str(free_port()), "PYTHONTZPATH": ""}

    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "Error: The database has a newer schema (9999)" in ended.stderr
    assert ended.stderr.endswith("Cannot start: `flask db upgrade` failed; the reason is above.\n")


def test_a_web_process_may_stand_up_before_its_database(tmp_path):
    started = start_web("postgresql+psycopg:///plans?host=/no/such/folder", tmp_path)

    assert (started.returncode, started.stdout) == (0, "started\n")
    assert "its schema was not checked" in started.stderr


def test_the_tables_of_tests_are_at_the_newest_revision(config: Config, app: Flask):
    engine = connected(config.database_url)
    with engine.connect() as connection, app.app_context():
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    engine.dispose()
    assert found == [head(app)]
