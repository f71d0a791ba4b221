"""Everything that a running product writes is its owner's alone from the first byte."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.tree import ROOT, python_files, relative

pytestmark = pytest.mark.timeout(180)

WRITES = re.compile(
    r"\.write_(text|bytes)\(|\.mkdir\(|\.touch\(|os\.open\(|copyfile\(|copy2?\(\w+, |open\([^)]*[\"'][wax]"
)


def run_wide_open(umask: str, folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "tests.repo.wide_open", umask, *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCHEDULER_")}
    environment |= {"SCHEDULER_INSTANCE_DIR": str(folder / "instance"), "PYTHONTZPATH": ""}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("umask", ["000", "022"])
def test_what_commands_write_is_closed_when_it_is_made(umask, tmp_path):
    for arguments in (["db", "upgrade"], ["seed-demo"]):
        run_wide_open(umask, tmp_path, *arguments)

    found = {path: path.stat().st_mode for path in (tmp_path / "instance").rglob("*")}
    names = {path.name for path in found if path.is_file()}
    assert {"scheduler.db", "secret_key", "demo.txt"} <= names
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700
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
