"""Bodies are complete before the application sees them, and nobody is waited for without end."""

import asyncio
import errno
import logging
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import pytest
from typing_extensions import override

from scheduler.serving import bodies
from scheduler.serving.bodies import BODY, RETRY_SECONDS, BodyGatherer, BodyLimits
from scheduler.web.asgi import Message, Receive, Scope, Send, respond
from tests.serving.asking import Reply, ask, run, scope_of, sending

LIMITS = BodyLimits(max_bytes=100, drained_bytes=300, memory_bytes=10)
# Seconds that nobody has to wait for, since what is waited for never comes.
HASTY = replace(LIMITS, idle_seconds=0.05)


class Recorder:
    """An application that keeps what it was handed."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        self.bodies.append(cast("IO[bytes]", scope[BODY]).read())
        await respond(send, 200, [], b"")

    def header(self, name: bytes) -> bytes | None:
        return dict(self.scopes[-1]["headers"]).get(name)


@pytest.fixture
def application() -> Recorder:
    return Recorder()


def post(
    application: Recorder,
    parts: list[bytes],
    *,
    limits: BodyLimits = LIMITS,
    headers: dict[str, str] | None = None,
    ends: bool = True,
) -> Reply:
    announced = {"Content-Length": str(sum(map(len, parts)))} if headers is None else headers
    asked = ask(BodyGatherer(application, limits), scope_of("/", announced, "POST"), sending(parts, ends=ends))
    return run(asked)


@pytest.mark.parametrize("parts", [[b""], [b"a" * 100], [b"a" * 9, b"b", b"c" * 90], [b"", b"x"]])
def test_a_body_is_whole_and_counted(application: Recorder, parts: list[bytes]) -> None:
    assert post(application, parts).status == 200
    assert application.bodies == [b"".join(parts)]
    assert application.header(b"content-length") == str(sum(map(len, parts))).encode()


def test_a_body_in_chunks_gets_the_length_that_it_has(application: Recorder) -> None:
    post(application, [b"abc", b"de"], headers={"Transfer-Encoding": "chunked"})

    assert application.bodies == [b"abcde"]
    assert (application.header(b"content-length"), application.header(b"transfer-encoding")) == (b"5", None)


def test_without_a_body_nothing_is_waited_for(application: Recorder) -> None:
    async def receive() -> Message:
        raise AssertionError("nothing is to come")

    reply = run(ask(BodyGatherer(application, LIMITS), scope_of("/"), receive))

    assert (reply.status, application.bodies, application.header(b"content-length")) == (200, [b""], None)


@pytest.mark.parametrize("headers", [{"Content-Length": "250"}, {"Transfer-Encoding": "chunked"}])
def test_of_a_large_body_only_the_size_is_handed_on(application: Recorder, headers: dict[str, str]) -> None:
    sender = sending([b"x" * 50] * 5)

    run(ask(BodyGatherer(application, LIMITS), scope_of("/", headers, "POST"), sender))

    assert application.bodies == [b""]
    assert application.header(b"content-length") == b"250"


def test_a_body_without_end_is_read_only_so_far(application: Recorder) -> None:
    post(application, [b"x" * 50] * 10, headers={"Content-Length": "1000000"}, ends=False)

    assert (application.bodies, application.header(b"content-length")) == ([b""], b"1000000")


def test_who_asks_before_sending_too_much_is_told_at_once(application: Recorder) -> None:
    post(application, [], headers={"Content-Length": "101", "Expect": "100-continue"}, ends=False)

    assert (application.bodies, application.header(b"content-length")) == ([b""], b"101")


@pytest.mark.parametrize("parts", [[], [b"abc"], [b"x" * 150]])
def test_who_stops_sending_is_let_go(application: Recorder, parts: list[bytes]) -> None:
    reply = post(application, parts, limits=HASTY, headers={"Content-Length": "200"}, ends=False)

    assert (reply.status, application.scopes) == (408, [])
    assert b"Please send it again" in reply.body
    assert dict(reply.headers)["connection"] == "close"
    assert dict(reply.headers)["cache-control"] == "no-store"


def test_who_sends_a_byte_now_and_then_is_let_go_too(application: Recorder) -> None:
    async def receive() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    scope = scope_of("/", {"Content-Length": "100"}, "POST")
    reply = run(ask(BodyGatherer(application, replace(HASTY, bytes_per_second=1000)), scope, receive))

    assert (reply.status, application.scopes) == (408, [])


def test_who_hangs_up_is_forgotten(application: Recorder) -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = scope_of("/", {"Content-Length": "100"}, "POST")
    reply = run(ask(BodyGatherer(application, LIMITS), scope, receive))

    assert (reply.status, application.scopes) == (0, [])


def test_all_bodies_together_have_a_bound_and_make_room_again(application: Recorder) -> None:
    gatherer = BodyGatherer(application, replace(LIMITS, total_bytes=150))
    scope = scope_of("/", {"Content-Length": "100"}, "POST")

    async def both() -> tuple[Reply, Reply, Reply]:
        slow = asyncio.create_task(ask(gatherer, scope, sending([b"x" * 90], ends=False)))
        await asyncio.sleep(0)
        refused = await ask(gatherer, scope, sending([b"y" * 100]))
        slow.cancel()
        await asyncio.wait((slow,))
        return refused, await ask(gatherer, scope, sending([b"z" * 100])), await ask(gatherer, scope, sending([b"z"]))

    refused, *served = run(both())

    assert refused.status == 503
    assert dict(refused.headers)["retry-after"] == str(RETRY_SECONDS)
    assert [reply.status for reply in served] == [200, 200]


def test_a_full_disk_is_said_in_words(
    application: Recorder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class FullFile(SpooledTemporaryFile[bytes]):
        @override
        def write(self, *_args: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bodies, "SpooledTemporaryFile", FullFile)
    with caplog.at_level(logging.WARNING):
        reply = post(application, [b"x" * 50])

    assert (reply.status, application.scopes) == (503, [])
    assert caplog.messages == ["there is no room for the body of a request: No space left on device"]


def test_names_that_pose_as_others_are_left_out_and_a_query_is_ascii(application: Recorder) -> None:
    scope = scope_of("/", {"X_Forwarded_For": "6.6.6.6", "X-Forwarded-For": "1.1.1.1"}, query="q=ü%20&a=b".encode())

    run(ask(BodyGatherer(application, LIMITS), scope))

    names = [name for name, _ in application.scopes[0]["headers"]]
    assert names == [b"host", b"x-forwarded-for"]
    assert application.scopes[0]["query_string"] == b"q=%C3%BC%20&a=b"
