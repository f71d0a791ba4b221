"""Everything that a running product writes is its owner's alone from the first byte."""

import os
import re
import stat

import pytest

from tests.plugins.audit import Extent
from tests.plugins.forked import run_forked
from tests.repo.tree import ROOT, python_files, relative

pytestmark = pytest.mark.timeout(180)

WRITES = re.compile(
    r"\.write_(text|bytes)\(|\.mkdir\(|\.touch\(|os\.open\(|copyfile\(|\bcopy2?\(\w+, |open\([^)]*[\"'][wax]"
)


def run_wide_open(umask: str, *commands: list[str]) -> None:
    words = [word for command in commands for word in [*command, "then"]]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCHEDULER_")}
    ended = run_forked(["-m", "tests.repo.wide_open", umask, *words], environment | {"PYTHONTZPATH": ""})
    assert ended.returncode == 0, ended.stderr


def test_what_commands_write_is_closed_when_it_is_made(tmp_path, extent: Extent):
    # The usual one as well, in case that what is open to all is closed afterwards.
    for umask in extent.some(("000", "022"), 0, 1):
        folder = tmp_path / umask
        folder.mkdir(mode=0o700)
        assert_commands_write_closed(umask, folder)


def assert_commands_write_closed(umask, tmp_path):
    instance, copies, other = tmp_path / "instance", tmp_path / "copies", tmp_path / "other"
    run_wide_open(
        umask,
        [str(instance), "db", "upgrade"],
        [str(instance), "seed-demo"],
        [str(instance), "backup", str(copies)],
        [str(other), "restore", str(copies)],
    )

    found = {path: path.stat().st_mode for path in tmp_path.rglob("*")}
    names = {str(path.relative_to(tmp_path)) for path in found}
    assert names >= {f"instance/{name}" for name in ("scheduler.db", "secret_key", "demo.txt")}
    assert names >= {"copies", "other", "other/scheduler.db", "other/secret_key"}
    assert {path.name for path in copies.glob("*/*")} == {"database.sqlite", "secret_key", "manifest.json"}
    wanted = {path: 0o700 if stat.S_ISDIR(mode) else 0o600 for path, mode in found.items()}
    assert {path: stat.S_IMODE(mode) for path, mode in found.items()} == wanted


def test_files_are_written_in_one_place():
    elsewhere = [
        f"{relative(path)}: {line.strip()}"
        for path in [*python_files("scheduler"), ROOT / "config.py"]
        if path.name != "files.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if WRITES.search(line)
    ]

    assert elsewhere == []
