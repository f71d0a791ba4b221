"""When there is room again for what one person sends to others."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.accounts.domain.limits import ALLOWANCES, WITHIN, LimitedAct, Use, goes_on_at

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


def ago(minutes: int, times: int = 1) -> Use:
    return Use(NOW - timedelta(minutes=minutes), times)


@pytest.mark.parametrize(
    ("uses", "wanted", "expected"),
    [
        ([], 1, None),
        ([], 10, None),
        ([ago(5, 9)], 1, None),
        ([ago(5, 10)], 1, NOW + timedelta(minutes=55)),
        ([ago(60, 10)], 1, None),
        ([ago(59, 10)], 1, NOW + timedelta(minutes=1)),
        ([ago(5, 5), ago(50, 5)], 1, NOW + timedelta(minutes=10)),
        ([ago(50, 5), ago(5, 5)], 6, NOW + timedelta(minutes=55)),
        ([ago(30)], 11, NOW + timedelta(minutes=30)),
        ([], 11, NOW),
    ],
)
def test_ten_an_hour(uses: list[Use], wanted: int, expected: datetime | None):
    assert goes_on_at(uses, wanted, 10, NOW) == expected


uses = st.lists(st.builds(ago, st.integers(0, 120), st.integers(1, 5)), max_size=20)


@given(uses, st.integers(1, 10))
def test_there_is_room_when_it_says_so_and_not_a_moment_before(done: list[Use], wanted: int):
    at = goes_on_at(done, wanted, 10, NOW)

    if at is not None:
        assert NOW < at <= NOW + WITHIN
        assert goes_on_at(done, wanted, 10, at) is None
        assert goes_on_at(done, wanted, 10, at - timedelta(microseconds=1)) is not None


def test_a_coalition_that_gathers_has_room_for_its_list_and_a_lead_none_for_strangers():
    assert ALLOWANCES[LimitedAct.INVITE].first_run >= 300
    assert ALLOWANCES[LimitedAct.INVITE].anybody < 25
