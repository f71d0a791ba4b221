"""Mail that came back: what is recorded, whose address is stopped, and what forged mail does."""

import logging
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from scheduler.accounts.jobs import ReturnedMail
from scheduler.accounts.models import Person
from scheduler.accounts.services.stopped_addresses import ADDRESS_STOPPED, stopped_people
from scheduler.db import AppSession
from scheduler.outbox.domain.return_kinds import ReturnKind
from scheduler.outbox.domain.return_path import ReturnPath
from scheduler.outbox.models import MAIL, Message, MessageReturn, MessageState, Stream
from scheduler.outbox.rendering import Letter
from scheduler.outbox.stopping import try_again
from tests.factories import person
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.imap_server import ImapServer, imap_server
from tests.outbox.letters import dispatcher, draft, queued
from tests.outbox.returned import returned

PATHS = ReturnPath("bounces@coalition.test", "k" * 40)
ANA = "ana@people.test"


@dataclass
class Office:
    """Ana, who was sent message 1, and what reads the mailbox."""

    sessions: sessionmaker[AppSession]
    clock: FakeClock
    smtp: SmtpInbox
    ana: int
    path: str = ""

    def send(self, number: int, stream: Stream = Stream.REMINDER) -> None:
        queued(self.sessions, [draft(number, self.clock.now(), stream, person_id=self.ana)], self.clock.now())
        dispatcher(self.sessions, self.clock, self.smtp.url, LETTERS, return_path=PATHS).run()
        self.path = self.smtp.senders[-1]

    def read(self, server: ImapServer) -> None:
        ReturnedMail(self.sessions, self.clock, PATHS, server.mailbox).read()

    def take_in(self, *contents: bytes) -> list[bytes]:
        """Return what is left in the mailbox."""
        with imap_server(*contents) as server:
            self.read(server)
            self.read(server)
        return [mail.content for mail in server.mails.values()]

    def stopped(self) -> list[tuple[int, ReturnKind]]:
        with self.sessions() as session:
            return [(one.person_id, one.kind) for one in stopped_people(session)]

    def states(self) -> list[tuple[str, str]]:
        """What became of what Ana was to get, with the reason."""
        with self.sessions() as session:
            mine = select(Message).where(Message.person_id == self.ana).order_by(Message.id)
            return [(one.state, one.last_error) for one in session.scalars(mine)]


def letter(session, message, _now):
    to = session.get_one(Person, message.person_id).email
    return Letter(to=to, to_name="Ana", subject="Reminder", text="A reminder.")


LETTERS = {(stream, "*"): letter for stream in Stream}


@pytest.fixture
def office(sessions: sessionmaker[AppSession], clock: FakeClock, smtp: SmtpInbox) -> Office:
    with sessions() as session:
        ana = person(session, "Ana")
        ana.email = ANA
        session.commit()
        office = Office(sessions, clock, smtp, ana.id)
    office.send(1)
    return office


@pytest.mark.parametrize("sample", ["postfix", "exchange", "qmail"])
def test_an_address_that_is_gone_gets_account_mail_alone(office: Office, sample: str):
    assert office.take_in(returned(sample, office.path)) == []

    office.send(2)
    office.send(3, Stream.ACCOUNT)
    assert office.stopped() == [(office.ana, ReturnKind.GONE)]
    assert office.states() == [
        (MessageState.BOUNCED, "no_mailbox"),
        (MessageState.FAILED, "stopped_address"),
        (MessageState.SENT, ""),
    ]


@pytest.mark.parametrize("sample", ["gmail", "qmail_full", "qmail_spam"])
def test_what_was_refused_came_back_and_stops_nothing(office: Office, sample: str):
    office.take_in(returned(sample, office.path))

    assert (office.stopped(), office.states()) == ([], [(MessageState.BOUNCED, "came_back")])


def test_what_is_delayed_is_counted_alone(office: Office):
    office.take_in(returned("delayed", office.path))

    with office.sessions() as session:
        assert [(one.kind, one.status) for one in session.scalars(select(MessageReturn))] == [("delayed", "4.4.1")]
    assert (office.stopped(), office.states()) == ([], [(MessageState.SENT, "")])


def test_who_complains_gets_no_reminders_and_notifications(office: Office):
    office.take_in(returned("complaint", office.path))

    for number, stream in enumerate(MAIL, 2):
        office.send(number, stream)
    complained = (MessageState.SUPPRESSED, "complaint")
    assert office.stopped() == [(office.ana, ReturnKind.COMPLAINT)]
    assert office.states() == [(MessageState.SENT, ""), (MessageState.SENT, ""), complained, complained]


