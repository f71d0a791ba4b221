"""Small hand-written stand-ins for what lies outside the product."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, ClassVar

from scheduler.agenda.domain.source_kinds import SourceKind


@dataclass
class FakeClock:
    """A clock that stands still until a test moves it."""

    moment: datetime
    set_by: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - self.set_by).timestamp()

    def set(self, step: timedelta) -> None:
        """Show another time without letting any pass, as when somebody corrects a clock."""
        self.moment += step
        self.set_by += step

    def advance(self, step: timedelta) -> datetime:
        self.moment += step
        return self.moment


@dataclass
class SmtpInbox:
    """What a real SMTP server has taken in; `replies` are given to the next messages in place of an acceptance."""

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.replies:
            return self.replies.pop(0)
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        self.recipients.append(list(envelope.rcpt_tos))
        self.senders.append(envelope.mail_from)
        return "250 OK"


@dataclass
class Follower:
    """A feature that depends on published things and writes down what it is told."""

    kinds: list[str] = field(default_factory=list)
    days_moved: list[int] = field(default_factory=list)

    follows: ClassVar[frozenset[SourceKind]] = frozenset(SourceKind)

    def entries_changed(self, session: Any, changes: Sequence[Any], context: Any) -> None:
        self.kinds += [str(change.kind) for change in changes]
        self.days_moved += [change.days_moved for change in changes]

    def organisation_closed(self, *args: Any) -> None:
        self.kinds.append("organisation closed")

    def membership_ended(self, *args: Any) -> None:
        self.kinds.append("membership ended")

    def role_lowered(self, *args: Any) -> None:
        self.kinds.append("standing lowered")

    def has_signed(self, *args: Any) -> bool:
        return False

    def person_anonymised(self, *args: Any) -> None:
        self.kinds.append("person anonymised")
