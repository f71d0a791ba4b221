import pytest

from scheduler.outbox.mailer import DemoAddressError, UnreachableError
from scheduler.outbox.smtp import SmtpMailer, SmtpServer, is_demo_address
from tests.outbox.letters import SENDER, parcel
from tests.outbox.servers import agreeable, moody_server


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
