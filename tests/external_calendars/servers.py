"""A server of a calendar, as those of others are: a real one on this machine."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from typing_extensions import override


def calendar_of(*events: str) -> bytes:
    """Write a calendar of events, each given by its lines."""
    parts = [f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT\r\n" for one in events]
    return "".join(("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//P//EN\r\n", *parts, "END:VCALENDAR\r\n")).encode()


def event_of(uid: str, title: str, starts: str) -> str:
    return f"UID:{uid}\r\nSUMMARY:{title}\r\nDTSTART:{starts}"


class CalendarServer(http.server.ThreadingHTTPServer):
    """Answers with `content` and `status`; to whoever has it already, that nothing has changed.

    `moves` are paths that lead on to another.
    """

    def __init__(self) -> None:
        self.content, self.status, self.etag = b"", 200, '"1"'
        self.moves: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/calendar.ics"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: CalendarServer

    def do_GET(self) -> None:
        server = self.server
        server.asked.append(dict(self.headers))
        if self.path in server.moves:
            self.send_response(302)
            self.send_header("Location", server.moves[self.path])
            self.end_headers()
            return
        is_known = server.status == 200 and self.headers.get("If-None-Match") == server.etag
        body = b"" if is_known else server.content
        self.send_response(304 if is_known else server.status)
        self.send_header("ETag", server.etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def running() -> Iterator[CalendarServer]:
    with CalendarServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
