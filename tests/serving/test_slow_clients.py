"""Whoever sends or reads slowly, or never ends, keeps nobody else waiting and is let go in time."""

import contextlib
import socket

import pytest

from tests.serving.conftest import WebServer
from tests.serving.watching import BIG_PART, BIG_PARTS

MANY = 60
HEAD = b"GET /login HTTP/1.1\r\nHost: localhost\r\nX-Unfinished"
BODY = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
BODY += b"Content-Length: 1000\r\n\r\nemail="
BODY_IN_CHUNKS = BODY.replace(b"Content-Length: 1000", b"Transfer-Encoding: chunked").replace(
    b"email=", b"6\r\nemail=\r\n"
)

pytestmark = pytest.mark.timeout(180)


def is_waiting(connection: socket.socket) -> bool:
    """Say whether the server has neither answered nor hung up."""
    connection.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        return connection.recv(1, socket.MSG_PEEK) is None
    return True


def read_to_end(connection: socket.socket) -> bytes:
    data = b""
    while piece := connection.recv(65536):
        data += piece
    return data


def test_sixty_unfinished_heads_and_bodies_stop_neither_pages_nor_feeds(web_server: WebServer) -> None:
    unfinished = [web_server.open(sent) for sent in (HEAD, BODY, BODY_IN_CHUNKS) for _ in range(MANY)]

    for _ in range(5):
        assert b"csrf_token" in web_server.ask("/login").body
        assert b"BEGIN:VCALENDAR" in web_server.ask("/feeds/public.ics").body
        form = web_server.ask("/login", {"Content-Type": "application/x-www-form-urlencoded"}, "POST", b"email=a")
        assert form.status == 400
    assert web_server.ask("/feeds/public.ics", {"If-None-Match": "*"}).status == 304

    assert all(is_waiting(connection) for connection in unfinished)


def test_readers_that_do_not_read_stop_nobody(web_server: WebServer) -> None:
    request = b"GET /test/big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    readers = [web_server.open(request, buffer=4096) for _ in range(MANY // 6)]

    for _ in range(3):
        assert b"csrf_token" in web_server.ask("/login").body
    assert web_server.ask("/test/big").body == BIG_PARTS * BIG_PART

    for reader in readers:
        assert reader.recv(4096).startswith(b"HTTP/1.1 200 OK\r\n")
        reader.close()


@pytest.mark.parametrize("sent", [BODY, BODY_IN_CHUNKS])
def test_an_unfinished_body_is_told_and_let_go(hasty_server: WebServer, sent: bytes) -> None:
    received = read_to_end(hasty_server.open(sent))

    assert received.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert b"Your request did not arrive in time. Please send it again." in received


@pytest.mark.parametrize("sent", [HEAD, b"GET /", b""])
def test_an_unfinished_head_is_let_go(hasty_server: WebServer, sent: bytes) -> None:
    assert read_to_end(hasty_server.open(sent)) == b""


def test_a_head_without_end_is_refused(hasty_server: WebServer) -> None:
    connection = hasty_server.open(b"GET /login HTTP/1.1\r\nHost: localhost\r\n")
    received = b""
    with contextlib.suppress(ConnectionError):
        for _ in range(1000):
            connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")
    with contextlib.suppress(ConnectionError):
        received = read_to_end(connection)

    assert b"200 OK" not in received
    assert hasty_server.ask("/healthz").status == 200
