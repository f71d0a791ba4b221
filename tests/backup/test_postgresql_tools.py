"""PostgreSQL's programs get to the same database as the product does, and show no secret on the way."""

import json
import stat
import sys
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from scheduler.backup.folders import BackupError
from scheduler.backup.postgresql_tools import first_error, program_for, route_to
from scheduler.db import db
from tests.backup.conftest import NewSite, Site, names
from tests.plugins.databases import administer, drop_database

SECRET = "p@ss/w:rd %x 'y' \\z"


@pytest.mark.parametrize(
    ("address", "variables", "conninfo"),
    [
        (
            "postgresql+psycopg://anna:p%40ss%2Fw%3Ard+x@db.example:5433/plans?sslmode=verify-full&sslrootcert=/ca.pem",
            {
                "PGUSER": "anna",
                "PGPASSWORD": "p@ss/w:rd+x",
                "PGHOST": "db.example",
                "PGPORT": "5433",
                "PGDATABASE": "plans",
                "PGSSLMODE": "verify-full",
                "PGSSLROOTCERT": "/ca.pem",
            },
            "",
        ),
        ("postgresql+psycopg:///plans?host=/run/pg", {"PGHOST": "/run/pg", "PGDATABASE": "plans"}, ""),
        (
            "postgresql+psycopg:///plans?host=a:5432&host=b:5433&target_session_attrs=read-write",
            {"PGHOST": "a,b", "PGPORT": "5432,5433", "PGDATABASE": "plans", "PGTARGETSESSIONATTRS": "read-write"},
            "",
        ),
        (
            "postgresql+psycopg://db/plans?options=-csearch_path%3Dplans&keepalives_idle=30&prepare_threshold=0",
            {"PGHOST": "db", "PGDATABASE": "plans", "PGOPTIONS": "-csearch_path=plans"},
            "keepalives_idle=30",
        ),
        ("postgresql+psycopg://", {}, ""),
    ],
)
def test_every_option_of_an_address_is_handed_on(address: str, variables: dict[str, str], conninfo: str):
    route = route_to(create_engine(address))

    assert (route.variables, route.conninfo) == (variables, conninfo)
    assert variables.items() <= route.environment.items()
    assert "p@ss" not in repr(route)


def test_a_secret_that_only_a_command_line_takes_is_refused():
    with pytest.raises(BackupError, match="sslpassword in SCHEDULER_DATABASE_URL cannot be handed"):
        route_to(create_engine("postgresql+psycopg://db/plans?sslpassword=secret"))


def program(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("says", "server", "message"),
    [
        ("pg_dump (PostgreSQL) 17.2", 180000, "pg_dump is of version 17, the database server of version 18: install"),
        ("pg_dump (PostgreSQL) 9.6.24", 180000, "pg_dump is of version 9, the database server of version 18: install"),
        ("not what it seems", 150000, "does not work: not what it seems"),
    ],
)
def test_a_program_that_cannot_read_the_server_is_named(tmp_path, monkeypatch, says: str, server: int, message: str):
    program(tmp_path, "pg_dump", f"print({says!r})")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=message):
        program_for("pg_dump", server)


@pytest.mark.parametrize("says", ["pg_dump (PostgreSQL) 18.1 (Debian 18.1-1.pgdg12+1)", "pg_dump (PostgreSQL) 19beta1"])
def test_a_program_as_old_as_the_server_or_newer_will_do(tmp_path, monkeypatch, says: str):
    program(tmp_path, "pg_dump", f"print({says!r})")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program_for("pg_dump", 180006) == str(tmp_path / "pg_dump")


def test_only_the_line_that_says_why_is_shown():
    output = (
        "WARNING:  odd\npsql:<stdin>:5: ERROR:  duplicate key value\nDETAIL:  Key (email)=(ana@bay.example) exists.\n"
    )
    assert first_error(output) == "psql:<stdin>:5: ERROR:  duplicate key value"
    assert first_error("") == "it says nothing"


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize(("command", "name"), [("backup", "pg_dump"), ("restore", "pg_restore"), ("restore", "psql")])
def test_a_program_that_is_missing_is_named(site: Site, copy: Path, tmp_path, monkeypatch, command: str, name: str):
    for other in {"pg_dump", "pg_restore", "psql"} - {name}:
        program(tmp_path / "bin", other, "print('program (PostgreSQL) 99.0')")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    ended = site.run(command, str(copy), *(["--replace", "--yes"] if command == "restore" else []))

    assert ended.exit_code == 1
    assert ended.stderr.splitlines()[-1] == (
        f"Error: {name} is not installed. Install PostgreSQL's client programs and run this again."
    )
    assert names(site)[0] == "Ana"


