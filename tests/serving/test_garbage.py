"""A process that answers requests looks for garbage seldom, and never again through what stood when it started."""

import gc
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from scheduler.serving import garbage
from tests.repo.tree import ROOT

STARTED = """
import gc, os
os.environ["SCHEDULER_SECRET_KEY"], os.environ["SCHEDULER_INSTANCE_DIR"] = "k" * 40, os.getcwd()
import wsgi
print(gc.get_stats()[-1]["collections"], gc.isenabled())
"""


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    # What is frozen by now stays so: tests freeze what they have loaded as well.
    gc.set_threshold(*thresholds)


def test_what_stands_is_left_alone_and_the_rest_looked_through_less_often():
    before = gc.get_freeze_count()

    garbage.settle()

    assert gc.get_freeze_count() > before
    assert gc.get_threshold() == garbage.THRESHOLDS
    assert gc.isenabled()


def test_nothing_is_looked_through_while_the_application_is_loaded(tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "scheduler.db")
    command = [sys.executable, "-c", STARTED]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONTZPATH": ""}

    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)

    assert ended.stdout.split() == ["0", "True"]
