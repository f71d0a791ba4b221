"""The secret key goes with the data; where it does not, that is said as loudly as it matters."""

import dataclasses
import json
from pathlib import Path

from tests.backup.conftest import NewSite, Site

OWN_KEY = "the key that a setting gives, and long enough for it"
MATTERS = "with another key the feed addresses that people see answer 404"


def set_elsewhere(site: Site, key: str) -> None:
    """Let the key come from a setting."""
    site.config = dataclasses.replace(site.config, secret_key=key)
    site.key_is_kept = False
    site.key_path.unlink()


def test_a_key_that_a_setting_gives_is_in_the_backup_too(site: Site, tmp_path: Path):
    set_elsewhere(site, OWN_KEY)

    ended = site.run("backup", str(tmp_path / "copies"))

    (key,) = (tmp_path / "copies").glob("*/secret_key")
    assert key.read_text() == OWN_KEY
    assert "the secret key." in ended.stdout
    assert OWN_KEY not in ended.output


def test_a_backup_without_the_key_says_so_loudly(site: Site, tmp_path: Path):
    ended = site.run("backup", str(tmp_path / "copies"), "--without-key")

    (folder,) = (tmp_path / "copies").iterdir()
    assert not (folder / "secret_key").exists()
    assert json.loads((folder / "manifest.json").read_text())["secret_key"] is None
    assert "NO secret key." in ended.stdout
    assert f"WITHOUT THE SECRET KEY. Keep it elsewhere: {MATTERS}" in ended.stderr


def test_without_a_key_in_the_backup_another_one_in_use_is_said_loudly(site: Site, new_site: NewSite, tmp_path: Path):
    assert site.run("backup", str(tmp_path / "copies"), "--without-key").exit_code == 0
    same, other = new_site("same", like=site), new_site("other")
    key = other.key_path.read_text()

    silent = same.run("restore", str(tmp_path / "copies"), "--replace", "--yes")
    loud = other.run("restore", str(tmp_path / "copies"))

    assert (silent.exit_code, "KEY" in silent.stderr) == (0, False)
    assert (loud.exit_code, other.key_path.read_text()) == (0, key)
    assert "THE BACKUP HOLDS NO SECRET KEY, AND THE ONE IN USE IS NOT THE ONE OF ITS TIME." in loud.stderr
    assert MATTERS in loud.stderr


def test_a_key_that_a_setting_gives_is_left_to_its_owner_and_named(copy: Path, new_site: NewSite):
    other = new_site("other")
    set_elsewhere(other, OWN_KEY)

    ended = other.run("restore", str(copy))

    (kept,) = copy.glob("*/secret_key")
    assert ended.exit_code == 0
    assert "THE SECRET KEY SET FOR THIS PROGRAM IS NOT THE BACKUP'S." in ended.stderr
    assert f"set SCHEDULER_SECRET_KEY_FILE to a copy of {kept}: {MATTERS}" in ended.stderr
    assert not other.key_path.exists()


def test_the_same_key_needs_no_word(site: Site, copy: Path):
    ended = site.run("restore", str(copy), "--replace", "--yes")
    assert (ended.exit_code, "key" in ended.stdout.split("Restored")[1]) == (0, False)
