"""Sends over SMTP, with one connection for many messages."""

import selectors
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from socket import socket
from typing import Self, cast
from urllib.parse import parse_qs, unquote, urlsplit

from typing_extensions import override

from scheduler.clock import Clock, SystemClock
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.domain.redaction import redacted
from scheduler.outbox.mailer import (
    DemoAddressError,
    InterruptedDeliveryError,
    Mailer,
    MailError,
    RefusedError,
    RenderedMessage,
    TryLaterError,
    UnclearError,
    UnreachableError,
)
from scheduler.outbox.mime import Sender

TIMEOUT_SECONDS = 30
# Nothing hangs on the answer to a good-bye.
QUIT_SECONDS = 2
MESSAGES_PER_CONNECTION = 100
# As after the sleep of a machine: the server may have gone without our having heard.
AHEAD_AGE = timedelta(seconds=60)
# After so many rows, one after the other, at which the connection ended, it is the rows and not the age of connections.
LOST_ROWS = 3
_GO_AHEAD = 354
_CLOSING = 421
_TOO_BIG = 552
_BAD_SEQUENCE = 503
# "Authentication required" and its kin (RFC 4954 section 6) speak of our log-in, whomever the message is for.
_ABOUT_US = frozenset({530, 534, 535, 538})

Reply = tuple[int, bytes]


