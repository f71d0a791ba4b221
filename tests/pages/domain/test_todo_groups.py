"""To-dos in groups: by how near they are, ten to a group."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.campaigns.domain.todo import TASK, WaitingRow, due
from scheduler.pages.domain.todo_groups import MOST_OF_GROUP, Horizon, groups_of

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
STUCK = "stuck"


def row(due_in: int | None, kind: str = TASK, *, number: int = 1, is_late: bool = False) -> WaitingRow:
    until = due(NOW.date() + timedelta(days=due_in), "UTC", NOW) if due_in is not None else None
    return WaitingRow(
        kind=kind, id=number, title="Call", path="/", on_whom=(), organisation="", due=until, is_late=is_late
    )


@pytest.mark.parametrize(
    ("line", "horizon"),
    [
        (row(-1), Horizon.OVERDUE),
        (row(0), Horizon.TODAY),
        # A moment of today that is over.
        (row(0, is_late=True), Horizon.OVERDUE),
        (row(1), Horizon.WEEK),
        (row(7), Horizon.WEEK),
        (row(8), Horizon.LATER),
        (row(None), Horizon.UNDATED),
        (row(None, STUCK), Horizon.DECIDE),
        (row(8, STUCK), Horizon.DECIDE),
        (row(2, STUCK), Horizon.WEEK),
    ],
)
def test_a_line_is_in_the_group_of_its_day(line: WaitingRow, horizon: Horizon) -> None:
    assert [group.horizon for group in groups_of([line], {STUCK})] == [horizon]


@given(st.lists(st.one_of(st.none(), st.integers(-40, 40)), max_size=60))
def test_every_line_is_in_one_group_in_its_order_and_what_is_far_is_folded(days: list[int | None]) -> None:
    lines = [row(day, number=number) for number, day in enumerate(days)]

    groups = groups_of(lines, {STUCK})

    order = [group.horizon for group in groups]
    assert order == sorted(order, key=list(Horizon).index)
    assert sorted(one.id for group in groups for one in (*group.shown, *group.folded)) == [one.id for one in lines]
    for group in groups:
        ids = [one.id for one in (*group.shown, *group.folded)]
        assert ids == sorted(ids)
        most = 0 if group.horizon is Horizon.LATER else MOST_OF_GROUP
        assert len(group.shown) == min(len(ids), most)
