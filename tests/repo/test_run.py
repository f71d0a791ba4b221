"""`make run`, from an empty folder to a product that answers, and back to nothing."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.plugins.mail import free_port
from tests.repo.tree import ROOT

COMMAND = [sys.executable, "-m", "scripts.run"]

pytestmark = pytest.mark.timeout(180)


def environment(folder: Path, **settings: str) -> dict[str, str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("SCHEDULER_", "HOST", "PORT"))
    }
    return {**inherited, "PYTHONTZPATH": "", "SCHEDULER_INSTANCE_DIR": str(folder), **settings}


@contextmanager
def started(folder: Path, port: int, **settings: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run the product until the block ends; give what it prints up to its address."""
    process = subprocess.Popen(
        COMMAND,
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
            if f"http://127.0.0.1:{port}" in line:
                break
        yield process, printed
    finally:
        process.terminate()
        process.communicate(timeout=60)


def answer(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_starts_on_nothing_answers_and_leaves_nothing_behind(tmp_path):
    port = free_port()

    with started(tmp_path, port) as (process, printed):
        answers = [answer(port, path) for path in ("/healthz", "/", "/observances")]
        family = psutil.Process(process.pid).children(recursive=True)

    assert answers == [200, 200, 200], printed
    assert process.returncode == 0
    assert len(family) >= 3
    assert [member for member in family if member.is_running() and member.status() != psutil.STATUS_ZOMBIE] == []
    assert (tmp_path / "demo.txt").exists()


def test_when_the_worker_dies_the_web_server_ends_too(tmp_path):
    port = free_port()

    with started(tmp_path, port, SCHEDULER_DEMO="0") as (process, _printed):
        children = psutil.Process(process.pid).children()
        (worker,) = [child for child in children if "worker" in child.cmdline()]
        worker.send_signal(signal.SIGKILL)
        process.wait(timeout=60)

    assert process.returncode == 1


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
