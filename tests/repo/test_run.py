"""`make run`, from an empty folder to a product that answers, and back to nothing."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.plugins.mail import free_port
from tests.repo.tree import ROOT

COMMAND = [sys.executable, "-m", "scripts.run"]
ONLY_SERVE = """
import os, sys
from config import Config
from scripts import run, web_command
sys.exit(run.serve(Config.from_env(), run.Family({**os.environ, **web_command.ENVIRONMENT})))
"""
"""What `scripts.run` does once the database is prepared."""

pytestmark = pytest.mark.timeout(180)


def environment(folder: Path, **settings: str) -> dict[str, str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("SCHEDULER_", "HOST", "PORT"))
    }
    return {**inherited, "PYTHONTZPATH": "", "SCHEDULER_INSTANCE_DIR": str(folder), **settings}


@contextmanager
def started(
    folder: Path, port: int, command: list[str] = COMMAND, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run the product until the block ends; give what it prints up to its address."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(folder, PORT=str(port), **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    printed: list[str] = []
    try:
        for line in process.stdout:
            printed.append(line.strip())
            if f"is at http://127.0.0.1:{port}" in line:
                break
        yield process, printed
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def serving(folder: Path, template: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the product on a database that is prepared already, until the block ends."""
    shutil.copy(template, folder / "scheduler.db")
    with started(folder, free_port(), [sys.executable, "-c", ONLY_SERVE], SCHEDULER_DEMO="0") as (process, _printed):
        yield process


def answer(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def wait_for_the_end_of(family: list[psutil.Process]) -> None:
    """Return when none of them lives; whoever is meant to, gets a minute for it."""
    deadline = time.monotonic() + 60
    while any(lives(member) for member in family):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_it_starts_on_nothing_answers_and_leaves_nothing_behind(tmp_path):
    port = free_port()

    with started(tmp_path, port) as (process, printed):
        answers = [answer(port, path) for path in ("/healthz", "/", "/observances")]
        family = psutil.Process(process.pid).children(recursive=True)

    assert answers == [200, 200, 200], printed
    assert process.returncode == 0
    assert len(family) >= 3
    assert [member for member in family if lives(member)] == []
    assert (tmp_path / "demo.txt").exists()


def test_when_one_of_them_is_killed_all_end(tmp_path, sqlite_template):
    # The server has a process of its own that must not be left; what waits for either is the same.
    for victim in ("scripts.granian", "worker"):
        with serving(tmp_path, sqlite_template) as process:
            children = psutil.Process(process.pid).children()
            family = psutil.Process(process.pid).children(recursive=True)
            (killed,) = [child for child in children if victim in child.cmdline()]
            killed.send_signal(signal.SIGKILL)
            process.wait(timeout=60)

        assert process.returncode == 1
        wait_for_the_end_of(family)


def test_when_it_is_killed_nothing_of_it_goes_on(tmp_path, sqlite_template):
    with serving(tmp_path, sqlite_template) as process:
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()

        assert len(family) >= 3
        wait_for_the_end_of(family)


def test_when_it_is_killed_while_it_prepares_that_ends_too(tmp_path):
    settings = environment(tmp_path, PORT=str(free_port()))
    process = subprocess.Popen(COMMAND, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (family := psutil.Process(process.pid).children()):
        time.sleep(0.01)
    process.kill()
    process.wait()

    wait_for_the_end_of(family)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [({"SCHEDULER_TIME_ZONE": "Mars/Base"}, "SCHEDULER_TIME_ZONE"), ({"HOST": "0.0.0.0"}, "SCHEDULER_SECRET_KEY")],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path, settings, reason):
    ended = subprocess.run(
        COMMAND, cwd=ROOT, env=environment(tmp_path, **settings), capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Cannot start: {reason} ")
    assert not (tmp_path / "scheduler.db").exists()


def test_what_fails_before_the_start_is_named_with_its_reason(tmp_path):
    (tmp_path / "scheduler.db").mkdir()

    ended = subprocess.run(COMMAND, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "cannot reach its database" in ended.stderr
    assert ended.stderr.rstrip().endswith("Cannot start: `flask db upgrade` failed; the reason is above.")


def test_what_starts_the_others_does_not_load_the_application_itself():
    probe = "import sys, scripts.run; print(*sorted({'scheduler.app', 'flask', 'sqlalchemy'} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ended.stdout.split() == []


def test_a_port_in_use_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            COMMAND, cwd=ROOT, env=environment(tmp_path, PORT=port), capture_output=True, text=True, check=False
        )

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}: Address already in use.")
