"""What hands letters over, and how that can fail."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """One finished message for one recipient; `number` is its row id.

    It comes back to `return_path`, "" for the sender. `private` are texts that an answer of the
    server must not carry into the log.
    """

    number: int
    to: str
    content: bytes = field(repr=False)
    private: tuple[str, ...] = field(repr=False, default=())
    return_path: str = field(repr=False, default="")

    @property
    def domain(self) -> str:
        """Where it goes to."""
        return self.to.rpartition("@")[2].lower()


class MailError(Exception):
    """A message was not handed over; `reason` may stand in the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreachableError(MailError):
    """The server cannot be used at all; nothing was tried with this message."""


class UnclearError(MailError):
    """The server failed at this message before its text was sent: the fault is the message's or the server's.

    Which one shows when the server fails at the same message again, or at others too.
    """


class TryLaterError(MailError):
    """The server does not take this message now."""


class InterruptedDeliveryError(TryLaterError):
    """The connection broke after the text was sent: the server may or may not have taken it."""


class RefusedError(MailError):
    """The server will never take this message."""


class DemoAddressError(MailError):
    """An address that belongs to nobody, which is never mailed."""


class Mailer(Protocol):
    """Hands over one message after the other; may keep a connection between them."""

    def send(self, parcel: RenderedMessage) -> None:
        """Return once the message has been taken; raise a MailError if it was not."""
        ...

    def announce(self, parcel: RenderedMessage) -> None:
        """Begin with the message that is sent next, as far as the server will wait for the rest; never fails."""
        ...

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        ...