@pytest.mark.parametrize("sample", ["out_of_office", "broken"])
def test_what_is_no_report_is_left_in_the_mailbox(office: Office, sample: str):
    mail = returned(sample, office.path)

    assert office.take_in(mail) == [mail]
    assert (office.stopped(), office.states()) == ([], [(MessageState.SENT, "")])


def test_a_mail_nested_too_deep_keeps_no_other_from_being_read(office: Office, caplog: pytest.LogCaptureFixture):
    nested = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(1500))
    deep = f"To: {office.path}\n{nested}".encode("ascii")

    assert office.take_in(deep, returned("postfix", office.path)) == [deep]
    assert office.stopped() == [(office.ana, ReturnKind.GONE)]
    assert "cannot be read: RecursionError" in caplog.text


def test_a_forged_signature_stops_nothing_and_is_in_the_log(office: Office, caplog: pytest.LogCaptureFixture):
    local, _, domain = office.path.partition("@")
    forged = f"{local[:-16]}{'a' * 16}@{domain}"
    with caplog.at_level(logging.WARNING):
        left = office.take_in(returned("postfix", forged), returned("complaint", ANA))

    assert len(left) == 2
    assert (office.stopped(), office.states()) == ([], [(MessageState.SENT, "")])
    assert caplog.text.count("has no return path of ours") == 2
    assert ANA not in caplog.text


def test_a_mail_that_names_two_messages_stops_nothing(office: Office):
    first = office.path
    office.send(2)

    assert len(office.take_in(returned("postfix", first) + returned("postfix", office.path))) == 1
    assert office.stopped() == []


def test_what_was_sent_to_an_earlier_address_stops_no_other(office: Office):
    with office.sessions() as session:
        session.get_one(Person, office.ana).email = "ana@elsewhere.test"
        session.commit()

    office.take_in(returned("postfix", office.path))

    assert (office.stopped(), office.states()) == ([], [(MessageState.BOUNCED, "no_mailbox")])


def test_a_new_address_gets_mail_again(office: Office):
    office.take_in(returned("postfix", office.path))
    with office.sessions() as session:
        session.get_one(Person, office.ana).email = "ana@elsewhere.test"
        session.commit()

    office.send(2)

    assert office.stopped() == []
    assert office.states()[1] == (MessageState.SENT, "")


def test_a_mail_that_is_read_twice_stops_nothing_anew(office: Office):
    """As after a kill between the commit and the flag."""
    mail = returned("postfix", office.path)
    with imap_server(mail) as server:
        server.breaks_at = "UID STORE"
        office.read(server)
        with office.sessions() as session:
            assert try_again(session, office.ana, [ReturnKind.GONE])
            session.commit()
        server.breaks_at = "-"
        office.read(server)

    assert (server.mails, office.stopped()) == ({}, [])


def test_mail_that_came_back_before_it_was_recorded_is_read_later(office: Office):
    with office.sessions() as session:
        session.scalars(select(Message)).one().state = MessageState.CLAIMED
        session.commit()
    mail = returned("postfix", office.path)
    with imap_server(mail) as server:
        office.read(server)
        assert [one.flags for one in server.mails.values()] == [set()]
        with office.sessions() as session:
            session.scalars(select(Message)).one().state = MessageState.SENT
            session.commit()
        office.read(server)

    assert (server.mails, office.stopped()) == ({}, [(office.ana, ReturnKind.GONE)])


def test_a_mailbox_that_cannot_be_read_is_said_without_its_password(office: Office, caplog: pytest.LogCaptureFixture):
    with imap_server() as server:
        server.breaks_at = "LOGIN"
        office.read(server)

    assert "the mailbox of returned mail cannot be read: " in caplog.text
    assert "p@ss" not in caplog.text


@pytest.mark.engines("sqlite", "postgresql")
def test_a_complaint_outlasts_what_comes_back_later(office: Office):
    first = office.path
    office.send(2)

    office.take_in(returned("complaint", first), returned("postfix", office.path))

    assert office.stopped() == [(office.ana, ReturnKind.COMPLAINT)]


def test_a_complaint_counts_although_the_address_was_stopped_before(office: Office):
    first = office.path
    office.send(2)

    office.take_in(returned("postfix", first), returned("complaint", office.path))

    assert office.stopped() == [(office.ana, ReturnKind.COMPLAINT)]


def test_coordinators_hear_of_it_once(office: Office):
    with office.sessions() as session:
        cora = person(session, "Cora", coordinator=True).id
        session.commit()
    first = office.path
    office.send(2)

    office.take_in(returned("postfix", first), returned("exchange", first), returned("postfix", office.path))

    with office.sessions() as session:
        told = session.scalars(select(Message).where(Message.kind == ADDRESS_STOPPED)).all()
        assert [(one.person_id, one.payload) for one in told] == [(cora, {"person_id": office.ana})]
