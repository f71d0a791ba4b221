"""Encryption and log-in, with a real mail server that insists on them."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from scheduler.outbox.mailer import RenderedMessage, UnreachableError
from scheduler.outbox.smtp import SmtpMailer, SmtpServer
from tests.fakes import SmtpInbox
from tests.outbox.letters import SENDER
from tests.plugins.mail import free_port

CERTIFICATE = Path(__file__).parent / "data" / "localhost.pem"
PARCEL = RenderedMessage(1, "ana@people.test", b"Subject: hi\r\n\r\nHello\r\n")


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@contextmanager
def relay(**options: Any) -> Iterator[tuple[SmtpInbox, int]]:
    inbox = SmtpInbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    yield inbox, controller.port
    controller.stop()


def send(url: str) -> None:
    mailer = SmtpMailer(SmtpServer.parse(url), SENDER, timeout_seconds=5)
    mailer.send(PARCEL)
    mailer.close()


def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"me@people.test", b"p@ss/word"), handled=False)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.mark.usefixtures("trusted")
def test_mail_goes_over_a_connection_that_is_encrypted_from_the_start():
    with relay(ssl_context=server_context()) as (inbox, port):
        send(f"smtps://127.0.0.1:{port}")

    assert len(inbox.messages) == 1


@pytest.mark.usefixtures("trusted")
def test_mail_and_password_go_over_a_connection_that_becomes_encrypted():
    options = {"tls_context": server_context(), "require_starttls": True, "authenticator": authenticate}
    with relay(**options, auth_required=True) as (inbox, port):
        send(f"smtp://me%40people.test:p%40ss%2Fword@127.0.0.1:{port}?starttls=1")

    assert len(inbox.messages) == 1


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("password", ["wrong", "p%C3%A4ss"])
def test_a_log_in_that_fails_is_an_outage(password: str):
    options = {"tls_context": server_context(), "require_starttls": True, "authenticator": authenticate}
    with relay(**options, auth_required=True) as (inbox, port), pytest.raises(UnreachableError):
        send(f"smtp://me%40people.test:{password}@127.0.0.1:{port}?starttls=1")

    assert inbox.messages == []


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing():
    options = {"tls_context": server_context(), "require_starttls": True}
    with relay(**options) as (inbox, port), pytest.raises(UnreachableError, match="SSLCertVerificationError"):
        send(f"smtp://127.0.0.1:{port}?starttls=1")

    assert inbox.messages == []
