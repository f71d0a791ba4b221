"""A mail server with moods: it answers as told, drops the connection or falls silent."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from typing_extensions import override

Mood = Callable[[str, int], str | None]
ByRecipient = Callable[[str, str], str | None]

SILENCE = "..."
"""No answer, until the other side goes."""

IMPATIENCE = "354 be quick"
"""Waits for a text, and leaves before it comes."""


@dataclass
class MoodyServer:
    """`mood(stage, count)` gives the answer to the count-th HELLO, MAIL, RCPT, DATA or TEXT; None drops the line.

    `by_recipient(stage, recipient)` comes before it at RCPT, DATA and TEXT; "" leaves the answer to the mood.
    `takes_rows` is whether it says that commands may come in a row; `is_in_a_row`, whether the last ones did.
    """

    mood: Mood
    by_recipient: ByRecipient = lambda _stage, _recipient: ""
    takes_rows: bool = False
    url: str = ""
    texts: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    is_in_a_row: bool = False
    has_left: threading.Event = field(default_factory=threading.Event)
    counts: dict[str, int] = field(default_factory=dict)

    def answer(self, stage: str, recipient: str = "") -> str | None:
        self.counts[stage] = self.counts.get(stage, 0) + 1
        mood = self.by_recipient(stage, recipient) if recipient else ""
        return self.mood(stage, self.counts[stage]) if mood == "" else mood

    def converse(self, handler: socketserver.StreamRequestHandler) -> None:
        self.connections += 1
        if not self._say(handler, self.answer("HELLO")):
            return
        recipient = ""
        while line := handler.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                self.is_in_a_row = _has_more(handler)
            if verb in {"EHLO", "RSET", "QUIT"}:
                self._say(handler, {"QUIT": "221 bye", "EHLO": self._welcome()}.get(verb, "250 fine"))
                continue
            recipient = line.partition("<")[2].rstrip(">") if verb == "RCPT" else "" if verb == "MAIL" else recipient
            answer = self.answer(verb, recipient)
            if not self._say(handler, answer):
                return
            if answer == IMPATIENCE:
                handler.connection.shutdown(socket.SHUT_RDWR)
                self.has_left.set()
                return
            if answer is not None and answer.startswith("354") and not self._take_text(handler, recipient):
                return

    def _welcome(self) -> str:
        return "250-fine\r\n250 PIPELINING" if self.takes_rows else "250 fine"

    def _take_text(self, handler: socketserver.StreamRequestHandler, recipient: str) -> bool:
        lines = []
        while (line := handler.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.decode())
        answer = self.answer("TEXT", recipient)
        if answer is None or answer == SILENCE or answer.startswith("2"):
            self.texts.append("".join(lines))
            self.recipients.append(recipient)
        return self._say(handler, answer)

    def _say(self, handler: socketserver.StreamRequestHandler, answer: str | None) -> bool:
        if answer is None:
            return False
        if answer == SILENCE:
            handler.rfile.read()
            return False
        handler.wfile.write(f"{answer}\r\n".encode())
        return True


def _has_more(handler: socketserver.StreamRequestHandler) -> bool:
    """Say whether something has come behind what was read."""
    handler.connection.setblocking(False)
    more = bool(handler.rfile.peek())  # type: ignore[attr-defined]
    handler.connection.setblocking(True)
    return more


def agreeable(stage: str, _count: int) -> str | None:
    return {"HELLO": "220 hello", "DATA": "354 go on"}.get(stage, "250 fine")


def against(recipients: set[str], stage: str, answer: str | None) -> ByRecipient:
    """One answer to these recipients at one stage, and none of its own to all else."""
    return lambda at, recipient: answer if (at == stage and recipient in recipients) else ""


@contextmanager
def moody_server(
    mood: Mood = agreeable,
    by_recipient: ByRecipient = lambda _stage, _recipient: "",
    *,
    takes_rows: bool = False,
) -> Iterator[MoodyServer]:
    state = MoodyServer(mood, by_recipient, takes_rows)

    class Handler(socketserver.StreamRequestHandler):
        @override
        def handle(self) -> None:
            with suppress(ConnectionError):
                state.converse(self)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        state.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
