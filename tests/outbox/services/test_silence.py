"""A mail server that says nothing: to everybody, or to one recipient."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.domain.backoff import SECOND_LOOK
from tests.fakes import FakeClock
from tests.outbox.letters import dispatcher, draft, impatient, messages, queued, reader, states
from tests.outbox.servers import SILENCE, against, agreeable, moody_server

# Each silence takes two seconds; what is kept of it does not depend on the database.
pytestmark = pytest.mark.engines("sqlite")

Sessions = sessionmaker[AppSession]
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("stage", ["HELLO", "MAIL"])
def test_a_server_that_says_nothing_to_anybody_is_left_alone(sessions: Sessions, clock: FakeClock, stage: str):
    queued(sessions, [draft(number, clock.now()) for number in range(3)], clock.now())

    with moody_server(lambda at, count: SILENCE if at == stage else agreeable(at, count)) as server:
        sender = dispatcher(sessions, clock, impatient(server.url))
        sender.run()

    assert states(sessions) == [("ready", 0, "")] * 3
    assert not sender.can_mail
    assert server.connections == 1


def test_silence_at_one_recipient_is_waited_for_once_a_run_and_puts_off_that_message(
    sessions: Sessions, clock: FakeClock
):
    queued(sessions, [draft(number, clock.now()) for number in range(5)], clock.now())

    with moody_server(by_recipient=against({reader(1)}, "RCPT", SILENCE)) as server:
        sender = dispatcher(sessions, clock, impatient(server.url))
        sender.run()
        sent = ("sent", 1, "")
        assert states(sessions) == [sent, ("ready", 0, "no_answer"), sent, sent, sent]
        assert messages(sessions)[1].due_at == clock.advance(SECOND_LOOK)
        sender.run()

    assert states(sessions)[1] == ("ready", 1, "no_answer")
    assert messages(sessions)[1].due_at == clock.now() + MINUTE
    assert server.counts["RCPT"] == 6
    assert server.connections == 3


def test_a_message_whose_answer_is_withheld_holds_up_no_other(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(number, clock.now()) for number in range(3)], clock.now())

    with moody_server(by_recipient=against({reader(0)}, "TEXT", SILENCE)) as server:
        sender = dispatcher(sessions, clock, impatient(server.url))
        sender.run()

    assert states(sessions) == [("ready", 1, "no_answer"), ("sent", 1, ""), ("sent", 1, "")]
    assert messages(sessions)[0].due_at == clock.now() + MINUTE
    assert sender.can_mail
