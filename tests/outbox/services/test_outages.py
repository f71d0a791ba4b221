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
        ("HELLO", "421 4.3.2 no service now"),
        ("HELLO", None),
        ("MAIL", "550 5.7.1 you may not send as this"),
        ("MAIL", "451 4.3.0 not now"),
        ("MAIL", "421 4.7.0 slow down"),
        ("MAIL", None),
    ],
)
def test_what_the_server_has_against_all_mail_is_no_messages_fault(
    sessions: Sessions, clock: FakeClock, stage: str, answer: str | None
):
    queued(sessions, [draft(number, clock.now()) for number in range(3)], clock.now())

    with moody_server(lambda at, count: answer if at == stage else agreeable(at, count)) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()

    assert states(sessions) == [("ready", 0, "")] * 3
    assert not sender.can_mail
    assert server.connections == 1


def test_a_server_that_puts_everybody_off_is_asked_once_for_each_and_all_leave_soon_after(
    sessions: Sessions, clock: FakeClock
):
    began = clock.now()

    def greylisting(stage: str, count: int) -> str | None:
        early = clock.now() - began < timedelta(seconds=40)
        return "450 4.2.0 greylisted" if early and stage == "RCPT" else agreeable(stage, count)

    queued(sessions, [draft(number, began) for number in range(100)], began)

    with moody_server(greylisting) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()
        assert states(sessions) == [("ready", 1, "450 4.2.0 greylisted")] * 100
        assert sender.can_mail
        while clock.advance(timedelta(seconds=5)) < began + MINUTE:
            sender.run()
        assert server.counts["RCPT"] == 100
        sender.run()

    assert states(sessions) == [("sent", 2, "")] * 100


def test_what_is_due_leaves_in_the_order_in_which_it_is_due_tried_before_or_not(
    sessions: Sessions, clock: FakeClock, smtp: SmtpInbox
):
    smtp.replies = ["451 not now"] * 2
    queued(sessions, [draft(0, clock.now()), draft(1, clock.now())], clock.now())
    sender = dispatcher(sessions, clock, smtp.url)
    sender.run()

    again = clock.now() + MINUTE
    queued(sessions, [draft(2, again - timedelta(seconds=1)), draft(3, again + timedelta(seconds=1))], clock.now())
    clock.advance(2 * MINUTE)
    sender.run()

    assert smtp.recipients == [[reader(2)], [reader(0)], [reader(1)], [reader(3)]]


def test_a_pause_does_not_grow_while_the_server_takes_messages_in_between(sessions: Sessions, clock: FakeClock):
    def one_a_connection(stage: str, count: int) -> str | None:
        return "421 4.7.0 one is enough" if stage == "MAIL" and count % 3 else agreeable(stage, count)

    queued(sessions, [draft(number, clock.now()) for number in range(10)], clock.now())

    with moody_server(one_a_connection) as server:
        sender = dispatcher(sessions, clock, server.url)
        for _ in range(20):
            sender.run()
            clock.advance(timedelta(seconds=10))

    assert len(server.texts) == 10
    assert states(sessions) == [("sent", 1, "")] * 10


@pytest.mark.parametrize("step", [-timedelta(hours=1), timedelta(hours=1)])
def test_a_pause_lasts_as_long_when_the_clock_is_set(sessions: Sessions, clock: FakeClock, step: timedelta):
    queued(sessions, [draft(0, clock.now() - timedelta(days=1))], clock.now())

    with moody_server(answers("HELLO", iter([None, "220 hello"]))) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()
        clock.set(step)
        clock.advance(timedelta(seconds=4))
        sender.run()
        assert server.connections == 1
        clock.advance(timedelta(seconds=1))
        sender.run()

    assert states(sessions) == [("sent", 1, "")]


def test_an_answer_that_is_lost_repeats_one_message_under_the_same_name(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(number, clock.now()) for number in range(5)], clock.now())

    with moody_server(once("TEXT", 3, None)) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()
        assert states(sessions)[2:] == [("ready", 1, "connection_lost"), ("sent", 1, ""), ("sent", 1, "")]
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
