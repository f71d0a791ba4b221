"""What cannot be restored is refused with one sentence, and the database stays as it was."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.backup.domain.manifest import Manifest
from scheduler.backup.folders import part_of
from scheduler.db import db
from scheduler.schema.fitness import UNFINISHED
from tests.backup.conftest import NewSite, Site, names
from tests.plugins.databases import connected

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def folder_of(copies: Path) -> Path:
    (path,) = copies.glob("*/manifest.json")
    return path.parent


def change(copies: Path, **values: object) -> None:
    path = folder_of(copies) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}), encoding="utf-8")


def database_of(copies: Path) -> Path:
    (path,) = folder_of(copies).glob("database.*")
    return path


def sign_again(copies: Path) -> None:
    """Let the manifest say that the database is as it is now."""
    part = part_of(database_of(copies))
    change(copies, database={"file": part.file, "bytes": part.bytes, "sha256": part.sha256})


def cut(copies: Path) -> None:
    path = database_of(copies)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_and_sign(copies: Path) -> None:
    cut(copies)
    sign_again(copies)


def flip(copies: Path) -> None:
    content = bytearray(database_of(copies).read_bytes())
    content[len(content) // 2] ^= 1
    database_of(copies).write_bytes(bytes(content))


def other_key(copies: Path) -> None:
    path = folder_of(copies) / "secret_key"
    path.write_text("another key of the same length and also random", encoding="ascii")
    part = part_of(path)
    change(copies, secret_key={"file": part.file, "bytes": part.bytes, "sha256": part.sha256})


Spoil = Callable[[Path], object]
SPOILT: dict[str, tuple[Spoil, str]] = {
    "truncated": (cut, "is damaged or not complete."),
    "truncated, and said so": (cut_and_sign, "Nothing was restored"),
    "one bit changed": (flip, "is damaged or not complete."),
    "no database": (lambda copies: database_of(copies).unlink(), "is missing."),
    "no key": (lambda copies: (folder_of(copies) / "secret_key").unlink(), "secret_key is missing."),
    "another key": (other_key, "its secret key is another than its manifest says."),
    "manifest damaged": (
        lambda copies: (folder_of(copies) / "manifest.json").write_bytes(b"{\xff"),
        "manifest.json is damaged.",
    ),
    "newer format": (lambda copies: change(copies, format=3), "made by a newer version of the program"),
    "newer schema": (
        lambda copies: change(copies, schema="9999", version="9.0.0"),
        "The backup has a newer schema (9999) than this program knows",
    ),
    "another kind of database": (
        lambda copies: change(copies, engine="oracle"),
        "The backup is of oracle, the database",
    ),
    "other rows": (lambda copies: change(copies, counts={"person": 5}), "Nothing was restored"),
}


def untouched(site: Site) -> bool:
    """Whether all is as it was, down to the files, and the product starts."""
    files = {path.name for path in site.config.instance_dir.iterdir()} - {"scheduler.db-wal", "scheduler.db-shm"}
    works = site.run("first-step").exit_code == 0
    return works and names(site)[0] == "Ana María" and files <= {"scheduler.db", "secret_key"}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_backup_changes_nothing(lived_on: Site, copy: Path, case: str):
    is_refused(lived_on, copy, case)


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("case", ["truncated, and said so", "other rows"])
def test_a_spoilt_dump_changes_nothing(lived_on: Site, copy: Path, case: str):
    is_refused(lived_on, copy, case)


def is_refused(site: Site, copies: Path, case: str) -> None:
    spoil, message = SPOILT[case]
    spoil(copies)

    ended = site.run("restore", str(copies), "--replace", "--yes")

    assert ended.exit_code == 1, ended.output
    last = ended.stderr.splitlines()[-1]
    assert last.startswith("Error: ")
    assert message in last
    assert untouched(site)


def test_a_database_that_holds_people_is_not_replaced_by_the_way(lived_on: Site, copy: Path):
    ended = lived_on.run("restore", str(copy), "--yes")

    assert ended.exit_code == 1
    assert "The database is not empty: add --replace to throw away what it holds, 4 people and " in ended.stderr
    assert untouched(lived_on)


def test_a_catalogue_alone_is_nothing_to_be_asked_about(site: Site, copy: Path, new_site: NewSite):
    other = new_site("other")
    for arguments in (["db", "upgrade"], ["observances", "load-catalogue"]):
        assert other.run(*arguments).exit_code == 0

    assert other.run("restore", str(copy)).exit_code == 0
    assert names(other)[0] == "Ana"


def test_tables_of_another_program_are_never_touched(site: Site, copy: Path, new_site: NewSite):
    other = new_site("other")
    with other.app().app_context(), db.engine.connect().execution_options(sqlite_write=True) as connection:
        connection.execute(text("CREATE TABLE accounts (name VARCHAR(20))"))
        connection.commit()

    ended = other.run("restore", str(copy), "--replace", "--yes")

    assert ended.exit_code == 1
    assert "The database holds tables of another program" in ended.stderr
    with other.app().app_context(), db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM accounts")) == 0


def test_nothing_is_replaced_under_a_running_server(lived_on: Site, copy: Path):
    server = connected(lived_on.config.database_url)
    with server.connect() as connection:
        connection.execute(text("SELECT count(*) FROM person"))
    # An idle connection of its pool is all that a server has between two requests.
    ended = lived_on.run("restore", str(copy), "--replace", "--yes")
    server.dispose()

    assert ended.exit_code == 1
    assert "Error: The database is in use" in ended.stderr
    assert untouched(lived_on)


def test_what_holds_no_backup_is_named(site: Site, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    for folder, message in (("empty", "holds no backup"), ("nowhere", "is not a folder"), ("file", "is a file")):
        ended = site.run("restore", str(tmp_path / folder))
        assert ended.exit_code in {1, 2}
        assert message in ended.stderr


def test_a_restore_that_was_cut_off_is_run_again_without_being_asked(lived_on: Site, copy: Path):
    with lived_on.app().app_context(), db.engine.connect().execution_options(sqlite_write=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :mark"), {"mark": UNFINISHED})
        connection.commit()
    assert lived_on.run("first-step").exit_code == 1

    ended = lived_on.run("restore", str(copy))

    assert ended.exit_code == 0, ended.stderr
    assert names(lived_on)[0] == "Ana"


@pytest.mark.engines("sqlite")
def test_a_damaged_database_is_replaced_and_kept(lived_on: Site, copy: Path):
    database = lived_on.config.instance_dir / "scheduler.db"
    database.write_bytes(b"not a database at all " * 1000)

    refused = lived_on.run("restore", str(copy))
    assert "add --replace to throw away a damaged database" in refused.stderr
    ended = lived_on.run("restore", str(copy), "--replace", "--yes")

    assert ended.exit_code == 0, ended.stderr
    (kept,) = database.parent.glob("scheduler.db.damaged-*")
    assert f"The damaged database is kept as {kept}." in ended.stdout
    assert kept.read_bytes().startswith(b"not a database")
    assert names(lived_on)[0] == "Ana"


@pytest.mark.engines("sqlite")
def test_the_other_kind_of_database_is_named(site: Site, copy: Path, tmp_path: Path):
    manifest = Manifest.parse((folder_of(copy) / "manifest.json").read_text())
    assert manifest.engine == "sqlite"
    change(copy, engine="postgresql")
    ended = site.run("restore", str(copy), "--replace", "--yes")
    assert "The backup is of PostgreSQL, the database set for this program of SQLite" in ended.stderr


@pytest.mark.engines("sqlite")
def test_a_mistyped_path_is_not_made(site: Site, tmp_path: Path) -> None:
    ended = site.run("backup", str(tmp_path / "nowhere" / "below"))

    assert ended.exit_code == 1
    assert f"{tmp_path / 'nowhere'} is not a folder." in ended.output
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.engines("sqlite")
def test_a_folder_that_is_made_is_said_to_be(site: Site, tmp_path: Path) -> None:
    first, second = (site.run("backup", str(tmp_path / "new")).output for _ in range(2))

    assert f"Made {tmp_path / 'new'}, which was not there." in first
    assert "which was not there" not in second
