from datetime import date

import pytest

from scheduler.campaigns.domain.days import TaskDates, moved_with, place, shifted

DAY = date(2027, 7, 30)


@pytest.mark.parametrize(
    ("due_on", "offset", "first_day", "moves_along", "placed"),
    [
        (date(2027, 7, 16), None, DAY, True, TaskDates(date(2027, 7, 16), -14)),
        (date(2027, 7, 16), None, DAY, False, TaskDates(date(2027, 7, 16), None)),
        (None, -14, DAY, True, TaskDates(date(2027, 7, 16), -14)),
        (None, -14, None, True, TaskDates(None, -14)),
        (date(2027, 7, 16), None, None, True, TaskDates(date(2027, 7, 16), None)),
        (date(2027, 7, 16), 3, DAY, True, TaskDates(date(2027, 7, 16), -14)),
        (None, None, DAY, True, TaskDates(None, None)),
    ],
)
def test_place(
    due_on: date | None, offset: int | None, first_day: date | None, moves_along: bool, placed: TaskDates
) -> None:
    assert place(due_on, offset, first_day, moves_along=moves_along) == placed


def test_shifted_moves_day_and_offset() -> None:
    assert shifted(TaskDates(date(2027, 7, 16), -14), -3) == TaskDates(date(2027, 7, 13), -17)
    assert shifted(TaskDates(date(2027, 7, 16), None), 3) == TaskDates(date(2027, 7, 19), None)
    assert shifted(TaskDates(None, -14), 1) == TaskDates(None, -13)


def test_moved_with_keeps_the_distance_and_leaves_fixed_days() -> None:
    assert moved_with(TaskDates(date(2027, 7, 16), -14), date(2027, 8, 2)) == TaskDates(date(2027, 7, 19), -14)
    assert moved_with(TaskDates(None, 2), date(2027, 8, 2)) == TaskDates(date(2027, 8, 4), 2)
    assert moved_with(TaskDates(date(2027, 7, 16), None), date(2027, 8, 2)) == TaskDates(date(2027, 7, 16), None)
