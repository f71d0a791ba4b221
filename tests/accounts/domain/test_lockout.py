"""When the next try is welcome."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.accounts.domain.lockout import Limit, opens_again_at

NOON = datetime(2027, 7, 1, 12, tzinfo=UTC)
LIMIT = Limit(3, timedelta(minutes=15))


def minutes_ago(*ages: int) -> list[datetime]:
    return [NOON - timedelta(minutes=age) for age in ages]


@pytest.mark.parametrize(
    ("ages", "opens_in_minutes"),
    [
        ((), None),
        ((1, 2), None),
        ((1, 2, 3), 12),
        ((3, 1, 2), 12),
        ((1, 2, 14), 1),
        ((1, 2, 15), None),
        ((1, 2, 3, 4, 5), 12),
        ((0, 0, 0), 15),
    ],
)
def test_room_opens_when_the_limit_oldest_of_the_recent_tries_ages_out(
    ages: tuple[int, ...], opens_in_minutes: int | None
):
    expected = None if opens_in_minutes is None else NOON + timedelta(minutes=opens_in_minutes)

    assert opens_again_at(minutes_ago(*ages), LIMIT, NOON) == expected
