"""Where tests write: in memory if it has room, as thousands of databases are copied there and closed again."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

FOLDER_SETTING = "SCHEDULER_TEST_FOLDER"
IN_MEMORY, ROOM_BYTES = Path("/dev/shm"), 4_000_000_000


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a folder for everything temporary, also of the processes that tests start."""
    if not hasattr(config, "workerinput"):
        folder = _place() / f"scheduler-tests-{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700)
        os.environ[FOLDER_SETTING] = os.environ["TMPDIR"] = str(folder)
        # It may have been asked for before.
        tempfile.tempdir = None


def _place() -> Path:
    has_room = os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM_BYTES
    return IN_MEMORY if has_room else Path(tempfile.gettempdir())


def folder_of_run() -> Path:
    """Return the folder of this run, the same in all its processes."""
    return Path(os.environ[FOLDER_SETTING])


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind; to look at what a test left, give `--basetemp`."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(folder_of_run(), ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Make room: what pytest offers for this looks through the folders of all tests each time."""
    path = getattr(item, "funcargs", {}).get("tmp_path")
    try:
        return (yield)
    finally:
        if path is not None:
            shutil.rmtree(path, ignore_errors=True)
