import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.backup.folders import BackupError, find_backup, new_folder
from tests.backup.domain.test_manifest import MANIFEST

AT = datetime(2027, 7, 1, 12, tzinfo=UTC)
DAY = 24 * 3600


def test_a_folder_is_there_as_a_whole_or_not_at_all(tmp_path: Path):
    with new_folder(tmp_path / "copies", AT) as (draft, final):
        (draft / "file").touch()
        assert not final.exists()
    assert [path.name for path in final.iterdir()] == ["file"]

    with pytest.raises(KeyError), new_folder(tmp_path / "copies", AT) as (draft, _final):
        raise KeyError
    assert list((tmp_path / "copies").iterdir()) == [final]


def test_what_a_backup_that_was_killed_has_left_goes_with_a_later_one(tmp_path: Path):
    old, young = tmp_path / ".scheduler-1.unfinished", tmp_path / ".scheduler-2.unfinished"
    for path, age in ((old, DAY + 1), (young, DAY - 60)):
        path.mkdir()
        (path / "database.sqlite").touch()
        os.utime(path, (AT.timestamp() - age, AT.timestamp() - age))

    with new_folder(tmp_path, AT):
        pass

    assert (old.exists(), young.exists()) == (False, True)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match="cannot be made or written"), new_folder(tmp_path / "file", AT):
        pass


def test_a_damaged_backup_keeps_nobody_from_a_newer_one(tmp_path: Path):
    for name in ("scheduler-20270701T120000Z", "scheduler-20270702T120000Z"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{", encoding="utf-8")
    newest = tmp_path / "scheduler-20270702T120000Z-2"
    newest.mkdir()
    (newest / "manifest.json").write_text(MANIFEST.to_json(), encoding="utf-8")

    assert find_backup(tmp_path) == (newest, MANIFEST)
