"""What a mail server's bad days do to messages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.domain.backoff import MAX_ATTEMPTS
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.letters import dispatcher, draft, messages, queued, reader, states
from tests.outbox.servers import Mood, agreeable, moody_server
from tests.plugins.mail import free_port

Sessions = sessionmaker[AppSession]
MINUTE = timedelta(minutes=1)


def once(stage: str, count: int, answer: str | None) -> Mood:
    """Agreeable, but for one answer."""
    return lambda at, number: answer if (at, number) == (stage, count) else agreeable(at, number)


def answers(stage: str, given: Iterator[str | None]) -> Mood:
    """Agreeable, but for one stage, which gives one answer after the other."""
    return lambda at, number: next(given) if at == stage else agreeable(at, number)


def test_a_temporary_refusal_puts_off_one_message(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    smtp.replies = ["451 4.7.1 reader0@people.test is greylisted"]
    queued(sessions, [draft(number, clock.now()) for number in range(3)], clock.now())
    sender = dispatcher(sessions, clock, smtp.url)

    sender.run()

    assert states(sessions) == [("ready", 1, "451 4.7.1 … is greylisted"), ("sent", 1, ""), ("sent", 1, "")]
    assert messages(sessions)[0].due_at == clock.now() + MINUTE
    clock.advance(MINUTE)
    sender.run()
    assert states(sessions)[0] == ("sent", 2, "")
    assert smtp.recipients == [[reader(1)], [reader(2)], [reader(0)]]


def test_a_server_that_was_down_gets_everything_once_when_it_is_up(
    sessions: Sessions, clock: FakeClock, smtp: SmtpInbox
):
    queued(sessions, [draft(number, clock.now()) for number in range(30)], clock.now())
    sender = dispatcher(sessions, clock, f"smtp://127.0.0.1:{free_port()}")

    sender.run()

    assert states(sessions) == [("ready", 0, "")] * 30
    assert not sender.can_mail
    back = dispatcher(sessions, clock, smtp.url)
    back.run()
    assert sorted(smtp.recipients) == sorted([reader(number)] for number in range(30))
    assert states(sessions) == [("sent", 1, "")] * 30


def test_during_an_outage_all_mail_waits_for_seconds_and_nothing_is_tried(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(number, clock.now()) for number in range(3)], clock.now())

    with moody_server(answers("HELLO", iter([None, None, "220 hello"]))) as server:
        sender = dispatcher(sessions, clock, server.url)
        tried = []
        for _ in range(16):
            sender.run()
            tried.append(server.connections)
            clock.advance(timedelta(seconds=1))

    assert tried == [1] * 5 + [2] * 10 + [3]
    assert sender.can_mail
    assert states(sessions) == [("sent", 1, "")] * 3


@pytest.mark.parametrize(
    ("stage", "answer", "reason"),
    [
        ("RCPT", "550 5.1.1 <reader0@people.test>: no such user", "550 5.1.1 …: no such user"),
        ("TEXT", '554 5.6.0 "Telling 0" looks like spam', '554 5.6.0 "…" looks like spam'),
        ("MAIL", "552 5.3.4 too big", "552 5.3.4 too big"),
    ],
)
def test_a_final_refusal_fails_one_message(sessions: Sessions, clock: FakeClock, stage: str, answer: str, reason: str):
    queued(sessions, [draft(number, clock.now()) for number in range(3)], clock.now())

    with moody_server(once(stage, 1, answer)) as server:
        dispatcher(sessions, clock, server.url).run()

    assert states(sessions) == [("failed", 1, reason), ("sent", 1, ""), ("sent", 1, "")]
    assert len(server.texts) == 2
    assert server.connections == 1


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("HELLO", "554 no service"),
        ("MAIL", "550 5.7.1 you may not send as this"),
        ("RCPT", "530 5.7.0 authentication required"),
    ],
)
def test_what_is_wrong_with_us_fails_no_message(sessions: Sessions, clock: FakeClock, stage: str, answer: str):
    queued(sessions, [draft(number, clock.now()) for number in range(3)], clock.now())

    with moody_server(lambda at, count: answer if at == stage else agreeable(at, count)) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()

    assert states(sessions) == [("ready", 0, "")] * 3
    assert not sender.can_mail


def test_a_server_that_takes_nothing_is_not_asked_for_every_message(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(number, clock.now()) for number in range(200)], clock.now())

    with moody_server(lambda at, count: "450 busy" if at == "RCPT" else agreeable(at, count)) as server:
        dispatcher(sessions, clock, server.url).run()

    assert server.counts["RCPT"] == 5
    assert states(sessions) == [("ready", 1, "450 busy")] * 5 + [("ready", 0, "")] * 195


def test_an_answer_that_is_lost_repeats_one_message_under_the_same_name(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(number, clock.now()) for number in range(5)], clock.now())

    with moody_server(once("TEXT", 3, None)) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()
        assert states(sessions)[2:] == [("ready", 1, "connection_lost"), ("ready", 0, ""), ("ready", 0, "")]
        clock.advance(MINUTE)
        sender.run()

    assert states(sessions) == [("sent", 1, "")] * 2 + [("sent", 2, "")] + [("sent", 1, "")] * 2
    repeated = [text for text in server.texts if "This is telling 2." in text]
    names = {line for text in repeated for line in text.splitlines() if line.startswith("Message-ID")}
    assert (len(server.texts), len(repeated), len(names)) == (6, 2, 1)


def test_a_message_is_given_up_after_its_last_attempt(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    queued(sessions, [draft(1, clock.now())], clock.now())
    smtp.replies = ["451 not now"] * MAX_ATTEMPTS
    sender = dispatcher(sessions, clock, smtp.url)

    for _ in range(MAX_ATTEMPTS + 3):
        sender.run()
        clock.advance(timedelta(hours=1))

    assert states(sessions) == [("failed", MAX_ATTEMPTS, "451 not now")]
    assert smtp.replies == []
