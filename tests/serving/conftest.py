"""The web server as it is started for people, in processes of its own; they have loaded the application already."""

import http.client
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from config import Config
from scripts import web_command
from tests.plugins.forked import Forked, fork
from tests.plugins.mail import free_port
from tests.serving.watching import GO, IDLE_SECONDS, WAITING

TARGET = "tests.serving.watched:app"
STARTS_IN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer over HTTP; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class WebServer:
    """A server that runs."""

    port: int
    folder: Path
    forked: Forked
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def process(self) -> BaseProcess:
        return self.forked.process

    def ask(self, path: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes = b"") -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body or None, headers or {})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answered(response.status, found, response.read())
        finally:
            connection.close()

    def open(self, sent: bytes, *, buffer: int | None = None) -> socket.socket:
        """Open a connection and send something; it is closed with the server."""
        connection = self.stack.enter_context(socket.socket())
        if buffer is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", self.port))
        connection.sendall(sent)
        return connection

    def wait_until_in_hand(self) -> None:
        """Wait until the application works on a request for `/test/wait`."""
        while not (self.folder / WAITING).exists():
            time.sleep(0.02)

    def let_go(self) -> None:
        (self.folder / GO).touch()

    def stop(self) -> None:
        """Ask it to stop unless it has ended, and wait for its end: sooner than it would be killed."""
        self.process.terminate()
        self.process.join(web_command.STOP_SECONDS - 5)
        assert self.process.exitcode is not None


Serve = Callable[..., WebServer]


@contextmanager
def started(folder: Path, *, head_seconds: float = web_command.HEAD_SECONDS, **settings: str) -> Iterator[WebServer]:
    """Serve a database of its own until the block ends."""
    port = free_port()
    environ = {"PORT": str(port), "SCHEDULER_INSTANCE_DIR": str(folder), "SCHEDULER_THREADS": "2", **settings}
    command = web_command.command(Config.from_env(environ), TARGET, head_seconds=head_seconds)
    ours = ("SCHEDULER_", "HOST", "PORT")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    forked = fork(command[1:], {**inherited, "PYTHONTZPATH": "", **environ})
    server = WebServer(port, folder, forked)
    try:
        _wait_for(server)
        yield server
    finally:
        server.stack.close()
        server.stop()
        forked.ended()


def _wait_for(server: WebServer) -> None:
    deadline = time.monotonic() + STARTS_IN_SECONDS
    while time.monotonic() < deadline and server.process.is_alive():
        try:
            server.ask("/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the web server did not start")


def instance(factory: pytest.TempPathFactory, template: Path) -> Path:
    folder = factory.mktemp("instance")
    shutil.copy(template, folder / "scheduler.db")
    return folder


@pytest.fixture(scope="module")
def web_server(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[WebServer]:
    """A server behind one proxy, whose application works on two requests at once."""
    with started(instance(tmp_path_factory, sqlite_template), SCHEDULER_PROXIES="1") as server:
        yield server


@pytest.fixture(scope="module")
def hasty_server(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[WebServer]:
    """A server without a proxy that waits for heads and bodies for a second."""
    settings = {IDLE_SECONDS: "1"}
    with started(instance(tmp_path_factory, sqlite_template), head_seconds=1, **settings) as server:
        yield server


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Serve]:
    """Starts a server of one's own, with the settings given."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(started(instance(tmp_path_factory, sqlite_template), **settings))
