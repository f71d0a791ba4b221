from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.campaigns.domain.health import RISK, Cause, Health, Need, NeedKind, health

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAST, SOON, FAR = NOW - HOUR, NOW + timedelta(days=3), NOW + RISK + HOUR
ORDER = [Health.ON_TIME, Health.AT_RISK, Health.LATE]

TASK = Need(NeedKind.TASK, 1, SOON)
SIGN_OFF = Need(NeedKind.SIGN_OFF, 1, None, FAR)
STEP = Need(NeedKind.STEP, 1, None, FAR)

MOMENTS = st.none() | st.integers(-400, 400).map(lambda hours: NOW + timedelta(hours=hours))
NEEDS = st.builds(Need, st.sampled_from(NeedKind), st.integers(1, 4), MOMENTS, MOMENTS, st.booleans())


@pytest.mark.parametrize(
    ("need", "state", "causes"),
    [
        (TASK, Health.ON_TIME, []),
        (TASK._replace(due_at=PAST), Health.LATE, [Cause.TASK_OVERDUE]),
        (TASK._replace(due_at=NOW), Health.LATE, [Cause.TASK_OVERDUE]),
        (TASK._replace(has_owner=False), Health.AT_RISK, [Cause.ASSIGNEE_MISSING]),
        (TASK._replace(has_owner=False, due_at=FAR), Health.ON_TIME, []),
        (TASK._replace(has_owner=False, due_at=None), Health.ON_TIME, []),
        (SIGN_OFF, Health.ON_TIME, []),
        (SIGN_OFF._replace(publishes_at=SOON), Health.AT_RISK, [Cause.SIGN_OFF_MISSING]),
        (SIGN_OFF._replace(due_at=SOON), Health.AT_RISK, [Cause.SIGN_OFF_MISSING]),
        (SIGN_OFF._replace(due_at=PAST), Health.LATE, [Cause.SIGN_OFF_OVERDUE]),
        (SIGN_OFF._replace(due_at=PAST, publishes_at=PAST), Health.LATE, [Cause.CONTENT_OVERDUE]),
        (STEP._replace(publishes_at=SOON), Health.ON_TIME, []),
        (STEP._replace(publishes_at=PAST), Health.LATE, [Cause.CONTENT_OVERDUE]),
        (STEP._replace(publishes_at=SOON, has_owner=False), Health.AT_RISK, [Cause.OWNER_MISSING]),
        (
            STEP._replace(due_at=PAST, has_owner=False),
            Health.LATE,
            [Cause.CONTENT_OVERDUE, Cause.OWNER_MISSING],
        ),
    ],
)
def test_one_need_says_how_the_campaign_stands(need: Need, state: Health, causes: list[Cause]) -> None:
    found = health([need], NOW)

    assert (found.state, [cause for cause, _count in found.reasons]) == (state, causes)


def test_nothing_to_do_is_on_time() -> None:
    assert health([], NOW).state is Health.ON_TIME


def test_an_item_counts_once_for_a_cause_and_late_is_said_first() -> None:
    waits = [SIGN_OFF._replace(publishes_at=SOON)] * 3 + [SIGN_OFF._replace(subject=2, due_at=SOON)]

    found = health([*waits, TASK._replace(due_at=PAST)], NOW)

    assert found.reasons == ((Cause.TASK_OVERDUE, 1), (Cause.SIGN_OFF_MISSING, 2))


@given(st.lists(NEEDS, max_size=6), NEEDS, st.integers(0, 300))
def test_more_to_do_or_more_time_gone_never_looks_better(needs: list[Need], more: Need, hours: int) -> None:
    before = ORDER.index(health(needs, NOW).state)

    assert ORDER.index(health([*needs, more], NOW).state) >= before
    assert ORDER.index(health(needs, NOW + timedelta(hours=hours)).state) >= before


@given(st.lists(NEEDS, max_size=6))
def test_a_state_has_its_reasons(needs: list[Need]) -> None:
    found = health(needs, NOW)

    assert (found.state is Health.ON_TIME) is not bool(found.reasons)
    assert all(count for _cause, count in found.reasons)
