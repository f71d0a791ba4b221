"""`flask doctor`: the sender's domain and a test email."""

import dataclasses
import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from typing_extensions import override

from config import Config
from scheduler.db import db
from scheduler.outbox.domain.mail_records import LookUpError
from scheduler.outbox.resolver import Resolver
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.dkim_keys import KEY_FILE, OTHER_RECORD, RECORD
from tests.outbox.domain.test_mail_records import WELL, Book
from tests.outbox.imap_server import imap_server
from tests.plugins.mail import PostOffice


class AnswerBook(Resolver):
    """DNS that knows what stands in a book; None is DNS that does not answer."""

    def __init__(self, book: Book | None) -> None:
        self._book = book

    @override
    def texts_of(self, name: str) -> Sequence[str]:
        if self._book is None:
            raise LookUpError("NoNameservers")
        return self._book.get(name, ())


def mailing(config: Config, clock: FakeClock, smtp_url: str) -> Flask:
    app: Flask = importlib.import_module("scheduler.app").create_app(
        dataclasses.replace(config, smtp_url=smtp_url), clock=clock
    )
    return app


def doctor(app: Flask, *arguments: str, book: Book | None = None) -> Result:
    app.extensions["scheduler.resolver"] = AnswerBook(book)
    try:
        return app.test_cli_runner().invoke(args=["doctor", *arguments])
    finally:
        with app.app_context():
            db.engine.dispose()


def test_the_domain_of_the_sender_is_looked_at(app: Flask) -> None:
    """It is coalition.example."""
    answer = doctor(app, "--selector", "s1", book={"coalition.example": ["v=spf1 mx -all"]})

    good, key, policy = answer.stdout.splitlines()
    assert answer.exit_code == 1
    assert good.startswith("Good: SPF: coalition.example says which servers")
    assert key.startswith("Wanting: DKIM: s1._domainkey.coalition.example has no key")
    assert policy.startswith("Wanting: DMARC: coalition.example has no record")


@pytest.mark.parametrize(("record", "verdict"), [(RECORD, "Good"), (OTHER_RECORD, "Wanting")])
def test_the_key_that_mail_is_signed_with_is_compared(
    config: Config, clock: FakeClock, record: str, verdict: str
) -> None:
    signing = dataclasses.replace(config, dkim_key_file=KEY_FILE, dkim_selector="s1")
    answer = doctor(mailing(signing, clock, "smtp://127.0.0.1:1"), book={"s1._domainkey.coalition.example": [record]})

    assert f"{verdict}: DKIM: " in answer.stdout


def test_where_undeliverable_email_comes_back_is_said(config: Config, clock: FakeClock) -> None:
    returning = dataclasses.replace(config, bounce_address="bounces@coalition.example")
    answer = doctor(mailing(returning, clock, "smtp://127.0.0.1:1"), book=WELL)

    assert answer.stdout.startswith("Undeliverable email comes back to bounces+…@coalition.example, a signed address")


@pytest.mark.parametrize(("broken", "said"), [("-", "Good: the mailbox"), ("LOGIN", "Wanting: the mailbox")])
def test_the_mailbox_of_returned_mail_is_tried(config: Config, clock: FakeClock, broken: str, said: str) -> None:
    with imap_server() as server:
        server.breaks_at = broken
        returning = dataclasses.replace(config, bounce_address="bounces@coalition.example", bounce_imap_url=server.url)
        answer = doctor(mailing(returning, clock, "smtp://127.0.0.1:1"), book=WELL)

    assert said in answer.stdout
    assert "p@ss" not in answer.output


def test_another_domain_that_lacks_nothing_is_well(app: Flask) -> None:
    answer = doctor(app, "--mail", "Coalition.org.", "--selector", "s1", book=WELL)

    assert (answer.exit_code, answer.stdout.count("Good: ")) == (0, 3)


def test_dns_that_does_not_answer_is_said_in_a_sentence(app: Flask) -> None:
    answer = doctor(app, "--mail", "coalition.org", "--selector", "s1")

    assert (answer.exit_code, answer.stdout.count("Unknown: ")) == (0, 3)
    assert "DNS did not answer (NoNameservers)" in answer.stdout


@pytest.mark.parametrize(("domain", "said"), [("localhost", "not accepted anywhere"), ("a..b", "Enter a domain")])
def test_what_can_be_no_domain_of_a_sender_is_said(app: Flask, domain: str, said: str) -> None:
    answer = doctor(app, "--mail", domain, book=WELL)

    assert answer.exit_code != 0
    assert said in answer.stderr


def test_a_test_email_arrives(config: Config, clock: FakeClock, smtp: SmtpInbox) -> None:
    answer = doctor(mailing(config, clock, smtp.url), "--to", "cora@hub.test")

    assert (answer.exit_code, answer.stdout) == (
        0,
        "The mail server took the test email. See that it arrives, and not as spam.\n",
    )
    (mail,) = smtp.messages
    assert (mail["To"], mail["From"]) == ("cora@hub.test", "Test Coalition <scheduler@coalition.example>")
    assert "Authentication-Results" in mail.get_content()


def test_without_a_mail_server_the_test_email_is_a_file(app: Flask, tmp_path: Path) -> None:
    answer = doctor(app, "--to", "cora@hub.test")

    assert str(tmp_path / "mail") in answer.stdout
    assert len(list(tmp_path.glob("mail/*.eml"))) == 1


@pytest.mark.parametrize(
    ("address", "reply", "said"),
    [
        ("cora@hub.test", "550 5.7.1 no", "did not take the test email: 550"),
        ("cora@hub.example", "250 OK", "never mailed"),
        ("cora", "250 OK", "Enter an email address"),
    ],
)
def test_why_no_test_email_was_sent_is_said(
    config: Config, clock: FakeClock, smtp: SmtpInbox, address: str, reply: str, said: str
) -> None:
    smtp.replies.append(reply)
    answer = doctor(mailing(config, clock, smtp.url), "--to", address)

    assert answer.exit_code != 0
    assert said in answer.stderr
    assert smtp.messages == []


def test_a_mail_server_that_is_away_is_said(config: Config, clock: FakeClock, post_office: PostOffice) -> None:
    post_office.close()
    answer = doctor(mailing(config, clock, post_office.inbox.url), "--to", "cora@hub.test")

    assert "The mail server cannot be used: ConnectionRefusedError" in answer.stderr
