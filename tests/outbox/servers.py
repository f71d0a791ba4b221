"""A mail server with moods: it answers as told, or drops the connection."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from typing_extensions import override

Mood = Callable[[str, int], str | None]


@dataclass
class MoodyServer:
    """`mood(stage, count)` gives the answer to the count-th HELLO, MAIL, RCPT, DATA or TEXT; None drops the line."""

    mood: Mood
    url: str = ""
    texts: list[str] = field(default_factory=list)
    connections: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def answer(self, stage: str) -> str | None:
        self.counts[stage] = self.counts.get(stage, 0) + 1
        return self.mood(stage, self.counts[stage])

    def converse(self, handler: socketserver.StreamRequestHandler) -> None:
        self.connections += 1
        if not self._say(handler, self.answer("HELLO")):
            return
        while line := handler.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb in {"EHLO", "RSET", "QUIT"}:
                self._say(handler, "221 bye" if verb == "QUIT" else "250 fine")
                continue
            answer = self.answer(verb)
            if not self._say(handler, answer):
                return
            if answer is not None and answer.startswith("354") and not self._take_text(handler):
                return

    def _take_text(self, handler: socketserver.StreamRequestHandler) -> bool:
        lines = []
        while (line := handler.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.decode())
        answer = self.answer("TEXT")
        if answer is None or answer.startswith("2"):
            self.texts.append("".join(lines))
        return self._say(handler, answer)

    def _say(self, handler: socketserver.StreamRequestHandler, answer: str | None) -> bool:
        if answer is None:
            return False
        handler.wfile.write(f"{answer}\r\n".encode())
        return True


def agreeable(stage: str, _count: int) -> str | None:
    return {"HELLO": "220 hello", "DATA": "354 go on"}.get(stage, "250 fine")


@contextmanager
def moody_server(mood: Mood = agreeable) -> Iterator[MoodyServer]:
    state = MoodyServer(mood)

    class Handler(socketserver.StreamRequestHandler):
        @override
        def handle(self) -> None:
            state.converse(self)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        state.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield state
        server.shutdown()
        thread.join()
