"""What posts to a chat service."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import sessionmaker

from scheduler.chat.jobs import post_due
from scheduler.db import AppSession
from scheduler.http_client import HttpClient
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.workers import Registration, worker_name
from tests.chat.rooms import ChatService, chat_service
from tests.fakes import FakeClock

Sessions = sessionmaker[AppSession]


@pytest.fixture
def service() -> Iterator[ChatService]:
    with chat_service() as found:
        yield found


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
