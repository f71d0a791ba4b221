"""A chat service on this machine, and what posts to it."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker
from typing_extensions import override

from scheduler.chat.domain.rooms import Rhythm, Topic
from scheduler.chat.jobs import post_due
from scheduler.chat.models import ChatRoom
from scheduler.db import AppSession
from scheduler.http_client import HttpClient
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.workers import Registration, worker_name
from tests.factories import LONG_AGO
from tests.fakes import FakeClock

Sessions = sessionmaker[AppSession]


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


@pytest.fixture
def service() -> Iterator[ChatService]:
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


@dataclass
class Chat:
    """A worker's job of chat."""

    sessions: Sessions
    clock: FakeClock
    registration: Registration
    http: HttpClient = field(default_factory=lambda: HttpClient(frozenset({"127.0.0.1"}), timeout_seconds=5))

    def post(self, is_stopping: Callable[[], bool] = lambda: False) -> None:
        post_due(self.sessions, self.clock, self.http, self.registration, is_stopping)

    def log(self) -> list[tuple[str, str, str]]:
        """Return kind, state and reason of every message for rooms, in order."""
        with self.sessions() as session:
            found = session.query(Message).where(Message.stream == Stream.CHAT).order_by(Message.id)
            return [(str(row.kind), str(row.state), row.last_error) for row in found]


@pytest.fixture
def chat(sessions: Sessions, now: Any, app: Flask, tmp_path: Any) -> Iterator[Chat]:
    clock = FakeClock(now)
    with app.app_context():
        yield Chat(sessions, clock, Registration(sessions, worker_name(), tmp_path, clock))
