from datetime import date

import pytest

from scheduler.campaigns.domain.days import Phase, TaskDates, TimelineMark, moved_with, place, shifted, timeline

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


def test_timeline_counts_to_the_first_day_and_from_the_last() -> None:
    post, thanks = TimelineMark("task", "Post", "/a"), TimelineMark("task", "Thank", "/b")

    line = timeline(DAY, date(2027, 8, 1), [(date(2027, 8, 3), thanks), (date(2027, 7, 28), post), (DAY, post)])

    assert [(day.day.isoformat(), day.phase, day.distance, day.marks) for day in line] == [
        ("2027-07-28", Phase.BEFORE, -2, (post,)),
        ("2027-07-30", Phase.DAY, 0, (post,)),
        ("2027-08-01", Phase.DAY, 0, ()),
        ("2027-08-03", Phase.AFTER, 2, (thanks,)),
    ]


def test_timeline_of_one_empty_day_is_that_day() -> None:
    assert [day.day for day in timeline(DAY, DAY, [])] == [DAY]
