"""Calls to addresses that people entered, against servers on this machine."""

import gzip
import http.server
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from typing_extensions import override

from scheduler.http_client import Failure, HttpClient, RequestFailedError
from tests.plugins.mail import free_port

HERE = frozenset({"127.0.0.1"})


class Server(http.server.ThreadingHTTPServer):
    """Answers as its path says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.respond()

    def do_POST(self) -> None:
        self.respond()

    def respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        match self.path.split("/")[1:]:
            case ["drip"]:
                self.drip()
            case ["packed", count]:
                self.answer(200, gzip.compress(b"0" * int(count)), {"Content-Encoding": "gzip"})
            case ["again", count]:
                self.answer(302, b"", {"Location": f"/again/{int(count) - 1}" if int(count) else "/end"})
            case ["to", *target]:
                self.answer(307, b"", {"Location": "/".join(target)})
            case ["status", status]:
                self.answer(int(status), b"no", {})
            case _:
                self.answer(200, b"BEGIN:VCALENDAR", {"ETag": '"1"', "Set-Cookie": "a=b"})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        """A header that never ends, a sign at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        try:
            while True:
                self.wfile.write(b"a")
                time.sleep(0.02)
        except OSError:
            self.close_connection = True

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()


@contextmanager
def failing_with(reason: Failure) -> Iterator[None]:
    with pytest.raises(RequestFailedError) as caught:
        yield
    assert caught.value.reason is reason
    assert str(caught.value) == reason.value
    assert caught.value.__cause__ is None


def test_an_address_is_asked_with_headers_and_without_cookies(server: Server) -> None:
    client = HttpClient(HERE)

    for _ in range(2):
        answer = client.get(f"{server.url}/a.ics", headers={"If-None-Match": '"1"'})

    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"BEGIN:VCALENDAR", '"1"')
    method, path, headers, _ = server.asked[1]
    assert (method, path, headers["If-None-Match"]) == ("GET", "/a.ics", '"1"')
    assert headers["User-Agent"] == "coalition-scheduler"
    assert "Cookie" not in headers


def test_an_object_is_handed_over_as_json_and_no_redirect_is_followed(server: Server) -> None:
    assert HttpClient(HERE).post_json(f"{server.url}/hook", {"text": "é"}).status == 200
    assert HttpClient(HERE).post_json(f"{server.url}/to/elsewhere", {"text": "é"}).status == 307

    method, _, headers, body = server.asked[0]
    assert (method, headers["Content-Type"], json.loads(body)) == ("POST", "application/json", {"text": "é"})
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [304, 404, 500])
def test_every_status_is_an_answer(server: Server, status: int) -> None:
    assert HttpClient(HERE).get(f"{server.url}/status/{status}").status == status


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"),
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255"),
        *("[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::]"),
        *("[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[fec0::1]"),
    ],
)
def test_inner_addresses_are_refused_in_every_form(server: Server, host: str, caplog: pytest.LogCaptureFixture) -> None:
    for scheme in ("http", "https"):
        with failing_with(Failure.INNER_ADDRESS):
            HttpClient().get(f"{scheme}://{host}:{server.server_port}/secret")

    assert server.asked == []
    assert caplog.text == ""


def test_a_name_is_resolved_once_and_what_it_becomes_later_is_not_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["192.0.2.1", "127.0.0.1"])
    connected = []

    def resolve(host: str, port: int, *_args: object, **_kwargs: object) -> list[object]:
        address = next(answers) if host == "moving.example" else host
        connected.append(address)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    with failing_with(Failure.INNER_ADDRESS):  # 192.0.2.0/24 is no address of anybody
        HttpClient().get(f"http://moving.example:{server.server_port}/")

    assert (connected, server.asked) == (["192.0.2.1"], [])


def test_a_redirect_is_checked_as_the_first_address_is(server: Server) -> None:
    passed = tuple(f"{server.url}/{path}" for path in ("again/1", "again/0", "end"))
    assert HttpClient(HERE).get(passed[0]).urls == passed
    with failing_with(Failure.TOO_MANY_REDIRECTS):
        HttpClient(HERE).get(f"{server.url}/again/7")
    with failing_with(Failure.INNER_ADDRESS):
        HttpClient(HERE).get(f"{server.url}/to/http://localhost:{server.server_port}/secret")
    with failing_with(Failure.BAD_ADDRESS):
        HttpClient(HERE).get(f"{server.url}/to/file:///etc/passwd")

    assert not any(path == "/secret" for _, path, _, _ in server.asked)


def test_no_other_site_gets_what_was_meant_for_the_first(server: Server) -> None:
    client, secrets = HttpClient(HERE | {"localhost"}), {"Authorization": "Bearer a", "cookie": "b=c", "X-Own": "d"}

    client.get(f"{server.url}/again/0", headers=secrets)
    client.get(f"{server.url}/to/http://localhost:{server.server_port}/elsewhere", headers=secrets)

    got = {path: {*headers} & {*secrets} for _, path, headers, _ in server.asked}
    assert (got["/end"], got["/elsewhere"]) == ({*secrets}, {"X-Own"})


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "a.ics",
            "file:///etc/passwd",
            "ftp://example.org/",
            "http://",
            "http://a:b@example.org/",
            "http://[::1/",
        ),
        *("http://example.org:0/", "http://example.org:99999/", "http://*.example.org/", "http://a..example.org/"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with failing_with(Failure.BAD_ADDRESS):
        HttpClient(frozenset({"*.example.org", "a..example.org"})).get(url)


def test_a_body_is_counted_as_it_is_unpacked(server: Server) -> None:
    client = HttpClient(HERE, max_bytes=1000)

    assert len(client.get(f"{server.url}/packed/1000").body) == 1000
    with failing_with(Failure.TOO_LARGE):
        client.get(f"{server.url}/packed/50000000")
    assert len(client.get(f"{server.url}/packed/2000", max_bytes=2000).body) == 2000


def test_an_answer_that_drips_ends_when_its_time_is_over(server: Server) -> None:
    with failing_with(Failure.TIMEOUT):
        HttpClient(HERE, timeout_seconds=20, total_seconds=0.2).get(f"{server.url}/drip")


def test_an_answer_that_does_not_come_ends_the_call() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for scheme in ("http", "https"):
            with failing_with(Failure.TIMEOUT):
                HttpClient(HERE, timeout_seconds=0.1).get(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/")


def test_who_is_not_there_or_speaks_no_tls_is_named_so(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with failing_with(Failure.NO_ANSWER):
        HttpClient(HERE).get(f"http://127.0.0.1:{free_port()}/secret")
    with failing_with(Failure.TLS):
        HttpClient(HERE).get(f"https://127.0.0.1:{server.server_port}/secret")
    with failing_with(Failure.NOT_RESOLVED):
        HttpClient().get("http://nowhere.invalid/secret")

    assert "secret" not in caplog.text


def test_what_an_answer_holds_is_not_in_its_repr(server: Server) -> None:
    assert "secret" not in repr(HttpClient(HERE).get(f"{server.url}/secret"))