@pytest.mark.engines("postgresql")
def test_no_secret_stands_in_a_command(new_site: NewSite, built: Site, tmp_path, monkeypatch):
    site = new_site("site", like=built)
    address = create_engine(site.config.database_url).url
    secret = address.set(password=SECRET).update_query_dict({"keepalives_idle": "30", "sslmode": "prefer"})
    object.__setattr__(site.config, "database_url", secret.render_as_string(hide_password=False))
    note = "import json, os, sys; open(f'{sys.argv[0]}.seen', 'w').write(json.dumps([sys.argv, dict(os.environ)]))"
    program(tmp_path / "bin", "pg_dump", f"{note}\nprint('pg_dump (PostgreSQL) 99.0')")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    ended = site.run("backup", str(tmp_path / "copies"))

    assert ended.exit_code == 0, ended.stderr
    arguments, environment = json.loads((tmp_path / "bin" / "pg_dump.seen").read_text())
    assert environment["PGPASSWORD"] == SECRET
    assert environment["PGSSLMODE"] == "prefer"
    assert "--dbname=keepalives_idle=30" in arguments
    assert SECRET not in " ".join(arguments) + ended.output


@pytest.mark.engines("postgresql")
def test_a_database_of_an_odd_name_and_a_schema_of_its_own_goes_there_and_back(
    new_site: NewSite, built: Site, postgresql_server: URL, tmp_path
):
    site = new_site("site", like=built)
    plain = create_engine(site.config.database_url).url
    odd = plain.set(database='the "plans" of 100% & more').update_query_dict({"options": "-csearch_path=plans_2027"})
    administer(postgresql_server, f'ALTER DATABASE "{plain.database}" RENAME TO "the ""plans"" of 100% & more"')
    try:
        object.__setattr__(site.config, "database_url", odd.render_as_string(hide_password=False))
        engine = create_engine(odd)
        with engine.begin() as connection:
            connection.execute(text("ALTER SCHEMA public RENAME TO plans_2027"))
            connection.execute(text("CREATE SCHEMA public"))
            connection.execute(text("CREATE TABLE public.of_another_program (id INTEGER)"))
        assert site.run("backup", str(tmp_path / "copies")).exit_code == 0
        with engine.begin() as connection:
            connection.execute(text("UPDATE person SET name = 'Somebody'"))
        engine.dispose()

        ended = site.run("restore", str(tmp_path / "copies"), "--replace", "--yes")

        assert ended.exit_code == 0, ended.stderr
        assert names(site)[0] == "Ana"
        with site.app().app_context(), db.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM public.of_another_program")) == 0
        site.stop()
    finally:
        quoted = odd.set(database=str(odd.database).replace('"', '""'))
        drop_database(postgresql_server, quoted)


@pytest.mark.engines("postgresql")
def test_what_other_programs_have_beside_our_tables_is_left_alone(site: Site, tmp_path: Path):
    table, view = "CREATE TABLE theirs AS SELECT 1 AS id", "CREATE VIEW their_view AS SELECT name FROM person"
    engine = create_engine(site.config.database_url)
    with engine.begin() as connection:
        connection.execute(text(table))
    assert site.run("backup", str(tmp_path / "copies")).exit_code == 0
    with engine.begin() as connection:
        connection.execute(text("UPDATE theirs SET id = 2"))
        connection.execute(text(view))
    engine.dispose()

    refused = site.run("restore", str(tmp_path / "copies"), "--replace", "--yes")
    with engine.begin() as connection:
        connection.execute(text("DROP VIEW their_view"))
    engine.dispose()
    ended = site.run("restore", str(tmp_path / "copies"), "--replace", "--yes")

    assert "Nothing was restored, psql failed" in refused.stderr
    assert "because other objects depend on them." in refused.stderr
    assert ended.exit_code == 0, ended.stderr
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT id FROM theirs")) == 2
    engine.dispose()
