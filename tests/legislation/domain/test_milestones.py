"""How far a bill is, by the milestones that stand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.legislation.domain.milestones import (
    BillStatus,
    MilestoneKind,
    Step,
    before_introduction,
    introduced_on,
    status_on,
)

TODAY = date(2026, 6, 10)
INTRODUCED = Step(1, MilestoneKind.INTRODUCED, date(2026, 3, 3))
HEARING = Step(2, MilestoneKind.HEARING, date(2026, 6, 12))
VOTE = Step(3, MilestoneKind.COMMITTEE_VOTE, date(2026, 6, 9))
SIGNED = Step(4, MilestoneKind.SIGNED, date(2026, 9, 1))

steps = st.lists(
    st.builds(
        Step,
        st.integers(1, 50),
        st.sampled_from(MilestoneKind),
        st.dates(date(2026, 6, 1), date(2026, 6, 20)),
    ),
    unique_by=lambda step: step.id,
)


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ([], BillStatus()),
        ([INTRODUCED], BillStatus(INTRODUCED)),
        ([HEARING], BillStatus(None, HEARING)),
        ([SIGNED, VOTE, HEARING, INTRODUCED], BillStatus(VOTE, HEARING)),
    ],
)
def test_a_bill_is_as_far_as_its_newest_step_and_what_is_to_come_is_planned(
    found: list[Step], status: BillStatus
) -> None:
    assert status_on(found, TODAY) == status


def test_a_step_of_today_is_reached() -> None:
    assert status_on([HEARING], HEARING.day) == BillStatus(HEARING)


def test_of_one_day_the_last_step_of_the_procedure_is_the_newest_whenever_it_was_entered() -> None:
    floor, again = Step(5, MilestoneKind.FLOOR_VOTE, VOTE.day), Step(6, MilestoneKind.COMMITTEE_VOTE, VOTE.day)

    assert status_on([floor, VOTE, again], TODAY).reached == floor
    assert status_on([VOTE, again], TODAY).reached == again


@given(steps)
def test_no_step_lies_between_what_is_reached_and_what_is_planned(found: list[Step]) -> None:
    status = status_on(found, TODAY)

    assert [s for s in found if s.day <= TODAY and (status.reached is None or s.day > status.reached.day)] == []
    assert [s for s in found if s.day > TODAY and (status.planned is None or s.day < status.planned.day)] == []


def test_what_lies_before_the_introduction_is_named() -> None:
    early = Step(6, MilestoneKind.HEARING, date(2026, 3, 2))

    assert introduced_on([SIGNED, INTRODUCED]) == INTRODUCED.day
    assert before_introduction([INTRODUCED, early, VOTE]) == {early.id}
    assert before_introduction([early, VOTE]) == frozenset()