class _BrokenError(Exception):
    """The connection is of no more use, and the text of the message was not sent.

    `at_message`: the recipient had been named; until then, all messages look alike to the server.
    """

    def __init__(self, reason: str, *, at_message: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at_message = at_message

    @property
    def may_be_the_row(self) -> bool:
        """Whether it could be that a server says PIPELINING and loses commands that come in a row, or their order."""
        return self.reason == Reason.NO_ANSWER or self.reason.startswith(str(_BAD_SEQUENCE))

    @property
    def may_be_age(self) -> bool:
        """Whether it could be that an old connection has come to its end.

        Not where the server has just answered and then fell silent at the recipient.
        """
        return not (self.at_message and self.reason == Reason.NO_ANSWER)

    def verdict(self) -> MailError:
        """What it means if the connection was new."""
        return UnclearError(self.reason) if self.at_message else UnreachableError(self.reason)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how to connect."""

    host: str
    port: int
    tls_from_start: bool = False
    starttls: bool = False
    user: str = ""
    password: str = field(repr=False, default="")

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read `smtp://user:pass@host:587?starttls=1` or `smtps://user:pass@host:465`."""
        parts = urlsplit(url)
        tls_from_start = parts.scheme == "smtps"
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or (smtplib.SMTP_SSL_PORT if tls_from_start else smtplib.SMTP_PORT),
            tls_from_start=tls_from_start,
            starttls=parse_qs(parts.query).get("starttls") == ["1"],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is said of a message before its turn: its sender, and all up to its text if the server has PIPELINING.

    RFC 2920 section 3.1: MAIL, RCPT and DATA may go in one group that ends with DATA. (Read on 2026-11-28.)
    """

    sender: str
    to: str
    commands: tuple[str, ...]
    said_at: datetime

    @classmethod
    def of(cls, sender: str, to: str, said_at: datetime, *, in_a_row: bool) -> Self:
        first = f"MAIL FROM:<{sender}>"
        return cls(sender, to, (first, f"RCPT TO:<{to}>", "DATA") if in_a_row else (first,), said_at)

    def encoded(self) -> bytes:
        """Return the lines to send; raise ValueError for an address that SMTP cannot say."""
        if any("\r" in command or "\n" in command for command in self.commands):
            raise ValueError("a command is one line")
        return "".join(f"{command}\r\n" for command in self.commands).encode("ascii")


class SmtpMailer(Mailer):
    """Keeps one connection, renewed after 100 messages or an error."""

    def __init__(
        self,
        server: SmtpServer,
        sender: Sender,
        timeout_seconds: float = TIMEOUT_SECONDS,
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._server = server
        self._sender = sender
        self._timeout_seconds = timeout_seconds
        self._connection: smtplib.SMTP | None = None
        self._handed_over = 0
        self._ahead: _Ahead | None = None
        # Answers to what was said ahead, which are still to be read.
        self._unread = 0
        self._in_a_row = False
        self._takes_rows = True
        self._lost_rows = 0

    @override
    def send(self, parcel: RenderedMessage) -> None:
        if is_demo_address(parcel.to):
            raise DemoAddressError(Reason.DEMO_ADDRESS)
        if self._handed_over >= MESSAGES_PER_CONNECTION:
            self.close()
        self._leave_another(parcel)
        is_new, in_a_row = self._connection is None, self._unread > 1
        self._ahead, self._in_a_row = None, in_a_row
        try:
            self._hand_over(parcel)
        except _BrokenError as error:
            if is_new or not (in_a_row or error.may_be_age):
                raise error.verdict() from error
            # Servers end a connection that was idle or has carried enough; a new one tells whether it is more.
            self.send(parcel)
            if in_a_row:
                # One by one, the same commands were taken.
                self._lost_rows += 1
                self._takes_rows = not error.may_be_the_row and self._lost_rows < LOST_ROWS
        else:
            self._handed_over += 1
            self._lost_rows = 0 if in_a_row else self._lost_rows

    @override
    def announce(self, parcel: RenderedMessage) -> None:
        """Begin with the envelope, and read the answers when the message is sent: the server works while we do."""
        connection = self._connection
        if connection is None or self._unread or self._handed_over >= MESSAGES_PER_CONNECTION:
            return
        if is_demo_address(parcel.to):
            return
        in_a_row = self._takes_rows and connection.has_extn("pipelining")
        ahead = _Ahead.of(self._path_of(parcel), parcel.to, self._clock.now(), in_a_row=in_a_row)
        try:
            connection.send(ahead.encoded())
        except (smtplib.SMTPException, OSError, ValueError):
            # ValueError is an address that SMTP cannot say; it is told when its message is sent.
            self._drop()
        else:
            self._ahead, self._unread = ahead, len(ahead.commands)

    @override
    def close(self) -> None:
        if self._unread:
            # Where DATA was said, a good-bye would be taken for the text.
            self._drop()
        connection = self._let_go()
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                if connection.sock is not None:
                    connection.sock.settimeout(min(QUIT_SECONDS, self._timeout_seconds))
                connection.quit()
            connection.close()

    def _leave_another(self, parcel: RenderedMessage) -> None:
        """Take back what was said ahead, unless it was just said of this message or one with its envelope."""
        if self._ahead is None:
            return
        if abs(self._clock.now() - self._ahead.said_at) > AHEAD_AGE:
            self._drop()
        elif (self._ahead.sender, self._ahead.to) != (self._path_of(parcel), parcel.to):
            self._start_over()

    def _hand_over(self, parcel: RenderedMessage) -> None:
        connection = self._connection or self._connect()
        path = self._path_of(parcel)
        # Not mail() and rcpt(): these parse the address again, which takes longer than a local server's answer.
        self._expect_sender(self._answer_to(connection, "MAIL", f"FROM:<{path}>", at_message=False), parcel)
        self._expect(self._answer_to(connection, "RCPT", f"TO:<{parcel.to}>"), parcel)
        self._expect(self._send_text(connection, parcel), parcel)

    def _path_of(self, parcel: RenderedMessage) -> str:
        return parcel.return_path or self._sender.address

    def _answer_to(self, connection: smtplib.SMTP, verb: str, rest: str = "", *, at_message: bool = True) -> Reply:
        """Give a command, unless it was given ahead, and return the answer."""
        if not self._unread:
            return self._ask(lambda: connection.docmd(verb, rest), at_message=at_message)
        self._unread -= 1
        return self._ask(connection.getreply, at_message=at_message)

    def _connect(self) -> smtplib.SMTP:
        try:
            self._connection = self._opened()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # ValueError is a host or password in letters that SMTP cannot say. The text of an error may repeat them.
            raise UnreachableError(type(error).__name__) from error
        return self._connection

    def _opened(self) -> smtplib.SMTP:
        connection = self._answering()
        try:
            connection.ehlo_or_helo_if_needed()
            if self._server.starttls:
                connection.starttls(context=ssl.create_default_context())
                connection.ehlo_or_helo_if_needed()
            if self._server.user:
                connection.login(self._server.user, self._server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _answering(self) -> smtplib.SMTP:
        host, port, timeout = self._server.host, self._server.port, self._timeout_seconds
        # Our mail domain as the greeting: asking the machine for its name can take as long as its DNS.
        return (
            smtplib.SMTP_SSL(host, port, self._sender.domain, timeout=timeout, context=ssl.create_default_context())
            if self._server.tls_from_start
            else smtplib.SMTP(host, port, self._sender.domain, timeout=timeout)
        )

    def _ask(self, command: Callable[[], Reply], *, at_message: bool = True) -> Reply:
        try:
            code, answer = command()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _BrokenError(_why_lost(error), at_message=at_message) from error
        return code, answer

    def _send_text(self, connection: smtplib.SMTP, parcel: RenderedMessage) -> Reply:
        """DATA and the text; from its end until the answer nobody knows whether the server has taken it."""
        code, answer = self._answer_to(connection, "DATA")
        if code != _GO_AHEAD:
            return code if code >= 400 else 451, answer
        if self._in_a_row and _has_more(connection):
            # It was asked to wait for the text a while ago; what is sent to nobody would count as perhaps delivered.
            self._drop()
            raise _BrokenError(Reason.CONNECTION_LOST, at_message=True)
        try:
            connection.send(_framed(parcel.content))
            code, answer = connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise InterruptedDeliveryError(_why_lost(error)) from error
        return code, answer

    def _expect_sender(self, reply: Reply, parcel: RenderedMessage) -> None:
        """A sender that is not taken is our mistake or the server's state, and says nothing about the recipient."""
        code, answer = reply
        if not 200 <= code < 300 and code != _TOO_BIG:
            self._drop()
            raise _BrokenError(redacted(code, answer, parcel.private), at_message=False)
        self._expect(reply, parcel)

    def _expect(self, reply: Reply, parcel: RenderedMessage) -> None:
        code, answer = reply
        if 200 <= code < 300:
            return
        reason = redacted(code, answer, parcel.private)
        if code == _CLOSING or code in _ABOUT_US or (self._in_a_row and code == _BAD_SEQUENCE):
            self._drop()
            raise _BrokenError(reason, at_message=True)
        self._start_over()
        raise RefusedError(reason) if code >= 500 else TryLaterError(reason)

    def _start_over(self) -> None:
        """Make the connection ready for the next message after one that was not taken."""
        connection = self._connection
        if connection is None:
            return
        with suppress(_BrokenError):
            while self._unread:
                code, _answer = self._answer_to(connection, "")
                if code == _GO_AHEAD:
                    # Whatever came now would be a text for somebody; a connection that breaks leaves none.
                    self._drop()
                    return
            self._ask(connection.rset)

    def _drop(self) -> None:
        connection = self._let_go()
        if connection is not None:
            connection.close()

    def _let_go(self) -> smtplib.SMTP | None:
        connection, self._connection = self._connection, None
        self._handed_over, self._ahead, self._unread = 0, None, 0
        return connection


def _why_lost(error: Exception) -> Reason:
    """Return whether time ran out; smtplib wraps that, and the text of an error may repeat addresses."""
    is_silence = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    return Reason.NO_ANSWER if is_silence else Reason.CONNECTION_LOST


def _has_more(connection: smtplib.SMTP) -> bool:
    """Whether the server has said more than what was read, or has gone."""
    with selectors.DefaultSelector() as selector:
        selector.register(cast("socket", connection.sock), selectors.EVENT_READ)
        return bool(selector.select(0))


def is_demo_address(address: str) -> bool:
    """Whether an address is under `.example`, which belongs to nobody (RFC 2606 section 2)."""
    domain = address.rpartition("@")[2].lower().rstrip(".")
    return domain == "example" or domain.endswith(".example")


def _framed(content: bytes) -> bytes:
    """The text as DATA wants it: lines that begin with a dot get another, and a lone dot ends it."""
    dotted = content.replace(b"\r\n.", b"\r\n..")
    return (dotted if dotted.endswith(b"\r\n") else dotted + b"\r\n") + b".\r\n"
