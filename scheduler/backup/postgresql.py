"""PostgreSQL: a dump by `pg_dump` while the product runs, and back by `pg_restore` and `psql` in one transaction."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, inspect, text

from scheduler.backup.folders import BackupError
from scheduler.backup.postgresql_tools import Route, first_error, program, program_for, route_to
from scheduler.backup.snapshot import Snapshot, counts_of, own_tables, schema_of
from scheduler.files import create_private
from scheduler.schema.fitness import UNFINISHED, VERSIONS

FILE_NAME = "database.pgdump"

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user "
    "AND pid <> pg_backend_pid()"
)
# Every pg_dump from 17 on writes it, and servers before 17 refuse it.
_NEWER_SETTING = b"SET transaction_timeout = 0;"


def dump_postgresql(engine: Engine, folder: Path) -> Snapshot:
    """Let `pg_dump` write a dump of one moment, which is also that of the revision and the counts.

    Raises:
        BackupError: the program is missing, too old, or fails.
    """
    path = folder / FILE_NAME
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        schema = schema_of(connection)
        namespace = namespace_of(connection)
        command = [program_for("pg_dump", _server_version(connection)), "--format=custom", "--no-owner"]
        command += ["--no-privileges", f"--schema={_pattern(namespace)}", *_without_others(connection, namespace)]
        command += [f"--snapshot={connection.scalar(text('SELECT pg_export_snapshot()'))}"]
        counts = counts_of(connection)
        _dump(command, route_to(engine), path)
    return Snapshot(path=path, schema=schema, counts=counts, namespace=namespace)


def _without_others(connection: Connection, namespace: str) -> Iterable[str]:
    """Options that leave out what other programs have in the same schema: it is not ours to bring back."""
    for name in sorted(set(inspect(connection).get_table_names()) - own_tables(connection)):
        yield f"--exclude-table={_pattern(namespace)}.{_pattern(name)}"


def _dump(command: list[str], route: Route, path: Path) -> None:
    with os.fdopen(create_private(path), "wb") as dump:
        ended = subprocess.run(  # noqa: S603 - found on PATH
            [*command, *route.arguments], env=route.environment, stdout=dump, stderr=subprocess.PIPE, check=False
        )
    if ended.returncode != 0:
        raise BackupError(f"pg_dump failed: {first_error(ended.stderr.decode(errors='replace'))}.")


def namespace_of(connection: Connection) -> str:
    """Return the PostgreSQL schema in which the program's tables are.

    Raises:
        BackupError: the database's settings lead to none.
    """
    found: str | None = connection.scalar(text("SELECT current_schema()"))
    if found is None:
        raise BackupError("The database has no schema for tables: look at search_path.")
    return found


def check_alone(connection: Connection) -> None:
    """Raise BackupError if anybody else is connected to the database with this account."""
    others = connection.scalar(_OTHERS) or 0
    if others:
        raise BackupError(
            f"The database is in use: {others} other connections of this account are open. Stop every server, every "
            "worker and whatever else uses it."
        )


def load_postgresql(engine: Engine, dump: Path, namespace: str, counts: Mapping[str, int]) -> None:
    """Put a dump in place of all tables, in one transaction; the revision is left at `UNFINISHED`.

    Raises:
        BackupError: a program is missing or fails, or somebody else is connected; nothing was changed.
    """
    programs = program("pg_restore"), program("psql")
    with engine.connect() as connection:
        check_alone(connection)
        goes = _what_goes(connection, counts)
        is_old = _server_version(connection) < 170000
    # Nobody may be in the way of the tables that go, ourselves included.
    engine.dispose()
    # In one statement they may refer to each other, and nobody else may refer to them.
    before = ["BEGIN;\n", _drop(namespace, goes) if goes else ""]
    after = [*_count_checks(namespace, counts), _mark(namespace), "COMMIT;\n"]
    _Load(programs, route_to(engine), is_old=is_old).run(dump, namespace, "".join(before), "".join(after))


def _what_goes(connection: Connection, counts: Mapping[str, int]) -> list[str]:
    """The tables that the dump takes the place of; what else is in the schema belongs to somebody else."""
    restored = set(inspect(connection).get_table_names()) & counts.keys()
    return sorted(own_tables(connection) | restored)


class _Load:
    """One run of `pg_restore`, which turns a dump into SQL, and `psql`, which runs that between our own."""

    def __init__(self, programs: tuple[str, str], route: Route, *, is_old: bool) -> None:
        self._pg_restore, self._psql = programs
        self._route = route
        self._is_old = is_old

    def run(self, dump: Path, namespace: str, before: str, after: str) -> None:
        reading = [self._pg_restore, "--file=-", "--no-owner", "--no-privileges", f"--schema={namespace}", str(dump)]
        running = [self._psql, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-", *self._route.arguments]
        with (
            tempfile.TemporaryFile() as reading_says,
            tempfile.TemporaryFile() as running_says,
            subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=reading_says) as source,  # noqa: S603
            subprocess.Popen(  # noqa: S603
                running,
                env=self._route.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=running_says,
            ) as target,
        ):
            if source.stdout is None or target.stdin is None:
                raise AssertionError("both were asked for")
            with suppress(BrokenPipeError):
                target.stdin.write(before.encode())
                self._hand_on(source.stdout, target.stdin)
                if source.wait() == 0:
                    # Without it psql ends with the transaction open, which is taken back.
                    target.stdin.write(after.encode())
            with suppress(BrokenPipeError):
                # What could not be written is tried again here.
                target.stdin.close()
            source.stdout.close()
            ended = (source.wait(), target.wait())
            outputs = [_output_of(file) for file in (reading_says, running_says)]
        # psql first: when it stops, pg_restore stops for want of a reader.
        for name, code, output in (("psql", ended[1], outputs[1]), ("pg_restore", ended[0], outputs[0])):
            if code != 0:
                raise BackupError(f"Nothing was restored, {name} failed: {first_error(output)}.")

    def _hand_on(self, source: IO[bytes], target: IO[bytes]) -> None:
        for line in source:
            if line.startswith(b"COPY "):
                target.write(line)
                break
            if not (self._is_old and line.rstrip() == _NEWER_SETTING):
                target.write(line)
        shutil.copyfileobj(source, target)


def _output_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _count_checks(namespace: str, counts: Mapping[str, int]) -> Iterable[str]:
    """SQL that fails unless each table has the rows that the manifest says."""
    check = "DO $check$ BEGIN IF (SELECT count(*) FROM {}) <> {} THEN RAISE 'the dump is not what its manifest says'; "
    for name, rows in counts.items():
        yield _sql(check + "END IF; END $check$;\n", namespace, name, rows)


def _mark(namespace: str) -> str:
    return _sql("UPDATE {} SET version_num = {};\n", namespace, VERSIONS.name, UNFINISHED)


def _drop(namespace: str, names: Iterable[str]) -> str:
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415 - not loaded where SQLite serves

    tables = SQL(", ").join(Identifier(namespace, name) for name in names)
    return SQL("DROP TABLE {};\n").format(tables).as_string()


def _sql(template: str, namespace: str, name: str, *values: object) -> str:
    from psycopg.sql import SQL, Identifier, Literal  # noqa: PLC0415 - as above

    return SQL(template).format(Identifier(namespace, name), *(Literal(value) for value in values)).as_string()


def _pattern(namespace: str) -> str:
    """A name as pg_dump's patterns spell it: what would be a wildcard stands for itself."""
    return '"' + namespace.replace('"', '""') + '"'


def _server_version(connection: Connection) -> int:
    return int(connection.scalar(text("SHOW server_version_num")) or 0)
