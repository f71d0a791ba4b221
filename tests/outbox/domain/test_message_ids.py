from datetime import datetime, timedelta

from scheduler.outbox.domain.message_ids import message_token


def test_a_token_is_the_same_for_the_same_telling_and_another_in_a_new_database(now: datetime):
    first = message_token("reminder:7:3", now)

    assert message_token("reminder:7:3", now) == first
    assert message_token("reminder:7:4", now) != first
    assert message_token("reminder:7:3", now + timedelta(microseconds=1)) != first


def test_a_token_can_stand_in_a_header(now: datetime):
    token = message_token('odd "key" <with@signs>\r\n', now)

    assert len(token) == 40
    assert token.isalnum()
