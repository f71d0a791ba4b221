"""The web server that people run: large bodies, forwarded addresses, and the end of its processes."""

import gzip
import json
import re
import signal
import time

import psutil
import pytest

from tests.serving.conftest import Serve, WebServer

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FORWARDED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "http, https"}
POSED = {"X_Forwarded_For": "192.0.2.66", "X_Forwarded_Proto": "http", "Forwarded": "for=192.0.2.66"}
TOKEN = re.compile(r'(?<=name="csrf_token")[^>]*')
WAIT = b"GET /test/wait HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

pytestmark = pytest.mark.timeout(180)


def test_the_loop_and_the_application_answer_alike(web_server: WebServer) -> None:
    asked = {"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
    built = web_server.ask("/feeds/public.ics?built", asked, "HEAD")
    kept = web_server.ask("/feeds/public.ics?kept", asked)

    assert {**built.headers, "date": ""} == {**kept.headers, "date": ""}
    assert kept.headers["strict-transport-security"] == "max-age=31536000"


def test_only_what_our_own_proxy_says_is_believed(web_server: WebServer, hasty_server: WebServer) -> None:
    behind = json.loads(web_server.ask("/test/seen?q=%C3%BC", {**POSED, **FORWARDED}).body)
    alone = json.loads(hasty_server.ask("/test/seen", {**FORWARDED, **POSED}).body)

    assert behind == {"address": "198.51.100.7", "scheme": "https", "query": "ü"}
    assert alone == {"address": "127.0.0.1", "scheme": "http", "query": None}


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_gets_the_page_that_says_so(web_server: WebServer, *, chunked: bool) -> None:
    body = b"title=" + b"x" * (17 * 1024 * 1024)
    sent = (b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)) if chunked else body
    length = {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**FORM, **length, "Connection": "close"}.items())
    connection = web_server.open(f"POST /login HTTP/1.1\r\nHost: localhost\r\n{head}\r\n".encode() + sent)

    received = b""
    while piece := connection.recv(65536):
        received += piece

    assert received.startswith(b"HTTP/1.1 413 ")
    assert b"Too much at once" in received


def test_a_signal_ends_requests_in_hand_and_then_the_server(serve: Serve) -> None:
    server = serve()
    connection = server.open(WAIT)
    server.wait_until_in_hand()

    server.process.terminate()
    server.let_go()
    received = b""
    while piece := connection.recv(65536):
        received += piece
    server.stop()

    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert received.endswith(b"done")
    assert server.process.exitcode == 0


def test_a_request_whose_client_has_gone_does_not_keep_the_server(serve: Serve) -> None:
    server = serve()
    client = server.open(WAIT)
    server.wait_until_in_hand()
    client.close()

    server.process.terminate()
    server.let_go()
    server.stop()

    assert server.process.exitcode == 0


def test_many_signals_at_once_end_the_server_as_one_does(serve: Serve) -> None:
    server = serve()

    for _ in range(500):
        server.process.terminate()
        time.sleep(0.0001)
    server.stop()

    # A signal may come when the interpreter has put away its handlers.
    assert server.process.exitcode in {0, -signal.SIGTERM}


def test_processes_end_with_the_one_that_started_them(serve: Serve) -> None:
    server = serve(SCHEDULER_PROCESSES="2")
    workers = psutil.Process(server.process.pid).children()
    assert len(workers) == 2

    server.process.kill()
    server.process.join()
    _gone, alive = psutil.wait_procs(workers, timeout=60)

    assert alive == []


def test_a_process_that_is_killed_is_replaced(serve: Serve) -> None:
    server = serve()
    (worker,) = psutil.Process(server.process.pid).children()
    worker.kill()
    worker.wait()

    while not (replaced := psutil.Process(server.process.pid).children()):
        time.sleep(0.1)
    status = 0
    while status == 0:
        try:
            status = server.ask("/healthz").status
        except OSError:
            time.sleep(0.1)

    assert (len(replaced), status) == (1, 200)


def test_pages_are_packed_for_whoever_takes_it(web_server: WebServer) -> None:
    plain, packed = (web_server.ask("/login", {"Accept-Encoding": name}) for name in ("identity", "gzip"))
    head = web_server.ask("/observances", {"Accept-Encoding": "gzip"}, "HEAD")

    assert (plain.headers.get("content-encoding"), packed.headers["content-encoding"]) == (None, "gzip")
    assert len(packed.body) == int(packed.headers["content-length"]) < len(plain.body) / 2
    page, same_page = plain.body.decode(), gzip.decompress(packed.body).decode()
    assert TOKEN.sub("", page) == TOKEN.sub("", same_page)
    assert "Accept-Encoding" in plain.headers["vary"]
    assert (head.body, head.headers["content-encoding"]) == (b"", "gzip")
    assert int(head.headers["content-length"]) > 0
