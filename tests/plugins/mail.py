"""A real SMTP server on a free port of this machine, which a test may close and open again."""

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests.fakes import SmtpInbox


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class PostOffice:
    """A mail server at one address, open or closed; what it has taken in stays in its inbox."""

    def __init__(self) -> None:
        self._port = free_port()
        self._controller: Controller | None = None
        self.inbox = SmtpInbox(url=f"smtp://127.0.0.1:{self._port}")

    def open(self) -> None:
        self._controller = Controller(self.inbox, hostname="127.0.0.1", port=self._port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.open()
    yield office
    office.close()


@pytest.fixture
def smtp(post_office: PostOffice) -> SmtpInbox:
    return post_office.inbox
