"""A service that expects to be called, on a free port of this machine."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from typing_extensions import override


class MonitorServer(http.server.HTTPServer):
    """A monitor on this machine, and what it was asked for."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Answer)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ping/secret"


class Answer(http.server.BaseHTTPRequestHandler):
    server: MonitorServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        self.end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(status: int = 200) -> Iterator[MonitorServer]:
    """A monitor that answers so."""
    with MonitorServer(status) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
