"""Plans and mails as a worker does, with a mailer that keeps what leaves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from sqlalchemy.orm import sessionmaker
from typing_extensions import override

from scheduler.db import AppSession
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.mailer import Mailer, RenderedMessage
from scheduler.outbox.mime import Sender
from scheduler.reminders.jobs import plan_due
from scheduler.reminders.services.postponing import postpone_unwanted
from scheduler.renderers import RENDERERS
from tests.fakes import FakeClock


@dataclass
class Kept(Mailer):
    """A mailer that keeps what it is given."""

    parcels: list[RenderedMessage] = field(default_factory=list)

    @override
    def send(self, parcel: RenderedMessage) -> None:
        self.parcels.append(parcel)

    @override
    def announce(self, parcel: RenderedMessage) -> None:
        """Nobody is told."""

    @override
    def close(self) -> None:
        """Nothing is open."""


class Post:
    """A worker with a clock of its own; it begins with a run of the planner, which looks back at nothing."""

    def __init__(self, sessions: sessionmaker[AppSession], now: datetime) -> None:
        self.sessions = sessions
        self.clock = FakeClock(now)
        self._kept = Kept()
        sender = Sender.parse("Test Coalition <scheduler@coalition.example>")
        self._dispatcher = Dispatcher(sessions, RENDERERS, self._kept, sender, self.clock, postpone=postpone_unwanted)
        plan_due(sessions, self.clock)

    def work(self, until: datetime, *, plans: bool = True, mails: bool = True) -> list[EmailMessage]:
        """Let time pass and run the jobs once; return what leaves. Mail comes first: it is what hurries."""
        self.clock.moment = until
        before = len(self._kept.parcels)
        for _run in range(2):
            if mails:
                self._dispatcher.run()
            if plans:
                plan_due(self.sessions, self.clock)
            self.clock.advance(timedelta(seconds=31))
        if mails:
            self._dispatcher.run()
        return [message_from_bytes(parcel.content, policy=default) for parcel in self._kept.parcels[before:]]


def text_of(letter: EmailMessage) -> str:
    """Return what the plain text of a letter says."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
