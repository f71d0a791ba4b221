"""Real web servers, started for a measurement, and single questions to them over a kept connection."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Server:
    """A running web server."""

    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def running(command: list[str], port: int, env: dict[str, str]) -> Iterator[Server]:
    """Run a web server until the block ends."""
    process = subprocess.Popen(command, env=os.environ | env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def ask(connection: socket.socket, question: bytes) -> bytes:
    """Send one request on a kept connection and return the whole answer."""
    connection.sendall(question)
    data = bytearray()
    while b"\r\n\r\n" not in data:
        data += _some(connection)
    end = data.index(b"\r\n\r\n") + 4
    head = bytes(data[:end]).lower()
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in head else 0
    missing = length - (len(data) - end)
    buffer = memoryview(bytearray(max(missing, 0)))
    while missing > 0:
        read = connection.recv_into(buffer, missing)
        if read == 0:
            raise ConnectionError("the server hung up")
        data += buffer[:read]
        missing -= read
    return bytes(data)


def _some(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionError("the server hung up")
    return piece


def question(path: str, headers: dict[str, str]) -> bytes:
    """Return a GET request in bytes."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
