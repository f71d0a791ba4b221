"""What we write is for its owner alone, whatever the umask, and what was left open is closed."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from config import Config
from scheduler.db import prepare_engine, sqlite_path
from scheduler.files import close_instance, create_private, make_private_folder, write_private
from tests.plugins.databases import connected


@pytest.fixture(params=[0o000, 0o022], ids=["umask 000", "umask 022"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> dict[str, str]:
    """Every file and folder under a folder, by its name, with its mode in octal."""
    return {str(path.relative_to(folder)): f"{mode(path):o}" for path in folder.rglob("*")}


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """An instance folder of a release that did not mind."""
    folder = tmp_path / "instance"
    for name in ("scheduler.db", "scheduler.db-wal", "secret_key", "demo.txt", "mail/00000001.eml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="ascii")
        (folder / name).chmod(0o644)
    (folder / "mail").chmod(0o755)
    folder.chmod(0o777)
    return folder


def test_new_files_and_folders_are_closed(umask, tmp_path):
    make_private_folder(tmp_path / "srv" / "plans")
    write_private(tmp_path / "srv" / "plans" / "key", b"secret")
    os.close(create_private(tmp_path / "srv" / "plans" / "draft"))

    assert modes(tmp_path) == {"srv": "700", "srv/plans": "700", "srv/plans/key": "600", "srv/plans/draft": "600"}
    assert (tmp_path / "srv" / "plans" / "key").read_bytes() == b"secret"


def test_a_file_is_replaced_as_a_whole_and_closed(umask, tmp_path):
    path = tmp_path / "demo.txt"
    path.write_text("old and longer", encoding="ascii")
    path.chmod(0o666)

    write_private(path, b"new")

    assert (path.read_bytes(), mode(path), list(tmp_path.iterdir())) == (b"new", 0o600, [path])


def test_a_file_that_cannot_be_replaced_is_kept(tmp_path):
    (tmp_path / "demo.txt").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_private(tmp_path / "demo.txt", b"new")
    assert list(tmp_path.iterdir()) == [tmp_path / "demo.txt"]


def test_a_database_is_closed_with_all_that_sqlite_keeps_beside_it(umask, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    prepare_engine(engine)
    with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        connection.execute(text("CREATE TABLE in_wal (id INTEGER)"))
        seen = modes(tmp_path)
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "elsewhere.db", isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("CREATE TABLE in_journal (id INTEGER)")
        seen |= modes(tmp_path)

    names = ("elsewhere.db", "elsewhere.db-wal", "elsewhere.db-shm", "elsewhere.db-journal")
    assert seen == dict.fromkeys(names, "600")


def test_a_database_that_was_open_to_others_is_closed_and_named(tmp_path, caplog):
    path = tmp_path / "elsewhere.db"
    path.touch(mode=0o644)

    connected(f"sqlite:///{path}").dispose()

    assert mode(path) == 0o600
    assert caplog.messages == [f"Closed to other accounts of this machine: {path}."]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sqlite:////srv/plans.db", "/srv/plans.db"),
        ("sqlite:///file:/srv/my%20plans.db?uri=true&mode=rw", "/srv/my plans.db"),
        ("sqlite:///file:plans?uri=true&mode=memory", None),
        ("sqlite://", None),
    ],
)
def test_the_file_of_a_database_is_found(address, path):
    assert sqlite_path(make_url(address)) == (Path(path) if path else None)


def test_an_instance_folder_of_ours_is_closed_at_start(loose, caplog):
    Config.from_env({"SCHEDULER_INSTANCE_DIR": str(loose)})

    assert mode(loose) == 0o700
    assert set(modes(loose).values()) == {"600", "700"}
    assert str(loose / "mail" / "00000001.eml") in caplog.messages[0]
    caplog.clear()
    Config.from_env({"SCHEDULER_INSTANCE_DIR": str(loose)})
    assert caplog.messages == []


def test_in_a_folder_of_many_programs_only_our_files_are_closed(loose, caplog):
    (loose / "other-program").mkdir(mode=0o755)
    (loose / "other-program" / "its.db").touch(mode=0o644)

    Config.from_env({"SCHEDULER_INSTANCE_DIR": str(loose)})

    assert mode(loose) == 0o777
    open_to_others = {name for name, found in modes(loose).items() if found not in {"600", "700"}}
    assert open_to_others == {"other-program", "other-program/its.db"}
    assert f"{loose}," not in caplog.messages[0]


def test_all_of_the_default_folder_is_ours(loose):
    (loose / "notes.txt").touch(mode=0o644)

    close_instance(loose, is_default=True)

    assert (mode(loose), mode(loose / "notes.txt")) == (0o700, 0o600)


def test_what_a_link_leads_to_is_left_alone(loose, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").touch()
    (tmp_path / "outside" / "file").chmod(0o644)
    (loose / "mail" / "link").symlink_to(tmp_path / "outside")

    close_instance(loose, is_default=True)

    assert mode(tmp_path / "outside" / "file") == 0o644
