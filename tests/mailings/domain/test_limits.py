"""What one person may send within a day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.mailings.domain.limits import MOST_MAILINGS, MOST_RECIPIENTS, WITHIN, Past, goes_on_at

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
PAST = st.builds(
    Past, st.integers(0, 3 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), st.integers(1, 300)
)


def fits(past: list[Past], wanted: int, at: datetime) -> bool:
    recent = [one.recipients for one in past if one.at > at - WITHIN]
    return len(recent) < MOST_MAILINGS and sum(recent) + wanted <= MOST_RECIPIENTS


@given(st.lists(PAST, max_size=6), st.integers(1, MOST_RECIPIENTS))
def test_it_goes_on_at_the_first_moment_at_which_there_is_room(past: list[Past], wanted: int) -> None:
    moment = goes_on_at(past, wanted, NOW)
    if moment is None:
        assert fits(past, wanted, NOW)
    else:
        assert moment > NOW
        assert fits(past, wanted, moment)
        assert not fits(past, wanted, moment - timedelta(microseconds=1))


def test_what_no_day_has_room_for_is_an_error() -> None:
    with pytest.raises(ValueError, match="501"):
        goes_on_at([], MOST_RECIPIENTS + 1, NOW)
