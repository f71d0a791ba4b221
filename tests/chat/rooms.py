"""A chat service on this machine, and rooms of it."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.chat.domain.rooms import Rhythm, Topic
from scheduler.chat.models import ChatRoom
from tests.factories import LONG_AGO


class ChatService(http.server.ThreadingHTTPServer):
    """Takes every message, but for the next `statuses`."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hooks/secret"

    @property
    def text(self) -> str:
        """All that was posted, as one text."""
        return json.dumps(self.posted, ensure_ascii=False)


class _Handler(http.server.BaseHTTPRequestHandler):
    server: ChatService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        if status == 200:
            self.server.posted.append(json.loads(body))
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def chat_service() -> Iterator[ChatService]:
    server = ChatService()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def room_at(session: Session, organisation_id: int, address: str, **values: Any) -> ChatRoom:
    """Add a room that is posted everything at nine, every day."""
    usual = {
        "name": "Campaign team",
        "platform": "mattermost",
        "topics": [str(topic) for topic in Topic],
        "rhythm": Rhythm.DAILY,
        "hour": 9,
        "language": "en",
        "created_at": LONG_AGO,
    }
    room = ChatRoom(organisation_id=organisation_id, secret_address=address, **usual | values)
    session.add(room)
    session.flush()
    return room
