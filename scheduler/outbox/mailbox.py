"""Reads a mailbox over IMAP, a mail at a time."""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from scheduler.outbox.returns import Fate

IMAP_PORT, IMAPS_PORT = 143, 993
TIMEOUT_SECONDS = 30
MOST_AT_ONCE = 200
READ_BYTES = 256 * 1024
"""Reports stand at the beginning of a mail, before the message that came back; more than this is never fetched."""

_ERRORS = (imaplib.IMAP4.error, OSError, ValueError)


class MailboxError(Exception):
    """The mailbox cannot be read; the text names the kind of error alone."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the mailbox is; nothing but returned mail should arrive there."""

    host: str
    port: int
    tls_from_start: bool
    starttls: bool
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    timeout_seconds: float = TIMEOUT_SECONDS

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read `imaps://user:pass@host:993/INBOX` or `imap://user:pass@host:143?starttls=1`."""
        parts = urlsplit(url)
        tls_from_start = parts.scheme == "imaps"
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or (IMAPS_PORT if tls_from_start else IMAP_PORT),
            tls_from_start=tls_from_start,
            starttls=parse_qs(parts.query).get("starttls") == ["1"],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
        )

    def read(self, take_in: Callable[[bytes], Fate]) -> int:
        """Hand over the beginning of each mail that was not read yet, and return how many there were.

        One that is DONE is deleted, one that is NOT_OURS marked as read, and one for LATER left as it is. Whoever is
        stopped in between is handed the same mail again. Raises MailboxError.
        """
        with self._folder() as connection:
            waiting = _unread(connection)[:MOST_AT_ONCE]
            for uid in waiting:
                content = _beginning(connection, uid)
                if content is not None:
                    _settle(connection, uid, take_in(content))
            with _as_mailbox_error():
                connection.expunge()
        return len(waiting)

    def check(self) -> None:
        """Open the folder and close it again; raises MailboxError."""
        with self._folder():
            pass

    @contextmanager
    def _folder(self) -> Iterator[imaplib.IMAP4]:
        with _as_mailbox_error():
            connection = self._connect()
        try:
            with _as_mailbox_error():
                connection.login(self.user, self.password)
                _expect(connection.select(f'"{self.folder}"'))
            yield connection
        finally:
            with suppress(*_ERRORS):
                connection.logout()
            # Where the connection has broken, logging out does not close it.
            with suppress(*_ERRORS):
                connection.shutdown()

    def _connect(self) -> imaplib.IMAP4:
        context = ssl.create_default_context()
        if self.tls_from_start:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=self.timeout_seconds)
        connection = imaplib.IMAP4(self.host, self.port, timeout=self.timeout_seconds)
        try:
            if self.starttls:
                connection.starttls(context)
        except BaseException:
            connection.shutdown()
            raise
        return connection


@contextmanager
def _as_mailbox_error() -> Iterator[None]:
    try:
        yield
    except _ERRORS as error:
        # Its text may repeat the user's name or what stands in a mail.
        raise MailboxError(type(error).__name__) from error


def _unread(connection: imaplib.IMAP4) -> list[str]:
    with _as_mailbox_error():
        (found,) = _expect(connection.uid("SEARCH", "UNSEEN", "UNDELETED")) or (b"",)
        return found.decode("ascii").split() if isinstance(found, bytes) else []


def _beginning(connection: imaplib.IMAP4, uid: str) -> bytes | None:
    """Fetch a mail without marking it as read; None if somebody has deleted it since."""
    with _as_mailbox_error():
        answer = _expect(connection.uid("FETCH", uid, f"(BODY.PEEK[]<0.{READ_BYTES}>)"))
    return next((part[1][:READ_BYTES] for part in answer if isinstance(part, tuple)), None)


def _settle(connection: imaplib.IMAP4, uid: str, fate: Fate) -> None:
    flags = {Fate.DONE: r"(\Seen \Deleted)", Fate.NOT_OURS: r"(\Seen)"}.get(fate)
    if flags is not None:
        with _as_mailbox_error():
            _expect(connection.uid("STORE", uid, "+FLAGS.SILENT", flags))


def _expect(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return data
