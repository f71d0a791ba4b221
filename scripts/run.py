"""Migrates, loads what ships, then runs the web server and the worker together until one ends or a signal comes."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType
from typing import Any

from config import ROOT, Config
from scheduler.environment import ConfigError
from scheduler.files import OTHERS
from scripts import web_command

START_SECONDS = 60
STOP_SECONDS = 40
POLL_SECONDS = 0.2
NAMES = ("web server", "worker")


def main() -> int:
    os.umask(OTHERS)
    try:
        config = Config.from_env()
    except ConfigError as error:
        sys.exit(f"Cannot start: {error}.")
    check_port(config)
    print(f"Database: {config.shown_database}", flush=True)
    family = Family({**os.environ, **web_command.ENVIRONMENT})
    prepare(family)
    return serve(config, family)


class Family:
    """Starts our children so that they end when we do, even if we are killed; see `scripts/with_parent.py`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        # Nobody ever writes; the second end is open for as long as this process lives, and nobody inherits it.
        self._lifeline, _ours = os.pipe()

    def start(self, command: list[str], **options: Any) -> subprocess.Popen[Any]:
        """Start `python -m MODULE …`."""
        interpreter, flag, *module = command
        wrapped = [interpreter, flag, "scripts.with_parent", str(self._lifeline), *module]
        return subprocess.Popen(wrapped, cwd=ROOT, env=self._environment, pass_fds=(self._lifeline,), **options)


def check_port(config: Config) -> None:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            sys.exit(
                f"Cannot listen on {config.host}:{config.port}: {error.strerror}. Choose another: PORT=8001 make run"
            )


def prepare(family: Family) -> None:
    process = family.start([sys.executable, "-m", "scripts.prepare"], stderr=subprocess.PIPE, text=True)
    _, errors = process.communicate()
    if process.returncode != 0:
        sys.exit(errors.rstrip())


def flask(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "flask", *arguments]


def serve(config: Config, family: Family) -> int:
    """Run both until one ends or a signal comes; 0 after a signal, 1 if one of them ended by itself."""
    asked_to_stop: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        asked_to_stop.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, remember)
    # Sessions of their own: a Ctrl-C in the terminal reaches them once, through us.
    processes = [
        family.start(command, start_new_session=True) for command in (web_command.command(config), flask("worker"))
    ]
    announced = False
    started = time.monotonic()
    while not asked_to_stop and all(process.poll() is None for process in processes):
        if not announced and answers(config):
            announce(config, family)
            announced = True
        if not announced and time.monotonic() - started > START_SECONDS:
            print(f"The web server has not answered for {START_SECONDS} seconds; stopping.", file=sys.stderr)
            break
        time.sleep(POLL_SECONDS)
    ended = [name for name, process in zip(NAMES, processes, strict=True) if process.poll() is not None]
    stop(processes)
    if ended and not asked_to_stop:
        print(f"The {' and the '.join(ended)} ended; everything was stopped. Start it again.", file=sys.stderr)
    return 0 if asked_to_stop else 1


def answers(config: Config) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.host, config.host)  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(host, config.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(config: Config, family: Family) -> None:
    print(f"\nCoalition Scheduler is at {config.base_url}\n", flush=True)
    process = family.start(flask("first-step"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output, _ = process.communicate()
    print(output, flush=True)
    given = [
        setting for setting in sorted(os.environ) if setting in {"HOST", "PORT"} or setting.startswith("SCHEDULER_")
    ]
    if given and output:
        print(f"Commands need the settings that this server was started with: {', '.join(given)}.\n", flush=True)
    credentials = config.instance_dir / "demo.txt"
    if config.demo and credentials.exists():
        print(credentials.read_text(encoding="utf-8"), flush=True)


def stop(processes: list[subprocess.Popen[Any]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        # Each leads a group of its own: whatever it leaves behind ends with it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
