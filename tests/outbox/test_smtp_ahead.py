"""What is said of the next message while the last one is put on record."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.outbox.mailer import MailError, RefusedError, RenderedMessage, TryLaterError, UnclearError
from scheduler.outbox.smtp import SmtpMailer, SmtpServer
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.letters import SENDER, parcel
from tests.outbox.servers import IMPATIENCE, SILENCE, Mood, against, agreeable, moody_server

ENVELOPE = ["MAIL", "RCPT", "DATA"]


def signalling(stage: str) -> tuple[Mood, threading.Event]:
    """A server's mood, and what is set when the second message has come to a stage."""
    reached = threading.Event()

    def mood(at: str, count: int) -> str | None:
        if (at, count) == (stage, 2):
            reached.set()
        return agreeable(at, count)

    return mood, reached


def answering(stage: str, answer: str | None) -> Mood:
    """Another answer to the second message, at one stage."""
    return lambda at, count: answer if (at, count) == (stage, 2) else agreeable(at, count)


def send_three(url: str, timeout_seconds: float = 20) -> list[MailError]:
    """Send three messages, each begun when the one before has left; return what went wrong."""
    mailer, failures = SmtpMailer(SmtpServer.parse(url), SENDER, timeout_seconds), []
    for number in range(1, 4):
        try:
            mailer.send(parcel(number, f"reader{number}@people.test", f"text {number}"))
        except MailError as error:
            failures.append(error)
        mailer.announce(parcel(number + 1, f"reader{number + 1}@people.test"))
    mailer.close()
    return failures


@pytest.mark.parametrize(("takes_rows", "stage"), [(False, "MAIL"), (True, "DATA")])
def test_the_next_message_is_begun_while_there_is_time(stage: str, *, takes_rows: bool):
    mood, reached = signalling(stage)

    with moody_server(mood, takes_rows=takes_rows) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.send(parcel(1))
        mailer.announce(parcel(2))
        mailer.announce(parcel(2))
        was_reached = reached.wait(20)
        mailer.send(parcel(2, text="Second"))
        mailer.close()

    assert was_reached
    assert server.counts == {"HELLO": 1, "MAIL": 2, "RCPT": 2, "DATA": 2, "TEXT": 2}
    assert "Second" in server.texts[1]


@pytest.mark.parametrize("takes_rows", [False, True])
@pytest.mark.parametrize("answer", [None, "421 enough for one connection"])
@pytest.mark.parametrize("stage", ENVELOPE)
def test_a_connection_that_ends_at_what_is_said_ahead_is_replaced(stage: str, answer: str | None, *, takes_rows: bool):
    with moody_server(answering(stage, answer), takes_rows=takes_rows) as server:
        failures = send_three(server.url)

    assert failures == []
    assert server.connections == 2
    assert [text[-8:-2] for text in server.texts] == ["text 1", "text 2", "text 3"]


@pytest.mark.parametrize("takes_rows", [False, True])
def test_a_sender_that_is_not_taken_ahead_is_tried_on_a_new_connection(*, takes_rows: bool):
    with moody_server(answering("MAIL", "451 not now"), takes_rows=takes_rows) as server:
        failures = send_three(server.url)

    assert failures == []
    assert server.connections == 2
    assert [text[-8:-2] for text in server.texts] == ["text 1", "text 2", "text 3"]


@pytest.mark.parametrize(("answer", "error"), [("550 nobody here", RefusedError), ("451 not now", TryLaterError)])
@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_refusal_ahead_holds_up_that_message_alone(stage: str, answer: str, error: type[MailError]):
    with moody_server(answering(stage, answer), takes_rows=True) as server:
        failures = send_three(server.url)

    assert [type(failure) for failure in failures] == [error]
    assert [text[-8:-2] for text in server.texts] == ["text 1", "text 3"]


@pytest.mark.parametrize(("data", "connections"), [("503 no valid recipients", 1), ("354 go on", 2)])
def test_nothing_is_sent_where_a_server_wants_a_text_for_nobody(data: str, connections: int):
    def mood(stage: str, count: int) -> str | None:
        answers = {"RCPT": "550 nobody here", "DATA": data} if count == 2 else {}
        return answers.get(stage) or agreeable(stage, count)

    with moody_server(mood, takes_rows=True) as server:
        failures = send_three(server.url)

    assert [type(failure) for failure in failures] == [RefusedError]
    assert server.connections == connections
    assert [text[-8:-2] for text in server.texts] == ["text 1", "text 3"]


