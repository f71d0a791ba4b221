"""The mailbox of returned mail, over a real connection."""

import pytest

from scheduler.outbox.mailbox import READ_BYTES, Mailbox, MailboxError
from scheduler.outbox.returns import Fate
from tests.outbox.imap_server import imap_server


def test_an_address_says_how_to_connect():
    assert Mailbox.parse("imaps://me%40people.test:p%40ss@mail.test/Returned%20mail") == Mailbox(
        "mail.test", 993, True, False, "me@people.test", "p@ss", "Returned mail"
    )
    assert Mailbox.parse("imap://me:pass@mail.test:1143?starttls=1") == Mailbox(
        "mail.test", 1143, False, True, "me", "pass"
    )
    assert "secret" not in repr(Mailbox.parse("imaps://me:secret@mail.test"))


def test_what_is_done_is_deleted_and_what_is_not_ours_is_read_once():
    fates = {b"one": Fate.DONE, b"two": Fate.NOT_OURS, b"three": Fate.LATER}
    read: list[bytes] = []

    def take_in(content: bytes) -> Fate:
        read.append(content)
        return fates[content]

    with imap_server(*fates) as server:
        server.mailbox.read(take_in)
        server.mailbox.read(take_in)

    assert read == [b"one", b"two", b"three", b"three"]
    assert [mail.content for mail in server.mails.values()] == [b"two", b"three"]


def test_no_more_than_the_beginning_of_a_huge_mail_is_fetched():
    read: list[int] = []

    def take_in(content: bytes) -> Fate:
        read.append(len(content))
        return Fate.NOT_OURS

    with imap_server(b"x" * (READ_BYTES * 4)) as server:
        server.mailbox.read(take_in)

    assert read == [READ_BYTES]
    assert server.sent_bytes < READ_BYTES + 1000


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE", "EXPUNGE"])
def test_a_connection_that_breaks_leaves_what_was_not_flagged(command: str):
    read: list[bytes] = []

    def take_in(content: bytes) -> Fate:
        read.append(content)
        return Fate.DONE

    with imap_server(b"one", b"two") as server:
        server.breaks_at = command
        with pytest.raises(MailboxError):
            server.mailbox.read(take_in)
        server.breaks_at = "-"
        server.mailbox.read(take_in)

    assert read[-1] == b"two" or command == "EXPUNGE"
    assert server.mails == {}


@pytest.mark.parametrize("change", [{"password": "wrong"}, {"folder": "Elsewhere"}, {"port": 1}])
def test_what_is_wrong_with_the_settings_is_one_error(change):
    with imap_server() as server:
        parts = {name: getattr(server.mailbox, name) for name in Mailbox.__dataclass_fields__}
        with pytest.raises(MailboxError, match=r"^[A-Za-z]+$"):
            Mailbox(**(parts | change)).check()
