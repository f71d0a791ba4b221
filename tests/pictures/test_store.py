"""The folder of picture files: whole files under the names of their bytes, and nothing else."""

import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.pictures.store import CannotStoreError, MissingFileError, PictureStore, name_of
from tests.repo.tree import ROOT

LATER = datetime(2100, 1, 1, tzinfo=UTC)
EARLIER = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> PictureStore:
    return PictureStore(tmp_path / "pictures")


def test_bytes_are_kept_under_their_hash_and_once(store: PictureStore):
    name = store.keep(b"one")
    assert store.keep(b"one") == name == name_of(b"one")
    other = store.keep(b"two")

    assert sorted(store.names()) == sorted([name, other])
    assert (store.read(name), store.holds(other), store.holds("0" * 64)) == (b"one", True, False)
    files = [path for path in store.folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {name, other}
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_what_is_missing_or_damaged_is_said(store: PictureStore):
    name = store.keep(b"one")
    (store.folder / name[:2] / name).write_bytes(b"other")
    for asked in (name, "0" * 64):
        with pytest.raises(MissingFileError):
            store.read(asked)


@pytest.mark.parametrize("name", ["", "../secret_key", "a" * 63, "A" * 64, "a" * 64 + "/..", "a" * 64 + "\n"])
def test_no_other_file_can_be_asked_for(store: PictureStore, name: str):
    with pytest.raises(ValueError, match="name"):
        store.read(name)


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_left(store: PictureStore):
    store.folder.parent.mkdir(exist_ok=True)
    store.folder.write_text("a file", encoding="utf-8")
    with pytest.raises(CannotStoreError):
        store.keep(b"one")
    assert list(store.names()) == []


def test_a_full_disk_leaves_no_half_file(store: PictureStore, monkeypatch: pytest.MonkeyPatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotStoreError, match="No space left"):
        store.keep(b"one")
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_who_is_killed_while_writing_leaves_nothing_under_a_name(store: PictureStore):
    program = """
        import os, signal, sys
        from pathlib import Path
        from scheduler.pictures.store import PictureStore
        os.fsync = lambda _descriptor: os.kill(os.getpid(), signal.SIGKILL)
        PictureStore(Path(sys.argv[1])).keep(b"half of it")
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(store.folder)], cwd=ROOT, check=False, timeout=60
    )
    assert ended.returncode == -9
    assert list(store.names()) == []
    (draft,) = (path for path in store.folder.rglob("*") if path.is_file())

    store.remove_drafts(EARLIER)
    assert draft.exists()
    store.remove_drafts(LATER)
    assert not draft.exists()


def test_files_are_found_by_age_and_removed(store: PictureStore):
    name = store.keep(b"one")
    (store.folder / "notes.txt").write_text("none of ours", encoding="utf-8")
    (store.folder / name[:2] / "notes.txt").write_text("none of ours", encoding="utf-8")

    assert list(store.older_than(EARLIER)) == []
    assert list(store.older_than(LATER)) == [name]
    store.remove(name)
    store.remove(name)
    assert list(store.names()) == []
    assert len(list(store.folder.rglob("notes.txt"))) == 2
