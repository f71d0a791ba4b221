"""A mail server that lies to its clients and keeps an exact account of what it has taken."""

import random
import socketserver
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from typing_extensions import override

from tests.faults.lies import KillPoint, Lie
from tests.outbox.servers import SILENCE

# What a connection may meet before any recipient is named, with how many of a hundred do.
CONNECTION_FAULTS = (
    ("421 4.3.2 no service now", "HELLO", 2),
    (None, "HELLO", 2),
    (None, "EHLO", 2),
    ("451 4.3.0 not now", "MAIL", 2),
    (None, "MAIL", 2),
)


@dataclass(slots=True)
class Copy:
    """One text that was taken in full; `is_excused` if no answer was given, or so late that nobody may have waited."""

    sender: str
    message_id: str
    is_excused: bool


@dataclass
class LyingServer:
    """Answers by the plan; `kill(sender)` ends the worker that sends under this name."""

    lies: Sequence[Lie]
    seed: int
    speed: float
    timeout_seconds: float
    kill: Callable[[str], None] = lambda _sender: None
    url: str = ""
    copies: dict[int, list[Copy]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    _tries: Counter[int] = field(default_factory=Counter)
    _first_try: dict[int, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def connection_fault(self) -> tuple[str | None, str]:
        """What goes wrong with the next connection, and where; ("", "") for nothing."""
        with self._lock:
            self.connections += 1
            draw = random.Random(self.seed * 1_000_003 + self.connections).random() * 100
        for answer, stage, percent in CONNECTION_FAULTS:
            if (draw := draw - percent) < 0:
                return answer, stage
        return "", ""

    def answer(self, number: int, stage: str) -> str | None:
        """Return what to say to a message at a stage; "" for the honest answer."""
        lie = self.lies[number]
        if stage != lie.stage or not self._still_lies(number, lie):
            return ""
        with self._lock:
            self.counts[lie.name] += 1
        return lie.answer

    def is_killed_at(self, number: int, moment: KillPoint) -> bool:
        """Whether the worker is to die now."""
        lie = self.lies[number]
        if lie.kill_point != moment or not self._still_lies(number, lie):
            return False
        with self._lock:
            self.counts[lie.name] += 1
        return True

    def _still_lies(self, number: int, lie: Lie) -> bool:
        with self._lock:
            if lie.seconds:
                began = self._first_try.setdefault(number, time.monotonic())
                return (time.monotonic() - began) * self.speed < lie.seconds
            self._tries[number] += 1
            return lie.times is None or self._tries[number] <= lie.times

    def keep(self, number: int, copy: Copy) -> None:
        with self._lock:
            self.copies[number].append(copy)


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    server: "_Server"

    @override
    def handle(self) -> None:
        self.liar = self.server.liar
        self.sender, self.number = "", -1
        self.fault, self.fault_at = self.liar.connection_fault()
        with suppress(OSError):
            self._converse()

    def _converse(self) -> None:
        open_ = self._say(self._unless_faulty("HELLO", "220 hello"))
        while open_ and (line := self.rfile.readline().decode()):
            verb = line[:4].upper().strip()
            open_ = self._say(self._reply(verb, line))
            if open_ and verb == "DATA" and self._goes_on:
                open_ = self._take_text()

    def _reply(self, verb: str, line: str) -> str | None:
        address = line.partition("<")[2].partition(">")[0]
        if verb == "MAIL":
            self.sender = address.partition("@")[0]
        if verb in {"EHLO", "MAIL"}:
            return self._unless_faulty(verb, self._welcome() if verb == "EHLO" else "250 fine")
        if verb == "RCPT":
            self.number = int(address.partition("@")[0].removeprefix("reader"))
            if self.liar.is_killed_at(self.number, KillPoint.AT_RECIPIENT):
                self.liar.kill(self.sender)
        if verb in {"RCPT", "DATA"}:
            honest = "354 go on" if verb == "DATA" else "250 fine"
            lie = self.liar.answer(self.number, verb)
            self._goes_on = lie == ""
            return honest if lie == "" else lie
        return "221 bye" if verb == "QUIT" else "250 fine"

    def _welcome(self) -> str:
        """Every other connection takes commands in a row."""
        return "250-fine\r\n250 PIPELINING" if self.liar.connections % 2 else "250 fine"

    def _unless_faulty(self, stage: str, honest: str) -> str | None:
        return self.fault if stage == self.fault_at else honest

    def _take_text(self) -> bool:
        message_id, began = "", time.monotonic()
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            if line.lower().startswith(b"message-id:"):
                message_id = line.decode().partition(":")[2].strip()
        lie = self.liar.answer(self.number, "TEXT")
        copy = Copy(self.sender, message_id, is_excused=lie != "")
        if lie == "" or self.liar.lies[self.number].taken:
            self.liar.keep(self.number, copy)
        if self.liar.is_killed_at(self.number, KillPoint.BEFORE_ANSWER):
            self.liar.kill(self.sender)
        reply = self._say("250 taken" if lie == "" else lie)
        copy.is_excused |= time.monotonic() - began > self.liar.timeout_seconds / 2
        if self.liar.is_killed_at(self.number, KillPoint.AFTER_ANSWER):
            self.liar.kill(self.sender)
        return reply

    def _say(self, answer: str | None) -> bool:
        if answer is None:
            return False
        if answer == SILENCE:
            self.rfile.read()
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return not answer.startswith("421")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64
    liar: LyingServer


@contextmanager
def listening(liar: LyingServer) -> Iterator[LyingServer]:
    with _Server(("127.0.0.1", 0), Conversation) as server:
        server.liar = liar
        liar.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield liar
        finally:
            server.shutdown()
            thread.join()
