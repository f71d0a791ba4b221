"""When the next try is welcome."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.accounts.domain.lockout import LIMITS, Purpose, ThrottleLimit, opens_again_at

NOON = datetime(2027, 7, 1, 12, tzinfo=UTC)
LIMIT = ThrottleLimit(
    free=3, first_wait=timedelta(minutes=1), longest_wait=timedelta(minutes=15), memory=timedelta(hours=1)
)


@pytest.mark.parametrize(
    ("tries", "seconds_ago", "wait_seconds"),
    [
        (0, None, None),
        (2, 0, None),
        (3, 0, 60),
        (3, 59, 1),
        (3, 60, None),
        (4, 0, 120),
        (5, 0, 240),
        (6, 0, 480),
        (7, 0, 900),
        (8, 0, 900),
        (8, 899, 1),
        (8, 900, None),
        (10**6, 0, 900),
    ],
)
def test_each_further_try_waits_twice_as_long(tries: int, seconds_ago: int | None, wait_seconds: int | None):
    last = None if seconds_ago is None else NOON - timedelta(seconds=seconds_ago)
    expected = None if wait_seconds is None else NOON + timedelta(seconds=wait_seconds)

    assert opens_again_at(tries, last, LIMIT, NOON) == expected


def test_a_network_may_try_more_than_one_place_and_nobody_waits_beyond_what_is_remembered():
    for limits in LIMITS.values():
        assert limits.by_place.free < limits.by_network.free
        for limit in (limits.by_place, limits.by_network, limits.by_address):
            assert limit is None or limit.first_wait < limit.longest_wait <= limit.memory


def test_one_address_alone_never_waits_for_a_link_to_a_new_password():
    assert LIMITS[Purpose.RECOVERY].by_address is None
