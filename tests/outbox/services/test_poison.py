"""A message at which the mail server fails holds up no other."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.domain.backoff import MAX_ATTEMPTS, SECOND_LOOK
from scheduler.outbox.models import Stream
from tests.fakes import FakeClock
from tests.outbox.letters import dispatcher, draft, messages, queued, reader, states
from tests.outbox.servers import against, agreeable, moody_server

Sessions = sessionmaker[AppSession]
MINUTE = timedelta(minutes=1)
OTHERS = 50
STAGES = ("RCPT", "DATA")
FAILURES = [None, "421 4.7.0 closing", "530 5.7.0 authentication required"]


def reason(answer: str | None) -> str:
    return answer or "connection_lost"


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("answer", FAILURES)
def test_one_message_is_put_off_and_the_rest_go_on_in_the_same_run(
    sessions: Sessions, clock: FakeClock, stage: str, answer: str | None
):
    queued(sessions, [draft(number, clock.now()) for number in range(OTHERS + 1)], clock.now())

    with moody_server(by_recipient=against({reader(0)}, stage, answer)) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()
        assert states(sessions) == [("ready", 0, reason(answer))] + [("sent", 1, "")] * OTHERS
        assert messages(sessions)[0].due_at == clock.advance(SECOND_LOOK)
        sender.run()
        assert states(sessions)[0] == ("ready", 1, reason(answer))
        assert messages(sessions)[0].due_at == clock.now() + MINUTE

    assert sender.can_mail
    assert len(server.texts) == OTHERS


def test_account_mail_of_one_holds_up_no_account_mail_of_others(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(number, clock.now(), Stream.ACCOUNT) for number in range(3)], clock.now())
    queued(sessions, [draft(3, clock.now())], clock.now())

    with moody_server(by_recipient=against({reader(0)}, "RCPT", None)) as server:
        dispatcher(sessions, clock, server.url).run()

    assert [state for state, _, _ in states(sessions)] == ["ready", "sent", "sent", "sent"]


def test_a_message_that_the_server_never_gets_over_is_given_up_in_the_end(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(0, clock.now())], clock.now())

    with moody_server(by_recipient=against({reader(0)}, "RCPT", None)) as server:
        sender = dispatcher(sessions, clock, server.url)
        for number in range(1, MAX_ATTEMPTS + 5):
            queued(sessions, [draft(number, clock.now())], clock.now())
            sender.run()
            clock.advance(timedelta(hours=1))

    assert states(sessions) == [("failed", MAX_ATTEMPTS, "connection_lost")] + [("sent", 1, "")] * (MAX_ATTEMPTS + 4)


def test_many_such_messages_take_turns_with_the_others(sessions: Sessions, clock: FakeClock):
    bad = {reader(number) for number in range(10)}
    queued(sessions, [draft(number, clock.now()) for number in range(OTHERS)], clock.now())

    with moody_server(by_recipient=against(bad, "RCPT", "421 4.7.0 closing")) as server:
        sender = dispatcher(sessions, clock, server.url)
        for _ in range(7):
            sender.run()
            clock.advance(timedelta(seconds=5))
        assert len(server.texts) == OTHERS - len(bad)
        for _ in range(12):
            sender.run()
            clock.advance(timedelta(seconds=5))

    assert len(server.texts) == OTHERS - len(bad)
    assert [state for state, _, _ in states(sessions)] == ["ready"] * len(bad) + ["sent"] * (OTHERS - len(bad))
    assert all(attempts >= 1 for _, attempts, _ in states(sessions))


def test_hundreds_to_a_domain_at_which_the_server_fails_let_the_others_pass(sessions: Sessions, clock: FakeClock):
    due = clock.now()
    bad = [draft(number, due, payload={"number": number, "domain": "bad.test"}) for number in range(350)]
    good = [draft(number, due + timedelta(seconds=1)) for number in range(350, 360)]
    queued(sessions, bad + good, due)

    with moody_server(by_recipient=lambda stage, to: None if stage == "RCPT" and "@bad" in to else "") as server:
        sender = dispatcher(sessions, clock, server.url)
        for _ in range(5):
            sender.run()
            clock.advance(timedelta(seconds=5))

    assert len(server.texts) == len(good)


@pytest.mark.parametrize("answer", FAILURES)
def test_a_server_that_fails_at_everybody_is_left_alone_and_blames_nobody(
    sessions: Sessions, clock: FakeClock, answer: str | None
):
    queued(sessions, [draft(number, clock.now()) for number in range(200)], clock.now())

    with moody_server(lambda at, count: answer if at == "RCPT" else agreeable(at, count)) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()
        sender.run()
        assert server.counts["RCPT"] == 3
        assert states(sessions) == [("ready", 0, reason(answer))] * 3 + [("ready", 0, "")] * 197
        assert not sender.can_mail
        for _ in range(12):
            clock.advance(timedelta(seconds=5))
            sender.run()

    # At most three more every five seconds; the pause does not grow, since it may be these messages.
    assert 3 * 6 < server.counts["RCPT"] <= 3 * 13


def test_who_is_slow_waits_behind_the_others_of_the_same_stream(sessions: Sessions, clock: FakeClock):
    def slow_ones(stage: str, recipient: str) -> str | None:
        if stage == "TEXT" and recipient.endswith("@slow.test"):
            clock.advance(timedelta(seconds=20))
        return ""

    readers = [{"number": 9 - at, "domain": "slow.test" if at < 5 else "quick.test"} for at in range(10)]
    queued(sessions, [draft(at, clock.now(), payload=payload) for at, payload in enumerate(readers)], clock.now())

    with moody_server(by_recipient=slow_ones) as server:
        dispatcher(sessions, clock, server.url).run()

    sent = [int(text.partition("This is telling ")[2].partition(".")[0]) for text in server.texts]
    assert sent == [9, 4, 3, 2, 1, 0, 8, 7, 6, 5]
