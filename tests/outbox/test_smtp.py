import threading
from dataclasses import replace

import pytest

from scheduler.outbox.mailer import DemoAddressError, RenderedMessage, UnreachableError
from scheduler.outbox.smtp import SmtpMailer, SmtpServer, is_demo_address
from tests.fakes import SmtpInbox
from tests.outbox.letters import SENDER
from tests.outbox.servers import agreeable, moody_server


def parcel(number: int = 1, to: str = "ana@people.test", text: str = "Hello") -> RenderedMessage:
    return RenderedMessage(number, to, f"Subject: hi\r\n\r\n{text}\r\n".encode())


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://relay.test", SmtpServer("relay.test", 25)),
        ("smtp://relay.test:2525?starttls=0", SmtpServer("relay.test", 2525)),
        ("smtps://relay.test", SmtpServer("relay.test", 465, tls_from_start=True)),
        (
            "smtp://me%40people.test:p%40ss%2Fword@relay.test:587?starttls=1",
            SmtpServer("relay.test", 587, starttls=True, user="me@people.test", password="p@ss/word"),
        ),
    ],
)
def test_an_address_says_how_to_connect(url: str, server: SmtpServer):
    assert SmtpServer.parse(url) == server


def test_a_password_is_not_shown():
    assert "secret" not in repr(SmtpServer.parse("smtp://me:secret@relay.test"))


def test_one_connection_carries_a_hundred_messages():
    with moody_server() as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        for number in range(201):
            mailer.send(parcel(number))
        mailer.close()

    assert server.connections == 3
    assert len(server.texts) == 201


@pytest.mark.parametrize("answer", [None, "421 enough for one connection"])
@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_kept_connection_that_has_ended_is_replaced(stage: str, answer: str | None):
    with moody_server(lambda at, count: answer if (at, count) == (stage, 3) else agreeable(at, count)) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        for number in range(4):
            mailer.send(parcel(number))
        mailer.close()

    assert server.connections == 2
    assert len(server.texts) == 4


@pytest.mark.parametrize("answer", [None, "421 go away"])
def test_a_new_connection_that_ends_at_once_is_an_outage(answer: str | None):
    with moody_server(lambda at, count: answer if at == "MAIL" else agreeable(at, count)) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        with pytest.raises(UnreachableError):
            mailer.send(parcel())

    assert server.connections == 1


def test_lines_that_begin_with_a_dot_arrive_whole():
    with moody_server() as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.send(parcel(text=".\r\n..two\r\n.three"))
        mailer.close()

    assert server.texts == ["Subject: hi\r\n\r\n..\r\n...two\r\n..three\r\n"]


@pytest.mark.parametrize("to", ["ana@demo.example", "ana@EXAMPLE", "ana@a.b.Example."])
def test_a_demo_address_is_never_mailed(to: str):
    with moody_server() as server, pytest.raises(DemoAddressError):
        SmtpMailer(SmtpServer.parse(server.url), SENDER).send(parcel(to=to))

    assert server.connections == 0
    assert not is_demo_address("ana@example.org")


def test_a_password_is_not_sent_in_the_clear_where_encryption_was_asked_for():
    with moody_server() as server:
        url = server.url.replace("smtp://", "smtp://me:secret@") + "?starttls=1"
        with pytest.raises(UnreachableError, match="SMTPNotSupportedError"):
            SmtpMailer(SmtpServer.parse(url), SENDER).send(parcel())

    assert server.counts == {"HELLO": 1}


def test_the_next_sender_is_named_while_there_is_time():
    named = threading.Event()

    def listening(stage: str, count: int) -> str | None:
        if (stage, count) == ("MAIL", 2):
            named.set()
        return agreeable(stage, count)

    with moody_server(listening) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.send(parcel(1))
        mailer.announce(parcel(2))
        mailer.announce(parcel(2))
        was_named = named.wait(20)
        mailer.send(parcel(2, text="Second"))
        mailer.close()

    assert was_named
    assert server.counts == {"HELLO": 1, "MAIL": 2, "RCPT": 2, "DATA": 2, "TEXT": 2}
    assert "Second" in server.texts[1]


@pytest.mark.parametrize("answer", [None, "421 enough for one connection", "451 not now"])
def test_a_connection_that_ends_at_a_sender_named_ahead_is_replaced(answer: str | None):
    with moody_server(lambda at, count: answer if (at, count) == ("MAIL", 2) else agreeable(at, count)) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        for number in range(3):
            mailer.send(parcel(number))
            mailer.announce(parcel(number + 1))
        mailer.close()

    assert server.connections == 2
    assert len(server.texts) == 3


def test_another_message_than_was_announced_has_its_own_sender(smtp: SmtpInbox):
    mailer = SmtpMailer(SmtpServer.parse(smtp.url), SENDER)

    mailer.send(parcel(1))
    mailer.announce(replace(parcel(2), return_path="two@coalition.test"))
    mailer.send(replace(parcel(3), return_path="three@coalition.test"))
    mailer.announce(parcel(4))
    mailer.close()

    assert smtp.senders == [SENDER.address, "three@coalition.test"]


def test_nothing_is_announced_where_the_connection_ends():
    with moody_server() as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.announce(parcel(1))
        for number in range(100):
            mailer.send(parcel(number))
        mailer.announce(parcel(101))
        mailer.send(parcel(101))
        mailer.close()

    assert server.connections == 2
    assert server.counts["MAIL"] == 101


def test_an_address_that_cannot_be_said_is_no_matter_until_its_message_is_sent(smtp: SmtpInbox):
    mailer = SmtpMailer(SmtpServer.parse(smtp.url), SENDER)

    mailer.send(parcel(1))
    mailer.announce(replace(parcel(2), return_path="two\r\n@coalition.test"))
    mailer.send(parcel(3))
    mailer.close()

    assert smtp.senders == [SENDER.address] * 2
