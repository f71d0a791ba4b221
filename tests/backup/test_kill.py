"""A restore that is killed, or meets a full disk, leaves what was there, or says that it has to be run again."""

import os
import signal
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.backup.conftest import Site, names
from tests.plugins.forked import run_forked

pytestmark = pytest.mark.timeout(120)

RESTORE = ("--replace", "--yes")
ONLY_SQLITE, ONLY_POSTGRESQL = pytest.mark.engines("sqlite"), pytest.mark.engines("postgresql")
BOTH = pytest.mark.engines("sqlite", "postgresql")


def run_dying(site: Site, moment: str, *arguments: str) -> CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCHEDULER_")}
    environment |= {
        "SCHEDULER_INSTANCE_DIR": str(site.config.instance_dir),
        "SCHEDULER_DATABASE_URL": site.config.database_url,
        "PYTHONTZPATH": "",
    }
    return run_forked(["-m", "tests.backup.dying", moment, *arguments], environment)


def killed(site: Site, moment: str, copies: Path) -> None:
    ended = run_dying(site, moment, "restore", str(copies), *RESTORE)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def is_as_it_was(site: Site) -> bool:
    return site.run("first-step").exit_code == 0 and names(site)[0] == "Ana María"


def asks_to_be_run_again(site: Site) -> bool:
    refused = site.run("first-step")
    return refused.exit_code == 1 and "A restore into this database was cut off" in refused.stderr


def is_whole(site: Site, copies: Path) -> bool:
    """Run it again, as asked; no file of the one that was killed is left."""
    again = site.run("restore", str(copies), *RESTORE)
    files = {path.name for path in site.config.instance_dir.iterdir()}
    return again.exit_code == 0 and names(site)[0] == "Ana" and files <= {"scheduler.db", "secret_key"}


@ONLY_SQLITE
@pytest.mark.parametrize("moment", ["copying", "brought up"])
def test_before_the_database_is_replaced_nothing_has_changed(lived_on: Site, copy: Path, moment: str):
    killed(lived_on, moment, copy)

    assert is_as_it_was(lived_on)
    assert is_whole(lived_on, copy)


@ONLY_POSTGRESQL
def test_before_the_transaction_ends_nothing_has_changed(lived_on: Site, copy: Path):
    killed(lived_on, "loading", copy)

    assert is_as_it_was(lived_on)
    assert is_whole(lived_on, copy)


@BOTH
@pytest.mark.parametrize("moment", ["before the key", "after the key"])
def test_until_the_key_is_there_nothing_starts(lived_on: Site, copy: Path, moment: str):
    key = lived_on.key_path.read_text()
    lived_on.key_path.write_text("another key than that of the backup, and long enough")

    killed(lived_on, moment, copy)

    assert asks_to_be_run_again(lived_on)
    assert is_whole(lived_on, copy)
    assert lived_on.key_path.read_text() == key


@ONLY_SQLITE
def test_right_after_the_database_is_replaced_it_asks_to_be_run_again(lived_on: Site, copy: Path):
    killed(lived_on, "replaced", copy)

    assert asks_to_be_run_again(lived_on)
    assert is_whole(lived_on, copy)


@ONLY_POSTGRESQL
def test_after_the_transaction_it_asks_to_be_run_again(lived_on: Site, copy: Path):
    killed(lived_on, "brought up", copy)

    assert asks_to_be_run_again(lived_on)
    assert is_whole(lived_on, copy)


@ONLY_SQLITE
def test_a_disk_without_room_for_the_copy_changes_nothing(lived_on: Site, copy: Path):
    ended = run_dying(lived_on, "full:200000", "restore", str(copy), *RESTORE)

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == "Error: Nothing was restored: File too large."
    assert is_as_it_was(lived_on)
    assert {path.name for path in lived_on.config.instance_dir.iterdir()} == {"scheduler.db", "secret_key"}


@BOTH
def test_a_disk_without_room_for_a_backup_leaves_none(site: Site, tmp_path: Path):
    ended = run_dying(site, "full:50000", "backup", str(tmp_path / "copies"))

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("Error: "), ended.stderr
    assert list((tmp_path / "copies").iterdir()) == []
