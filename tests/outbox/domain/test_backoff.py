from datetime import timedelta

import pytest

from scheduler.outbox.domain.backoff import MAX_ATTEMPTS, outage_pause, retry_delay


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (3, 5), (4, 15), (5, 30), (6, 60), (7, 60), (MAX_ATTEMPTS - 1, 60)]
)
def test_a_message_waits_longer_after_each_attempt(attempts: int, minutes: int):
    assert retry_delay(attempts) == timedelta(minutes=minutes)


def test_a_message_is_given_up_in_the_end():
    assert retry_delay(MAX_ATTEMPTS) is None


def test_all_attempts_together_take_about_two_days():
    waits = [retry_delay(attempts) for attempts in range(1, MAX_ATTEMPTS)]

    assert timedelta(hours=40) < sum((wait for wait in waits if wait), timedelta()) < timedelta(hours=50)


def test_an_outage_never_holds_all_mail_for_more_than_a_minute():
    assert [outage_pause(outages).total_seconds() for outages in (1, 2, 3, 4, 5, 6, 1000)] == [
        5,
        10,
        20,
        40,
        60,
        60,
        60,
    ]
