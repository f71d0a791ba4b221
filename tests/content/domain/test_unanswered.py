from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.unanswered import APART, WITHIN, Circle, to_ask

SINCE = datetime(2027, 7, 21, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVERYBODY = frozenset(Circle)


def run(reachable: frozenset[Circle], gaps: list[int]) -> Mapping[Circle, datetime]:
    """Ask as the worker does, with so many hours between two runs, from the day before."""
    asked: dict[Circle, datetime] = {}
    now, place = SINCE - 24 * HOUR, 0
    while now < SINCE + WITHIN + 48 * HOUR:
        circle = to_ask(SINCE, asked, reachable, now)
        if circle is not None:
            assert circle not in asked
            asked[circle] = now
        now += gaps[place % len(gaps)] * HOUR
        place += 1
    return asked


@given(st.frozensets(st.sampled_from(Circle)), st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_each_circle_is_asked_once_in_order_and_a_day_apart(reachable: frozenset[Circle], gaps: list[int]) -> None:
    asked = run(reachable, gaps)

    moments = list(asked.values())
    assert list(asked) == [circle for circle in Circle if circle in reachable]
    assert all(later - earlier >= APART for earlier, later in pairwise(moments))
    assert all(SINCE <= moment < SINCE + WITHIN for moment in moments)


def test_nobody_is_asked_before_the_day_is_over_or_weeks_after():
    assert to_ask(SINCE, {}, EVERYBODY, SINCE - HOUR) is None
    assert to_ask(SINCE, {}, EVERYBODY, SINCE) is Circle.LEADS
    assert to_ask(SINCE, {}, EVERYBODY, SINCE + WITHIN) is None