@pytest.mark.parametrize(("silent_at", "failures"), [("", []), ("reader2@people.test", [UnclearError])])
def test_silence_ahead_is_the_message_s_if_it_is_met_without_a_row(silent_at: str, failures: list[type[MailError]]):
    mood = agreeable if silent_at else answering("MAIL", SILENCE)
    with moody_server(mood, against({silent_at}, "RCPT", SILENCE), takes_rows=True) as server:
        found = send_three(server.url, timeout_seconds=2)

    assert [type(failure) for failure in found] == failures
    assert len(server.texts) == 3 - len(failures)


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
@pytest.mark.parametrize("answer", [SILENCE, "503 bad sequence of commands"])
def test_a_server_that_loses_commands_in_a_row_hears_them_one_by_one_from_then_on(stage: str, answer: str):
    def mood(at: str, count: int) -> str | None:
        return answer if at == stage and server.is_in_a_row else agreeable(at, count)

    with moody_server(mood, takes_rows=True) as server:
        failures = send_three(server.url, timeout_seconds=2)

    assert failures == []
    assert server.connections == 2
    assert [text[-8:-2] for text in server.texts] == ["text 1", "text 2", "text 3"]


def test_a_server_that_ends_the_connection_at_each_row_hears_no_more_of_them():
    def mood(at: str, count: int) -> str | None:
        return None if at == "RCPT" and server.is_in_a_row else agreeable(at, count)

    with moody_server(mood, takes_rows=True) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        for number in range(8):
            mailer.send(parcel(number))
            mailer.announce(parcel(number + 1))
        mailer.close()

    assert len(server.texts) == 8
    assert server.connections == 4


def test_no_text_is_begun_where_the_server_waits_for_it_no_longer():
    with moody_server(answering("DATA", IMPATIENCE), takes_rows=True) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.send(parcel(1, text="one"))
        mailer.announce(parcel(2))
        has_left = server.has_left.wait(20)
        mailer.send(parcel(2, text="two"))
        mailer.close()

    assert has_left
    assert [text.splitlines()[-1] for text in server.texts] == ["one", "two"]


@pytest.mark.parametrize(("seconds", "connections"), [(5, 1), (3600, 2), (-3600, 2)])
def test_what_was_said_long_ago_is_said_anew(clock: FakeClock, seconds: int, connections: int):
    with moody_server(takes_rows=True) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER, clock=clock)
        mailer.send(parcel(1, text="one"))
        mailer.announce(parcel(2))
        clock.advance(timedelta(seconds=seconds))
        mailer.send(parcel(2, text="two"))
        mailer.close()

    assert [text.splitlines()[-1] for text in server.texts] == ["one", "two"]
    assert server.connections == connections


@pytest.mark.parametrize("takes_rows", [False, True])
def test_another_message_than_was_begun_has_its_own_envelope(*, takes_rows: bool):
    with moody_server(takes_rows=takes_rows) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.send(parcel(1, text="one"))
        mailer.announce(parcel(2, "two@people.test"))
        mailer.send(parcel(3, "three@people.test", text="three"))
        mailer.announce(parcel(4, "four@people.test"))
        mailer.close()

    assert [text.splitlines()[-1] for text in server.texts] == ["one", "three"]
    assert server.recipients == ["ana@people.test", "three@people.test"]


def test_another_sender_than_was_named_is_named_anew(smtp: SmtpInbox):
    mailer = SmtpMailer(SmtpServer.parse(smtp.url), SENDER)

    mailer.send(parcel(1))
    mailer.announce(replace(parcel(2), return_path="two@coalition.test"))
    mailer.send(replace(parcel(3), return_path="three@coalition.test"))
    mailer.announce(parcel(4))
    mailer.close()

    assert smtp.senders == [SENDER.address, "three@coalition.test"]


def test_nothing_is_said_ahead_where_the_connection_ends():
    with moody_server(takes_rows=True) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.announce(parcel(1))
        for number in range(100):
            mailer.send(parcel(number))
        mailer.announce(parcel(101))
        mailer.send(parcel(101))
        mailer.close()

    assert server.connections == 2
    assert server.counts["MAIL"] == 101


def test_nothing_is_said_of_a_demo_address():
    with moody_server(takes_rows=True) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.send(parcel(1))
        mailer.announce(parcel(2, "ana@demo.example"))
        mailer.send(parcel(3))
        mailer.close()

    assert server.connections == 1
    assert server.counts["MAIL"] == 2


@pytest.mark.parametrize(
    "odd",
    [
        replace(parcel(2), return_path="two\r\n@coalition.test"),
        parcel(2, "two@people.test>\r\nRCPT TO:<three@people.test"),
        parcel(2, "zwölf@people.test"),
    ],
)
@pytest.mark.parametrize("takes_rows", [False, True])
def test_an_address_that_cannot_be_said_is_no_matter_until_its_message_is_sent(
    odd: RenderedMessage, *, takes_rows: bool
):
    with moody_server(takes_rows=takes_rows) as server:
        mailer = SmtpMailer(SmtpServer.parse(server.url), SENDER)
        mailer.send(parcel(1))
        mailer.announce(odd)
        mailer.send(parcel(3))
        mailer.close()

    assert server.recipients == ["ana@people.test"] * 2
